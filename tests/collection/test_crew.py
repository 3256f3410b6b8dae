import os
import signal
import sys
from pathlib import Path

import pytest

from narrator.collection.crew import Crew
from narrator.collection.worker import Work
from narrator.errors import BundleError, NarratorError
from tests.conftest import Draw
from tests.places import TINY_BUNDLE

WORK = Work(model=str(TINY_BUNDLE), text="never")


def test_rows_come_in_the_order_of_the_pictures(draw: Draw) -> None:
    pictures = [draw(f"{number:02}.png", ("red", "blue")[number % 2]) for number in range(20)]
    pictures[7].write_text("no picture")
    with Crew(WORK, hands=2) as crew:
        rows = list(crew.rows(pictures))
    assert [row.path for row in rows] == list(map(str, pictures))
    assert [row.failed for row in rows] == [number == 7 for number in range(20)]


def test_a_hand_that_is_killed_costs_no_picture(draw: Draw) -> None:
    pictures = [draw(f"{number}.png", "red") for number in range(6)]
    with Crew(WORK, hands=1) as crew:
        rows = crew.rows(pictures)
        first = next(rows)
        process = crew._idle.get()
        assert process
        os.kill(process.pid, signal.SIGKILL)
        crew._idle.put(process)
        rest = list(rows)
    assert not any(row.failed for row in (first, *rest))


def test_hands_that_always_end_end_the_run_and_not_the_whole_collection(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [draw(f"{number}.png", "red") for number in range(20)]
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Crew(WORK, hands=2) as crew, pytest.raises(NarratorError, match="over one picture after the other"):
        list(crew.rows(pictures))


def test_a_model_that_cannot_be_used_is_said_once(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "manifest.json").write_text("{}")
    with (
        Crew(Work(model=str(tmp_path / "model")), hands=2) as crew,
        pytest.raises(BundleError),
    ):
        list(crew.rows([draw("a.png", "red"), draw("b.png", "red")]))


def test_what_cannot_be_read_ahead_hangs_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with Crew(WORK, hands=1) as crew:
        (pipe, gone) = crew.rows([tmp_path / "pipe.png", tmp_path / "gone.png"])
    assert "is a device or a pipe" in pipe.reason and "does not exist" in gone.reason
