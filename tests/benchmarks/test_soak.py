"""The soak's own arithmetic: what is lost, what is told twice, what grows."""

import json
import random
import time
from pathlib import Path

import psutil
import pytest

from benchmarks.soak.echo import Echo
from benchmarks.soak.ledger import CLIPBOARD, Ledger
from benchmarks.soak.memory import Memory, role
from benchmarks.soak.pictures import Pictures, picture
from benchmarks.soak.processors import Processors
from narrator.journal.journal import Journal
from narrator.picture.opening import open_picture
from tests.journal.entries import new_entry

WAYS = Pictures(Path(), Path(), Ledger(Path(), Path()), random.Random()).ways
FILES = sorted(set(WAYS) - {CLIPBOARD})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "journal.sqlite", tmp_path / "events")


def record(tmp_path: Path, *numbers: int, origin: str = "folder") -> list[int]:
    with Journal.open(tmp_path / "journal.sqlite") as journal:
        entries = [
            new_entry(
                digest=open_picture(picture(each)).digest, origin=origin, path=str(tmp_path / f"{each}.png")
            )
            for each in numbers
        ]
        return [journal.record(entry).id for entry in entries]


def test_no_two_pictures_are_the_same() -> None:
    assert len({open_picture(picture(number)).digest for number in range(50)}) == 50


def test_what_is_not_in_the_journal_is_lost(ledger: Ledger, tmp_path: Path) -> None:
    for number in range(3):
        ledger.saved(picture(number), "saved", time.monotonic())
    record(tmp_path, 0, 1, 1)
    record(tmp_path, 0, origin="command")
    found = ledger.findings()
    assert (list(found.lost.values()), found.recorded_twice) == (["saved"], 1)


def test_a_clipboard_beside_a_fault_is_uncertain(ledger: Ledger) -> None:
    for number, began in enumerate((100.0, 200.0)):
        ledger.saved(picture(number), CLIPBOARD, began)
    ledger.fault(105.0)
    found = ledger.findings()
    assert (found.uncertain, list(found.lost.values())) == (1, [CLIPBOARD])


def test_what_is_announced_again_is_told_twice_and_what_is_asked_for_is_not(
    ledger: Ledger, tmp_path: Path
) -> None:
    events = [([1], False), ([2], False), ([2], True), ([1], False)]
    lines = [json.dumps({"event": "spoken", "entries": entries, "asked": asked}) for entries, asked in events]
    (tmp_path / "events").write_text("\n".join([*lines, '{"event": "spoken", "ent']))
    assert ledger.findings().told_twice == 1


def test_only_a_file_of_the_watched_folder_is_changed_and_each_once(ledger: Ledger, tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.png").touch()
    record(tmp_path, *range(100))
    record(tmp_path, *range(100, 300), origin="command")
    chance = random.Random(1)
    drawn = [file for _ in range(400) if (file := ledger.settled_file(chance))]
    assert drawn and len(set(drawn)) == len(drawn)
    assert {int(file.stem) for file in drawn} <= set(range(100))


@pytest.mark.parametrize("way", FILES)
def test_each_way_brings_its_picture(way: str, ledger: Ledger, tmp_path: Path) -> None:
    watched, elsewhere = tmp_path / "watched", tmp_path / "elsewhere"
    watched.mkdir()
    elsewhere.mkdir()
    data = Pictures(watched, elsewhere, ledger, random.Random(1)).ways[way](7)
    (file,) = watched.rglob("*.png")
    assert file.read_bytes() == data == picture(7)


def test_growth_is_the_difference_of_both_ends() -> None:
    memory = Memory()
    memory.samples["daemon"] = [(float(second), 40.0 + second // 50) for second in range(100)]
    assert memory.growth(0) == {"daemon": (41.0, 1.0)}
    assert memory.growth(95) == {}, "too short to say"
    assert role(["python", "-m", "narrator.daemon.describing.worker"]) == "network"
    assert role(["python", "-m", "narrator.picture.apart.worker"]) == "decoder of pictures"
    assert role(["python", "-m", "narrator", "watch", "Pictures"]) == "daemon"


def test_all_threads_of_all_lives_have_waited(tmp_path: Path) -> None:
    process = psutil.Process()
    processors = Processors(tmp_path)
    for thread, times in ((1, "2000000000 500000000 7"), (2, "1000000000 250000000 7")):
        folder = tmp_path / str(process.pid) / "task" / str(thread)
        folder.mkdir(parents=True)
        (folder / "schedstat").write_text(times)
        processors.sample([process])
    (tmp_path / str(process.pid) / "task" / "1" / "schedstat").unlink()
    processors.sample([process])
    assert (processors.ran, processors.waited) == (3.0, 0.75)


def test_what_echoes_is_asked_beside_narrator(tmp_path: Path) -> None:
    echo = Echo(tmp_path / "echo")
    try:
        echo.ask()
        echo.ask()
    finally:
        echo.close()
    assert len(echo.seconds) == 2
    with pytest.raises(OSError, match="refused"):
        echo.ask()
