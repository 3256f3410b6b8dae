import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from narrator.journal.entry import Entry
from narrator.journal.journal import Journal
from narrator.places import journal_file
from narrator.terminal.entries import line
from tests.commands.memories import remember
from tests.conftest import Narrate
from tests.journal.entries import new_entry

HOUR = 60 * 60


def test_without_entries_there_is_one_sentence(narrate: Narrate) -> None:
    for options in ([], ["--json"]):
        process = narrate("history", *options)
        assert (process.returncode, process.stdout) == (0, ""), "an empty journal is no fault"
        assert process.stderr == "Nothing has been described yet.\n"
    remember(new_entry())
    process = narrate("history", "--since", "today")
    assert (process.returncode, process.stdout) == (0, "")
    assert process.stderr == "Nothing was described in that time.\n"


def test_entries_are_lines_the_newest_last(narrate: Narrate) -> None:
    now = datetime.now()
    remember(
        new_entry(when=datetime(2026, 3, 1, 9, 5).timestamp()),
        new_entry("a cat", when=now.timestamp(), place="", name="", origin="clipboard"),
    )
    process = narrate("history")
    assert (process.returncode, process.stderr) == (0, "")
    first, second = process.stdout.splitlines()
    assert first == "1, 1 March 2026 09:05, Holiday, beach.jpg: A dog on a beach."
    assert second.startswith("2, ")
    assert second.endswith(f" {now:%H:%M}, clipboard: A cat.")
    assert narrate("history", "--last", "1").stdout.splitlines() == [second]
    assert narrate("history", "--since", "2026-03-01", "--until", "2026-03-01").stdout.splitlines() == [first]
    assert narrate("history", "--since", "1h").stdout.splitlines() == [second]


@pytest.mark.parametrize(
    ("today", "day"),
    [(date(2026, 3, 1), "today"), (date(2026, 3, 2), "yesterday"), (date(2026, 2, 28), "1 March 2026")],
)
def test_a_line_says_the_day_as_a_person_does(today: date, day: str) -> None:
    written = new_entry(when=datetime(2026, 3, 1, 9, 5).timestamp())
    entry = Entry(**vars(written), id=12)
    assert line(entry, today) == f"12, {day} 09:05, Holiday, beach.jpg: A dog on a beach."
    assert line(replace(entry, correction="my dog Rex"), today).endswith(": my dog Rex")


def test_json_has_the_evidence(narrate: Narrate) -> None:
    (entry,) = remember(new_entry(path="/pictures/caf\udce9.jpg"))
    with Journal.open(journal_file()) as journal:
        journal.correct(entry.id, "my dog")

    process = narrate("history", "--json")

    assert (process.returncode, process.stderr) == (0, "")
    record = json.loads(process.stdout)
    when = datetime.fromisoformat(record.pop("when"))
    assert when.timestamp() == entry.when
    evidence = entry.description
    assert record == {
        "id": 1,
        "origin": "folder",
        "place": "Holiday",
        "name": "beach.jpg",
        "picture": "/pictures/caf\udce9.jpg",
        "digest": entry.digest,
        "heard": False,
        "correction": "my dog",
        "spoken": "A dog on a beach.",
        "kind": "photo",
        "colours": [],
        "caption": evidence.caption,
        "told": evidence.caption,
        "claims": None,
        "things": [],
        "log_prob": evidence.log_prob,
        "candidates": [vars(candidate) for candidate in evidence.candidates],
        "agreement": evidence.evidence()["agreement"],
        "text": None,
        "written": None,
        "written_by": None,
        "written_language": None,
        "confidence": None,
        "band": None,
        "advice": [],
        "bundle": "tiny 1",
        "size": [640, 480],
        "notes": list(evidence.notes),
        "timings": dict(evidence.timings),
    }


def test_a_name_cannot_command_the_terminal(narrate: Narrate) -> None:
    remember(new_entry(name="a\x1b[2J\n.jpg"))
    assert narrate("history").stdout.count("\n") == 1
    assert "\x1b" not in narrate("history").stdout


def test_a_damaged_journal_is_one_sentence(narrate: Narrate) -> None:
    remember(new_entry())
    journal_file().write_bytes(b"rubbish" * 1000)
    process = narrate("history")
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (1, "", 1)
    assert "damaged" in process.stderr


def test_without_corrections_nothing_can_be_exported(narrate: Narrate, tmp_path: Path) -> None:
    process = narrate("history", "--export-corrections", tmp_path / "mine")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.startswith("There is nothing to learn from; ")
    assert not (tmp_path / "mine").exists()


def test_only_a_new_or_an_empty_folder_is_exported_to(narrate: Narrate, tmp_path: Path) -> None:
    (entry,) = remember(new_entry())
    with Journal.open(journal_file()) as journal:
        journal.correct(entry.id, "my dog", b"jpeg")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("a file")
    for name, part in {"full": "is not empty; name a new one", "file": "name another folder"}.items():
        process = narrate("history", "--export-corrections", tmp_path / name)
        assert (process.returncode, process.stdout, process.stderr.count("\n")) == (1, "", 1)
        assert part in process.stderr
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("option", ["--last=1", "--since=today", "--until=today", "--json"])
def test_an_export_is_of_all_corrections(narrate: Narrate, tmp_path: Path, option: str) -> None:
    process = narrate("history", "--export-corrections", tmp_path / "mine", option)
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "mine").exists()
