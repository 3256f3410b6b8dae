"""The tree of everyday names as a person wrote it, names.toml, and which of them captions bear out."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.content import plural_verb
from narrator.captioning.vocabulary import words_of
from narrator.captioning.witness import Name
from training.config import read_table
from training.errors import ConfigError

FILE = Path(__file__).with_name("names.toml")


def read_names(file: Path = FILE) -> tuple[tuple[Name, ...], tuple[str, ...]]:
    """The names, and what the file calls each class, in the classifier's order.

    Raises `ConfigError` for a file of another form; whether the names are a tree is the witness's to check.
    """
    names: list[Name] = []
    labels: dict[int, str] = {}
    for name, entry in read_table(file).items():
        try:
            classes = dict(_class(text) for text in entry.get("classes", ()))
            words = tuple(map(str, entry["words"]))
            names.append(Name(name=name, within=entry.get("within"), words=words, classes=tuple(classes)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ConfigError(
                f"{file}: {name!r} needs words, and classes like '920 traffic light'."
            ) from error
        labels |= classes
    return tuple(names), tuple(labels[number] for number in sorted(labels))


def _class(text: str) -> tuple[int, str]:
    number, _, label = text.partition(" ")
    return int(number), label


def borne_out(names: Sequence[Name], captions: Sequence[str]) -> NDArray[np.bool_]:
    """Which names [K] have a word, or hold a name that has a word, that a caption of the picture says."""
    said = [words for caption in captions for words in _both_numbers(words_of(caption))]
    found = {name.name: any(f" {word} " in each for word in name.words for each in said) for name in names}
    for name in reversed(names):
        if name.within is not None:
            found[name.within] |= found[name.name]
    return np.array([found[name.name] for name in names])


def _both_numbers(words: Sequence[str]) -> tuple[str, str]:
    """The words as they are, and each in the singular, with spaces all around."""
    return f" {' '.join(words)} ", f" {' '.join(map(plural_verb, words))} "
