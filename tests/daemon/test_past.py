"""What was seen in watched folders, kept in a real journal."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from narrator.daemon.memories import Memories
from narrator.daemon.past import past_of
from narrator.errors import NarratorError
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from narrator.sources.folder.past import Mark, Marks, Past

SEEN = Marks([Mark(1, 2)])


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "state" / "journal.sqlite") as journal:
        yield journal


def begun(journal: Journal | Memories, folder: Path) -> Past:
    def fail(error: NarratorError) -> None:
        raise error

    past = past_of(journal, folder, recursive=True, on_fault=fail)
    past.begin(SEEN, mounted=False)
    return past


def test_a_past_that_was_forgotten_is_gone_until_it_begins_anew(journal: Journal, tmp_path: Path) -> None:
    past = begun(journal, tmp_path)
    assert past.is_kept()
    journal.forget(Selection.all())
    assert not past.is_kept()
    past.begin(SEEN, mounted=False)
    assert past.is_kept()


def test_what_could_not_begin_is_not_gone(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or each look would walk through all files, as long as the disk is full."""
    faults: list[NarratorError] = []
    past = past_of(journal, tmp_path, recursive=True, on_fault=faults.append)
    full = sqlite3.OperationalError("database or disk is full")
    monkeypatch.setattr("narrator.journal.folders._replace", Mock(side_effect=full))
    past.begin(SEEN, mounted=False)
    assert faults
    assert past.is_kept()


def test_who_keeps_nothing_of_a_folder_goes_on_with_the_one_around_it(
    journal: Journal, tmp_path: Path
) -> None:
    outer, secret, inner = tmp_path, tmp_path / "secret", tmp_path / "secret" / "inner"
    pasts = [begun(journal, folder) for folder in (outer, secret, inner)]
    with closing(Memories(journal)) as memories:
        memories.forget_folder(secret)
    assert [past.is_kept() for past in pasts] == [True, False, False]
