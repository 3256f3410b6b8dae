import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrator.errors import JournalError
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from narrator.search.document import Document
from narrator.search.following import follow, forget, prune, remove
from narrator.search.index import Index
from tests.journal.entries import DESCRIPTION, new_entry


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pictures.sqlite"


@pytest.fixture
def journal() -> Iterator[Journal]:
    with Journal.in_memory() as journal:
        yield journal


def names(index: Index, word: str) -> list[str]:
    return [found.said for found in index.found(list(index.with_words([word], 99)))]


def test_new_entries_are_copied_and_forgotten_ones_dropped(journal: Journal, file: Path) -> None:
    first, second = journal.record(new_entry("a cat")), journal.record(new_entry("a horse"))
    with Index(file) as index:
        follow(index, journal)
        assert names(index, "cat") == ["A cat."]
        journal.forget(Selection.of([first.id]))
        journal.record(new_entry("a cow"))
        assert b"cat" in file.read_bytes()
        follow(index, journal)
        assert b"cat" not in file.read_bytes(), "nor in what FTS5 keeps of a word that is gone"
        assert index.count() == 2
        assert names(index, "cat") == []
        assert names(index, "cow") == ["A cow."]
        assert index.entries() == {second.id, second.id + 1}


def test_words_that_the_person_gave_count(journal: Journal, file: Path) -> None:
    old = journal.record(new_entry("a cat"))
    with Index(file) as index:
        follow(index, journal)
        journal.correct(old.id, "my Siamese Minka")
        follow(index, journal)
        assert names(index, "minka") == ["my Siamese Minka"]
        assert index.count() == 1


def test_text_that_is_read_later_is_found(journal: Journal, file: Path) -> None:
    entry = journal.record(new_entry(when=time.time()))
    with Index(file) as index:
        follow(index, journal)
        journal.revise(entry.id, "A dog.", replace(DESCRIPTION, colours=("turquoise",)))
        follow(index, journal)
        assert names(index, "turquoise") == ["A dog."]


def test_nothing_of_a_forgotten_picture_stays_in_the_file(journal: Journal, file: Path) -> None:
    path = "/pictures/Holiday/beach.jpg"
    journal.record(new_entry("an okapi", path=path))
    with Index(file) as index:
        index.add(
            [
                Document.of_file(Path(path), DESCRIPTION, 5.0),
                Document.of_file(Path("/kept.jpg"), DESCRIPTION, 5.0),
            ]
        )
        follow(index, journal)
        assert index.count() == 3
    forget(file, [path.encode()], None, None)
    assert b"okapi" not in file.read_bytes()
    assert b"beach.jpg" not in file.read_bytes()
    with Index(file) as index:
        assert index.count() == 1, "what else a collection has stays"


def test_old_copies_go_when_the_journal_lets_them_go(journal: Journal, file: Path) -> None:
    journal.record(new_entry("an okapi"))
    journal.record(new_entry("a cow", when=time.time()))
    with Index(file) as index:
        follow(index, journal)
    prune(file, 30)
    assert b"okapi" not in file.read_bytes()
    with Index(file) as index:
        assert index.count() == 1


def test_where_there_is_no_index_none_is_made(file: Path) -> None:
    forget(file, [], None, None)
    prune(file, 1)
    remove(file)
    assert not file.exists()


def test_an_index_that_cannot_be_removed_is_one_sentence(file: Path) -> None:
    file.mkdir()
    with pytest.raises(JournalError, match="check its folder"):
        remove(file)
