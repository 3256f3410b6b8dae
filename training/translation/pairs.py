"""Captions beside their translations, as Multi30k has them: two files, line by line."""

import gzip
from dataclasses import dataclass
from pathlib import Path

from narrator.captioning.vocabulary import words_of
from training.errors import DatasetError


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A caption in two languages."""

    source: str
    """In English, in the form in which a captioner says it: words in lower case, nothing between them."""
    target: str
    """As people wrote it."""


def read_pairs(folder: Path, part: str, language: str) -> list[Pair]:
    """The pairs of `train` or `val`. Raises `DatasetError` where a file is missing or lines do not match."""
    sources = _lines(folder / f"{part}.en.txt.gz")
    targets = _lines(folder / f"{part}.{language}.txt.gz")
    if len(sources) != len(targets):
        raise DatasetError(
            f"{part} has {len(sources):,} lines in English and {len(targets):,} in {language}; "
            "unpack the data set again."
        )
    pairs = [
        Pair(source=" ".join(words_of(source)), target=" ".join(target.split()))
        for source, target in zip(sources, targets, strict=True)
    ]
    return [pair for pair in pairs if pair.source and pair.target]


def _lines(file: Path) -> list[str]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as stream:
            return stream.read().splitlines()
    except FileNotFoundError as error:
        raise DatasetError(f"There is no {file}; name the folder of the languages with --data.") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DatasetError(f"{file} cannot be read ({error}); unpack the data set again.") from error
