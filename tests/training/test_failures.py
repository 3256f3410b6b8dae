"""The report of what a captioner gets wrong."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from training.data.datasets import Example
from training.errors import DatasetError
from training.evaluate import SPOKEN, Evaluation
from training.failures import Failures, count_failures, coverage, read_captions, section
from training.trust.claims import KINDS


def example(*captions: str) -> Example:
    return Example(picture=Path("picture.jpg"), captions=captions)


def counted(captions: Sequence[str], examples: Sequence[Example], shown: int = 3) -> dict[str, Failures]:
    return {failures.kind: failures for failures in count_failures(captions, examples, shown=shown)}


def evaluation(*captions: str, dataset: str = "small", method: str = SPOKEN.name) -> Evaluation:
    return Evaluation(dataset=dataset, method=method, scores={}, captions=captions)


def test_claims_that_nobody_made_are_counted_and_shown() -> None:
    captions = ["a red dog runs", "a green dog runs", "a man sits"]
    examples = [
        example("a brown dog is running", "a puppy"),
        example("a dog runs on green grass"),
        example("a lady sitting on a bench"),
    ]
    report = counted(captions, examples)
    assert (report["colours"].claims, report["colours"].unsupported) == (2, 1)
    assert report["colours"].examples == (("a red dog runs", "red"),)
    assert (report["gender"].claims, report["gender"].unsupported) == (1, 1)
    assert (report["actions"].claims, report["actions"].unsupported) == (3, 0)


def test_the_most_frequent_errors_are_shown_first() -> None:
    captions = ["a cat", "a horse", "a horse on a street"]
    report = counted(captions, [example("a dog")] * 3, shown=1)
    assert report["things"].examples == (("a horse", "horse"),)


def test_captions_are_counted_once_however_many_of_their_claims_fail() -> None:
    things = counted(["a cat on a horse", "a dog"], [example("a dog")] * 2)["things"]
    assert (things.claims, things.unsupported, things.captions) == (3, 2, 1)


def test_a_persons_own_words_are_held_against_the_others_of_the_same_picture() -> None:
    # Of cat, puppy and dog the cat alone is in no other caption.
    pictures = [example("a cat", "a puppy", "a dog")]
    assert counted(["a dog"], pictures)["things"].people == pytest.approx(1 / 3)
    assert counted(["a dog"], [example("a dog")])["things"].people == 1  # nobody else said anything


def test_every_word_means_what_its_group_means() -> None:
    for groups in KINDS.values():
        for word, group in groups.items():
            assert word in group
            assert all(groups[other] == group for other in group), word


def test_coverage_is_of_the_words_that_say_something() -> None:
    assert coverage(["a dog on a zeppelin", "two red dogs"]) == pytest.approx(
        3 / 4
    )  # numbers are not counted
    assert coverage([""]) == 0


def test_the_section_has_a_table_for_each_set_and_says_what_it_measures() -> None:
    evaluations = [evaluation("a red dog"), evaluation("a cat", dataset="other")]
    text = section(evaluations, {"small": [example("a dog", "a dog")], "other": [example("a cat", "a cow")]})
    assert "### small, 1 captions" in text
    assert '| colours | 1 | 1 (100%) | 100% | 0% | "a red dog" (red) |' in text
    assert "| things | 1 | 0 (0%) | 0% | 100% |  |" in text
    assert "CHAIR" in text


def test_captions_are_read_from_the_file_of_an_evaluation(tmp_path: Path) -> None:
    file = tmp_path / "captions.json"
    spoken = evaluation("a dog")
    file.write_text(json.dumps([asdict(spoken), asdict(evaluation("a cat", method="beam 3"))]))
    assert read_captions(file, {"small": [example("a dog")]}) == [spoken]


@pytest.mark.parametrize(
    "content",
    ["[", "7", "[{}]", "[]", json.dumps([asdict(evaluation("a", "b"))]), json.dumps([{"captions": 7}])],
)
def test_captions_of_other_pictures_are_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "captions.json"
    file.write_text(content)
    with pytest.raises(DatasetError, match=r"captions\.json"):
        read_captions(file, {"small": [example("a dog")]})
