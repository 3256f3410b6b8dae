"""The keys of `--json` in docs/commands.md are those that the program prints."""

import json
import re
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from narrator.captioning.setup import Setup
from narrator.daemon.daemon import Daemon
from narrator.daemon.describing.describer import Describer
from narrator.daemon.events import KeptEvents
from narrator.errors import PictureError
from narrator.journal.journal import Journal
from narrator.picture.opening import Picture, open_picture
from narrator.settings.settings import Settings
from narrator.sources.arrival import Arrival, Origin
from narrator.speech.silent import SilentSpeaker
from narrator.terminal.reading import read_aloud
from narrator.terminal.requests import Request
from tests.conftest import Draw, Narrate
from tests.daemon.running import running, save_picture
from tests.drawings import tinted
from tests.looking.text.pages import LEFT, page
from tests.looking.text.readers import MadeReader, piece
from tests.places import ROOT, TINY_BUNDLE
from tests.sources.camera.videos import film, tinted_frame

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
DESCRIBED = "all keys of `speak`"


def rows(section: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    (text,) = re.findall(rf"^### {section}\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def names(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


def keys(section: str) -> set[str]:
    return set().union(*(names(cells[0]) for cells in rows(section)))


SPEAK = keys("speak, clipboard, camera")


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_of_a_picture(narrate: Narrate, draw: Draw) -> None:
    printed = records(narrate("speak", "--silent", "--json", draw("a.png", "red"), "gone.png").stdout)
    assert [record.keys() for record in printed] == [SPEAK, {"picture", "error"}]
    candidate = printed[0]["candidates"][0]
    (cell,) = (cells[1] for cells in rows("speak, clipboard, camera") if cells[0] == "`candidates`")
    assert candidate.keys() == names(cell)


def test_of_text() -> None:
    request = Request(label="a.png", name="a.png", source=lambda: open_picture(tinted("red")))
    (result,) = read_aloud(request, MadeReader(piece("Exit")), named=False)
    record = result.record
    (cell,) = (cells[1] for cells in rows("read") if cells[0] == "`text`")
    assert record.keys() == keys("read")
    assert isinstance(record["text"], dict)
    assert record["text"].keys() == names(cell)


def test_of_a_video(narrate: Narrate, tmp_path: Path) -> None:
    file = film(tmp_path / "film.mp4", [(tinted_frame("red"), 3.0)])
    (scene,) = records(narrate("video", "--json", file).stdout)
    assert scene.keys() == keys("video") | SPEAK - {"picture", "spoken"}


def test_of_the_keys(narrate: Narrate) -> None:
    assert {frozenset(record) for record in records(narrate("hotkeys", "--json").stdout)} == {
        frozenset(keys("hotkeys"))
    }


def test_of_the_running_narrator_its_events_and_its_journal(
    narrate: Narrate, narrator_program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)  # so that it has something to tell of the keys
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    folder = tmp_path / "Holiday"
    folder.mkdir()
    with running(narrator_program, folder, "--silent") as narrator:
        save_picture(folder / "one.png", 1)
        narrator.wait_until_described("one.png")
        save_picture(folder / "again.png", 1)
        narrator.wait_for("skipped")
        for number in range(2, 9):
            save_picture(folder / f"{number}.png", number)
        narrator.wait_for("burst")
        page(LEFT * 4).save(folder / "letter.png")
        narrator.wait_for("read")
        status = records(narrate("status", "--json").stdout)
        entries = records(narrate("history", "--json").stdout)
    table = {cells[0].strip("`"): cells[1] for cells in rows("watch")}
    found = {event["event"]: set(event) - {"event", "time"} for event in narrator.events}
    assert found == {kind: documented(table[kind]) for kind in found}
    assert table.keys() - found.keys() == {"error", "fault"}
    assert [record.keys() for record in status] == [keys("status")]
    assert {frozenset(entry) for entry in entries} == {frozenset(keys("history") | SPEAK)}


def test_of_a_fault(narrator_program: Path, person: Path, deaf: None, tmp_path: Path) -> None:
    (cell,) = (cells[1] for cells in rows("watch") if cells[0] == "`fault`")
    with running(narrator_program, tmp_path) as narrator:
        save_picture(tmp_path / "one.png", 1)
        assert set(narrator.wait_for("fault")) == {"event", "time", *names(cell)}


def test_of_a_picture_that_cannot_be_described() -> None:
    """In this process: of a file, the running Narrator waits for ten seconds whether it becomes a picture."""
    events = KeptEvents()
    (cell,) = (cells[1] for cells in rows("watch") if cells[0] == "`error`")
    with Daemon(
        settings=Settings(),
        describer=Describer(Setup(model=str(TINY_BUNDLE))),
        journal=Journal.in_memory(),
        speaker=SilentSpeaker(),
        events=events,
    ) as daemon:
        daemon.arrived(Arrival(open=refuse, origin=Origin.CLIPBOARD, place=""))
        deadline = monotonic() + 20
        while not (errors := [event for event in events.kept if event.kind == "error"]):
            assert monotonic() < deadline
            sleep(0.001)
    assert errors[0].fields.keys() == names(cell)


def refuse() -> Picture:
    raise PictureError("This is no picture; copy another one.")


def documented(cell: str) -> set[str]:
    """The keys that a row of the events' table names."""
    return names(cell.replace(DESCRIBED, "")) | (SPEAK if DESCRIBED in cell else set())
