"""What a translation has dropped or added."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narrator.translation.dictionary import Dictionary, parts_of
from tests.tiny_translator import dictionary


def test_words_of_any_language() -> None:
    assert parts_of("L'homme en T-Shirt, \u00c4pfel 3!") == [
        "l",
        "homme",
        "en",
        "t",
        "shirt",
        "\u00e4pfel",
        "3",
    ]


@pytest.mark.parametrize(
    ("source", "target", "dropped", "added"),
    [
        ("a dog and a cat", "Ein Hund und ein Katze.", [], []),
        ("a dog and a cat", "Ein Hund rennt.", ["cat"], []),
        ("a dog runs", "Ein Hund und ein Katze.", [], ["katze"]),
        ("a dog runs", "Ein Katze rennt.", ["dog"], ["katze"]),
        ("a dog runs", "Ein Hund sitzt.", [], []),  # no thing
        ("a dog runs", "Ein Hund und ein Hund.", [], ["hund"]),
        ("a dog and a dog", "Ein Hund und ein Hund.", [], []),
        ("a zebra runs", "Ein Zebra rennt.", [], []),  # nobody knows it
        ("", "", [], []),
    ],
)
def test_things_without_a_counterpart(source: str, target: str, dropped: list[str], added: list[str]) -> None:
    words = dictionary()
    assert words.dropped(source, target) == dropped
    assert words.added(source, target) == added
    assert words.agree(source, target) == (not dropped and not added)


@pytest.mark.parametrize(
    ("text", "capitals", "within"),
    [
        ("Ein Hund", True, "ein Hund"),
        ("Hund rennt", True, "Hund rennt"),
        ("Chien court", False, "chien court"),
        ("", True, ""),
        ("", False, ""),
    ],
)
def test_words_within_a_sentence(text: str, capitals: bool, within: str) -> None:
    assert replace(dictionary(), capitals=capitals).within(text) == within


def test_without_pairs_nothing_is_watched() -> None:
    none = np.zeros(0, np.float16)
    empty = replace(
        dictionary(),
        pairs=np.zeros(0, np.int32),
        forward=none,
        backward=none,
        watched_sources=frozenset(),
        watched_targets=frozenset(),
    )
    assert empty.agree("a dog runs", "Ein Katze.")


def test_several_words_may_stand_for_one_together() -> None:
    words = dictionary()
    weak = replace(words, forward=words.forward * np.float16(0.3), backward=words.backward * np.float16(0.3))
    assert weak.dropped("a dog", "Hund") == ["dog"]
    assert weak.dropped("a dog", "Hund Hund") == []


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    saved = dictionary()
    saved.save(tmp_path / "dictionary.npz")
    loaded = Dictionary.load(tmp_path / "dictionary.npz")
    assert (loaded.sources, loaded.targets, loaded.stand_ins) == (
        saved.sources,
        saved.targets,
        saved.stand_ins,
    )
    assert (loaded.watched_sources, loaded.watched_targets) == (saved.watched_sources, saved.watched_targets)
    assert (loaded.capitals, loaded.small) == (saved.capitals, saved.small)
    assert loaded.pairs.tolist() == saved.pairs.tolist()
    assert not loaded.agree("a dog", "ein Katze")
