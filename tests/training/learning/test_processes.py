"""Several processes: they learn what one learns, and none is left alone when another ends."""

import json
from pathlib import Path

import pytest
import torch
from PIL import Image

from narrator.captioning.captioner import Captioner
from tests.places import TINY_BUNDLE
from tests.training import ranks
from training.evaluate import SPOKEN
from training.learning.processes import ALONE


def test_processes_share_and_gather_in_order(tmp_path: Path) -> None:
    for ended in ranks.run_ranks(ranks.exchange, tmp_path):
        assert ended.code == 0, ended.output


def test_gradients_are_those_of_one_process_whatever_the_shares_hold(tmp_path: Path) -> None:
    for ended in ranks.run_ranks(ranks.write_gradients, tmp_path):
        assert ended.code == 0, ended.output
    for pictures in (5, 1):
        loss, gradients = ranks.gradient_of(pictures, 1, ALONE)
        for parts in (1, 2):
            for rank in range(2):
                their_loss, theirs = torch.load(tmp_path / f"{pictures}-{parts}-{rank}.pt", weights_only=True)
                assert their_loss == pytest.approx(loss, rel=1e-6)
                torch.testing.assert_close(theirs, gradients, rtol=1e-4, atol=1e-7)


def test_what_processes_evaluate_together_is_what_one_would_say(tmp_path: Path) -> None:
    pictures = [tmp_path / f"{number}.png" for number in range(3)]
    for picture, colour in zip(pictures, ("red", "green", "blue"), strict=True):
        Image.new("RGB", (64, 64), colour).save(picture)
    for ended in ranks.run_ranks(ranks.judge, tmp_path):
        assert ended.code == 0, ended.output
    captioner = Captioner.load(str(TINY_BUNDLE))
    expected = [SPOKEN.caption(captioner, picture, seed) for seed, picture in enumerate(pictures)]
    assert len(set(expected)) > 1
    (first, scores), second = (json.loads((tmp_path / f"{rank}.json").read_text("utf-8")) for rank in (0, 1))
    assert first == expected and second == [expected, scores]
    assert scores["BLEU-1"] > 0


def test_a_batch_in_parts_gives_the_same_gradient() -> None:
    loss, gradients = ranks.gradient_of(5, 1, ALONE)
    for parts in (2, 3, 9):
        their_loss, theirs = ranks.gradient_of(5, parts, ALONE)
        assert their_loss == pytest.approx(loss, rel=1e-6)
        torch.testing.assert_close(theirs, gradients, rtol=1e-4, atol=1e-7)


GONE = "Error: One of the processes is gone or was told to end: start the same command again;"


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (ranks.fail, "Error: The picture 17 is damaged."),
        (ranks.fail_alike, "Error: There is no such file."),
        (ranks.die, GONE),
        (ranks.stall, GONE),
        (ranks.end, GONE),
        (ranks.interrupt, "Error: Interrupted: start the same command again;"),
    ],
)
def test_what_ends_one_process_ends_all_and_is_said_once(
    act: ranks.Act, sentence: str, tmp_path: Path
) -> None:
    ended = ranks.run_ranks(act, tmp_path, patience=5 if act is ranks.stall else 150)
    outputs = [process.output for process in ended]
    # Where torch itself logs that a connection broke, these are not sentences of the command.
    said = [line for output in outputs for line in output.splitlines() if line.startswith("Error: ")]
    assert len(said) == 1 and said[0].startswith(sentence), outputs
    assert not any("Traceback" in output for output in outputs), outputs
    assert any(process.code == 1 for process in ended)


def test_a_mistake_in_the_code_shows_where_it_is(tmp_path: Path) -> None:
    ended = ranks.run_ranks(ranks.blunder, tmp_path)
    assert all("Traceback" in process.output and "blunder" in process.output for process in ended)
    assert all(process.code == 1 for process in ended)
