"""Entries that are kept and entries that are not, as one memory."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from narrator.daemon.memories import Memories
from narrator.journal.journal import Journal
from tests.journal.entries import new_entry


@pytest.fixture
def kept() -> Iterator[Journal]:
    with Journal.in_memory() as journal:
        yield journal


@pytest.fixture
def memories(kept: Journal) -> Iterator[Memories]:
    with closing(Memories(kept)) as memories:
        yield memories


def test_what_is_not_kept_is_remembered_like_the_rest(kept: Journal, memories: Memories) -> None:
    old = memories.record(replace(new_entry(), when=1.0, digest="a"), keep=True)
    secret = memories.record(replace(new_entry(), when=2.0, digest="b"), keep=False)
    assert secret.id < 0 < old.id
    assert [entry.id for entry in kept.history()] == [old.id]
    assert memories.last() == memories.entry(secret.id) == secret
    assert [entry.id for entry in memories.missed(10)] == [secret.id, old.id]
    assert [entry.id for entry in memories.missed(1)] == [secret.id]
    memories.heard([secret.id])
    assert (memories.missed_count(), memories.missed(10)) == (1, [memories.entry(old.id)])
    memories.revise(secret.id, "Another sentence.", secret.description)
    assert getattr(memories.entry(secret.id), "said", "") == "Another sentence."
    assert getattr(memories.entry(old.id), "said", "") == old.said
    memories.heard([old.id])
    assert memories.missed_count() == 0
    newest = memories.record(replace(new_entry(), digest="c"), keep=True)
    assert memories.last() == newest


def test_words_for_what_is_not_kept_are_not_kept(kept: Journal, memories: Memories) -> None:
    secret = memories.record(replace(new_entry(), digest="b"), keep=False)
    corrected = memories.correct(secret.id, "Anna at the lake")
    assert (corrected.id, corrected.correction) == (secret.id, "Anna at the lake")
    assert memories.words_for("b") == "Anna at the lake"
    assert kept.words_for("b") is None
    old = memories.record(replace(new_entry(), digest="a"), keep=True)
    memories.correct(old.id, "Anna on the hill")
    assert memories.words_for("a") == kept.words_for("a") == "Anna on the hill"


def test_what_is_to_be_kept_is_not_known_by_what_is_not(memories: Memories) -> None:
    secret = memories.record(replace(new_entry(), digest="b"), keep=False)
    assert memories.knows("b", keep=True) is None
    assert memories.knows("b", keep=False) == secret
    old = memories.record(replace(new_entry(), digest="a"), keep=True)
    assert memories.knows("a", keep=False) == memories.knows("a", keep=True) == old
