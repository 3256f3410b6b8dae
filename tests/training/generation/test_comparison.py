"""Figures of methods whose captions are known."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from narrator.captioning.ranking import MostProbable
from narrator.captioning.similarity import EVEN
from narrator.description import Candidate
from training.data.datasets import Example
from training.generation.comparison import Choice, Judge, Row, choose
from training.generation.drawn import Drawn
from training.generation.table import comma_separated, markdown, verdict
from training.metrics.scores import score

THINGS = ("dog", "cat", "bus", "zebra", "kite", "plate", "train", "horse")
EXAMPLES = [
    Example(
        picture=Path(f"{thing}.jpg"),
        captions=(f"a {thing} stands in front of a house", f"there is a {thing} near some trees"),
    )
    for thing in THINGS
]
RIGHT = tuple(example.captions[0] for example in EXAMPLES)
VAGUE = tuple(f"a {thing} is near a house in the grass" for thing in THINGS)


def drawn(*captions: str, milliseconds: float = 3.0) -> Drawn:
    return Drawn(
        milliseconds=milliseconds,
        candidates=tuple(
            Candidate(caption=caption, log_prob=-1.0 - place, count=2)
            for place, caption in enumerate(captions)
        ),
    )


def said(captions: Sequence[str]) -> Choice:
    return Choice(captions=tuple(captions), milliseconds=(2.0,) * len(captions))


def judged(captions: Sequence[str], default: Sequence[str], dataset: str = "made") -> Row:
    judge = Judge(dataset, EXAMPLES, said(default), EVEN)
    return judge.judge("method", said(captions), [drawn(caption, "a dog") for caption in captions])


def test_the_first_of_the_ranking_is_chosen_and_the_time_of_both_is_counted() -> None:
    choice = choose(
        [drawn("a dog", "a cat"), drawn("a bus", milliseconds=9.0)], MostProbable(length_power=3.0)
    )
    assert choice.captions == ("a dog", "a bus")
    assert choice.milliseconds[0] > 3.0 and choice.milliseconds[1] > 9.0


@pytest.mark.needs_metrics
@pytest.mark.needs_java
def test_the_scores_are_those_of_the_evaluation() -> None:
    row = judged(VAGUE, RIGHT)
    expected = score(VAGUE, [example.captions for example in EXAMPLES])
    assert row.cider.value == pytest.approx(expected["CIDEr-D"])
    assert row.bleu.value == pytest.approx(expected["BLEU-4"])
    for measured in (row.cider, row.bleu):
        assert measured.interval.low <= measured.value <= measured.interval.high


def test_the_default_does_not_differ_from_itself() -> None:
    row = judged(VAGUE, VAGUE)
    for measured in (row.cider, row.bleu):
        assert (measured.difference, measured.difference_interval.low, measured.difference_interval.high) == (
            (0.0, 0.0, 0.0)
        )
        assert not measured.better


def test_what_people_wrote_is_better_than_what_is_vague_and_not_the_other_way_round() -> None:
    better, worse = judged(RIGHT, VAGUE), judged(VAGUE, RIGHT)
    assert better.cider.better and better.bleu.better
    assert not worse.cider.better and not worse.bleu.better
    assert worse.cider.difference == pytest.approx(-better.cider.difference) != 0
    assert better.cider.difference == pytest.approx(better.cider.value - worse.cider.value)


def test_diversity_counts_what_was_drawn_and_what_is_spoken() -> None:
    row = judged([VAGUE[0]] * len(EXAMPLES), VAGUE)
    assert (row.distinct, row.spoken) == (2.0, 1)
    assert row.self_cider is not None and 0 < row.self_cider <= 1
    assert (row.words, row.milliseconds) == (9.0, 2.0)


def test_of_single_captions_there_is_no_diversity() -> None:
    judge = Judge("made", EXAMPLES, said(RIGHT), EVEN)
    alone = [
        Drawn(milliseconds=1.0, candidates=(Candidate(caption=caption, log_prob=-1.0),)) for caption in RIGHT
    ]
    assert judge.judge("greedy", said(RIGHT), alone).self_cider is None


def test_the_table_and_the_csv_hold_a_line_a_method_and_data_set() -> None:
    rows = [judged(RIGHT, VAGUE), judged(VAGUE, VAGUE)]
    header, rule, first, second = markdown(rows).splitlines()
    assert {line.count("|") for line in (header, rule, first, second)} == {12}
    assert first.startswith(f"| made | method | {rows[0].cider.value:.3f} [")
    assert "+0.000 [+0.000, +0.000]" in second
    lines = comma_separated(rows).splitlines()
    assert len(lines) == 3
    assert {line.count(",") for line in lines} == {18}


def test_only_what_is_better_on_every_data_set_is_called_better() -> None:
    here, there = judged(RIGHT, VAGUE, "here"), judged(RIGHT, VAGUE, "there")
    assert verdict([here, there]).endswith("on all pictures: method.")
    assert verdict([here, judged(VAGUE, VAGUE, "there")]).endswith("on all pictures: none.")
