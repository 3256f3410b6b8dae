"""A language in which every English word has one of its own, and adjectives stand behind."""

import gzip
from collections.abc import Iterator
from itertools import product
from pathlib import Path

WORDS = {"a": "un", "dog": "hund", "cat": "kat", "red": "rot", "blue": "blo", "runs": "lof", "sits": "sid"}


def sentences() -> Iterator[tuple[str, str]]:
    """All that can be said in it: English as people write it, and the translation."""
    for colour, animal, does in product(("red", "blue"), ("dog", "cat"), ("runs", "sits")):
        words = (WORDS["a"], WORDS[animal], WORDS[colour], WORDS[does])
        yield f"A {colour} {animal} {does}.", f"{' '.join(words).capitalize()}."


def write(folder: Path, language: str = "xx") -> Path:
    """The files of a data set whose training and validation parts are the same."""
    folder.mkdir(exist_ok=True)
    for part in ("train", "val"):
        for name, lines in zip(("en", language), zip(*sentences(), strict=True), strict=True):
            with gzip.open(folder / f"{part}.{name}.txt.gz", "wt", encoding="utf-8") as stream:
                stream.write("".join(f"{line}\n" for line in lines))
    return folder
