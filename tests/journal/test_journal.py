import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from threading import Thread

import pytest

from narrator.description import Text
from narrator.errors import JournalError
from narrator.journal.entry import NewEntry
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from tests.journal.entries import new_entry

DAY = 24 * 60 * 60


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest, file: Path) -> Iterator[Journal]:
    """Both kinds do the same."""
    with Journal.in_memory() if request.param == "memory" else Journal.open(file) as journal:
        yield journal


def test_an_entry_comes_back_as_it_was_recorded(journal: Journal) -> None:
    written = new_entry()
    recorded = journal.record(written)

    assert {field.name: getattr(recorded, field.name) for field in fields(NewEntry)} == vars(written)
    assert recorded.correction is None
    assert recorded == journal.last() == journal.entry(recorded.id) == journal.knows(written.digest)


def test_what_is_found_out_later_replaces_what_was_known(journal: Journal) -> None:
    entry = journal.record(new_entry())
    other = journal.record(new_entry("a cat"))
    read = replace(entry.description, text=Text(lines=("EXIT",), engine="made"))
    journal.revise(entry.id, "A dog. There is text: EXIT.", read)
    assert journal.entry(entry.id) == replace(entry, said="A dog. There is text: EXIT.", description=read)
    assert journal.entry(other.id) == other
    journal.revise(entry.id + 99, "Forgotten meanwhile.", read)


def test_names_that_are_no_text_are_kept_as_well_as_can_be(journal: Journal) -> None:
    path = b"/pictures/caf\xe9/\xff.jpg".decode("utf-8", "surrogateescape")
    recorded = journal.record(new_entry(path=path, name=path.rpartition("/")[2], place="caf\udce9\0\n"))
    assert recorded.path == path
    assert (recorded.name, recorded.place) == ("?.jpg", "caf?\0\n")


def test_an_empty_journal_knows_nothing(journal: Journal) -> None:
    assert journal.last() is None
    assert journal.entry(1) is None
    assert journal.knows("digest") is None
    assert journal.words_for("digest") is None
    assert [*journal.missed(), *journal.history(), *journal.corrections()] == []
    assert journal.missed_count() == 0
    assert journal.forget(Selection.all()) == journal.prune(1) == 0
    journal.heard([])
    journal.heard([7])


def test_the_newest_entry_of_a_content_is_known(journal: Journal) -> None:
    first = journal.record(new_entry())
    second = journal.record(new_entry(name="copy.jpg"))
    journal.record(new_entry("a cat"))
    assert first.digest == second.digest
    assert journal.knows(first.digest) == second


def test_missed_is_what_was_never_heard_the_newest_first(journal: Journal) -> None:
    entries = [journal.record(new_entry(f"picture {number}")) for number in range(5)]
    journal.record(new_entry("heard at once", heard=True))
    journal.heard([entries[1].id, entries[3].id])

    assert [entry.said for entry in journal.missed()] == ["Picture 4.", "Picture 2.", "Picture 0."]
    assert [entry.said for entry in journal.missed(2)] == ["Picture 4.", "Picture 2."]
    assert journal.missed_count() == 3


def test_history_is_in_order_of_arrival_even_when_the_clock_was_set_back(journal: Journal) -> None:
    times = (1000.0, 2000.0, 500.0, 3000.0)
    for when in times:
        journal.record(new_entry(when=when))

    assert [entry.when for entry in journal.history()] == list(times)
    last = journal.last()
    assert last
    assert last.when == 3000.0
    assert [entry.when for entry in journal.history(since=1000, until=3000)] == [1000.0, 2000.0]
    assert [entry.when for entry in journal.history(until=1500)] == [1000.0, 500.0]
    assert [entry.when for entry in journal.history(since=1000, limit=2)] == [2000.0, 3000.0]
    assert [entry.when for entry in journal.history(until=2500, limit=2)] == [2000.0, 500.0]
    assert [entry.when for entry in journal.history(limit=9)] == list(times)
    assert list(journal.history(since=5000)) == []


def test_history_is_read_page_by_page_and_ends_although_new_entries_come(journal: Journal) -> None:
    ids = [journal.record(new_entry()).id for _ in range(450)]
    seen = []
    for entry in journal.history():
        seen.append(entry.id)
        journal.record(new_entry("late"))
    assert seen == ids
    assert next(entry.id for entry in journal.history(limit=250)) > ids[-1]


def test_a_correction_belongs_to_the_content_and_the_last_words_count(journal: Journal) -> None:
    first = journal.record(new_entry())
    other = journal.record(new_entry("a cat"))
    corrected = journal.correct(first.id, "  my dog,\n Rex ", b"jpeg")
    again = journal.record(new_entry(name="copy.jpg"))

    assert corrected.correction == again.correction == journal.words_for(first.digest) == "my dog, Rex"
    assert other.correction is None
    journal.correct(again.id, "my dog Max")
    assert journal.words_for(first.digest) == "my dog Max"
    (correction,) = journal.corrections()
    assert correction.picture == b"jpeg"  # the old snapshot is kept where there is no new one
    assert correction.when == pytest.approx(time.time(), abs=600)


@pytest.mark.parametrize("words", ["", " \n\t", "x" * 301, "\x1b"])
def test_words_that_say_nothing_or_too_much_are_refused(journal: Journal, words: str) -> None:
    entry = journal.record(new_entry())
    with pytest.raises(JournalError, match=r"; say "):
        journal.correct(entry.id, words)
    assert journal.words_for(entry.digest) is None


def test_there_must_be_an_entry_to_correct(journal: Journal) -> None:
    with pytest.raises(JournalError, match="no entry 12"):
        journal.correct(12, "my dog")
    journal.record(new_entry())  # the failed transaction has ended


def test_old_entries_are_pruned_and_corrections_stay(journal: Journal) -> None:
    now = time.time()
    old = journal.record(new_entry("old", when=now - 31 * DAY))
    journal.correct(old.id, "my words")
    journal.record(new_entry("young", when=now - 29 * DAY))

    assert journal.prune(30) == 1
    assert [entry.said for entry in journal.history()] == ["Young."]
    assert journal.words_for(old.digest) == "my words"
    assert journal.prune(30) == 0


def test_entries_are_forgotten_with_their_corrections_and_ids_do_not_return(journal: Journal) -> None:
    first, second, third = (journal.record(new_entry(f"picture {number}")) for number in range(3))
    for entry in (first, second, third):
        journal.correct(entry.id, f"words {entry.id}")

    assert journal.count(Selection.of([second.id, third.id, 99])) == 2
    assert journal.forget(Selection.of([second.id, third.id, 99])) == 2
    assert [entry.id for entry in journal.history()] == [first.id]
    assert [correction.digest for correction in journal.corrections()] == [first.digest]
    assert journal.forget(Selection.of([])) == 0
    assert journal.record(new_entry()).id > third.id


def test_a_period_is_forgotten_with_what_was_corrected_in_it(journal: Journal) -> None:
    now = time.time()
    old = journal.record(new_entry("old", when=now - 10 * DAY))
    journal.correct(old.id, "words of today")
    new = journal.record(new_entry("new", when=now))
    ahead = journal.record(new_entry("ahead", when=now + 10 * DAY))
    journal.correct(ahead.id, "more words of today")

    assert journal.count(Selection.between(now - DAY, now + DAY)) == 1
    assert journal.forget(Selection.between(now - DAY, now + DAY)) == 1
    assert [entry.id for entry in journal.history()] == [old.id, ahead.id]
    assert journal.entry(new.id) is None
    assert list(journal.corrections()) == []
    assert journal.forget(Selection.between(None, now)) == 1
    assert journal.forget(Selection.between(now, None)) == 1


def test_everything_is_forgotten_even_words_whose_entries_are_pruned(journal: Journal) -> None:
    old = journal.record(new_entry(when=0))
    journal.correct(old.id, "my words")
    journal.prune(1)
    journal.record(new_entry("new"))

    assert journal.forget(Selection.all()) == 1
    assert [*journal.history(), *journal.corrections()] == []
    assert journal.record(new_entry()).id > old.id + 1


def test_threads_share_a_journal(journal: Journal) -> None:
    def write(name: str) -> None:
        for number in range(50):
            entry = journal.record(new_entry(f"{name} {number}"))
            journal.heard([entry.id])
            journal.correct(entry.id, f"words of {name}")
            assert journal.words_for(entry.digest) == f"words of {name}"

    threads = [Thread(target=write, args=(f"thread {number}",), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    entries = list(journal.history())
    assert len(entries) == 200
    assert all(entry.heard and entry.correction for entry in entries)


def test_a_closed_journal_says_so_and_may_be_closed_again(journal: Journal) -> None:
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.record(new_entry())
