"""Which words of two languages stand for each other, and what a translation has dropped or added.

The probabilities come from pairs of sentences (`training/translation/lexicon.py`). They are in
dictionary.npz, whose arrays are

    about               JSON as bytes: {"format": 1, "least": number, "stand_ins": [...], "capitals": bool}
    sources, targets    the words as bytes, one a line
    small               words as bytes, one a line
    pairs               int32 [P], sorted: place in `sources` times the number of targets, plus place in these
    forward, backward   float16 [P]: p(target | source), p(source | target)
    watched_sources, watched_targets
                        the places of words that name things and whose absence tells something

Shape letters: S words of the source, T of the target, P pairs of words.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

FORMAT = 1

Floats = NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+")


def parts_of(text: str) -> list[str]:
    """The words of a text in small letters; spaces, hyphens and apostrophes part them."""
    return _WORD.findall(text.casefold())


@dataclass(frozen=True, kw_only=True, eq=False)
class Dictionary:
    """Words of two languages."""

    sources: tuple[str, ...]
    """All words that the translator has met, as `parts_of` gives them."""
    targets: tuple[str, ...]
    pairs: NDArray[np.int32]
    forward: NDArray[np.float16]
    backward: NDArray[np.float16]
    watched_sources: frozenset[str]
    """Words of the source that name things and nearly always have a counterpart."""
    watched_targets: frozenset[str]
    least: float
    """How probable a watched word is, at least, given the words of a good translation."""
    stand_ins: tuple[str, ...] = ()
    """Words that are the same in both languages, the most frequent first."""
    capitals: bool = False
    """Whether words of the other language have capital letters wherever they stand, as German nouns have."""
    small: frozenset[str] = frozenset()
    """If so: the words that have a small letter within sentences."""

    @cached_property
    def known(self) -> frozenset[str]:
        """All words that the translator has met."""
        return frozenset(self.sources)

    def within(self, text: str) -> str:
        """A text of the other language as it stands within a sentence: with the letter that it has there."""
        if self.capitals and text.split(" ")[0].lower() not in self.small:
            return text
        return text[:1].lower() + text[1:]

    def agree(self, source: str, target: str) -> bool:
        """Whether each watched word on either side has a counterpart on the other."""
        return not (self.dropped(source, target) or self.added(source, target))

    def dropped(self, source: str, target: str) -> list[str]:
        """The watched words of the source that nothing in the target stands for."""
        words = parts_of(source)
        values = self.of_source(words, parts_of(target))
        return self._alone(words, self.watched_sources, values)

    def added(self, source: str, target: str) -> list[str]:
        """The watched words of the target that stand for nothing in the source, or that come too often."""
        words = parts_of(target)
        probable = self._of(self.forward, parts_of(source), words)
        alone = self._alone(words, self.watched_targets, probable.sum(axis=0))
        causes = (probable >= self.least).sum(axis=0).tolist()
        repeated = [
            word
            for word, several in zip(words, causes, strict=True)
            if word in self.watched_targets and 0 < several < words.count(word)
        ]
        return [*alone, *dict.fromkeys(repeated)]

    def of_source(self, source: Sequence[str], target: Sequence[str]) -> Floats:
        """[S]: how probable each word of the source is, given all words of the target."""
        values: Floats = self._of(self.backward, source, target).sum(axis=1)
        return values

    def of_target(self, source: Sequence[str], target: Sequence[str]) -> Floats:
        """[T]: how probable each word of the target is, given all words of the source."""
        values: Floats = self._of(self.forward, source, target).sum(axis=0)
        return values

    def _alone(self, words: Sequence[str], watched: frozenset[str], found: Floats) -> list[str]:
        least = self.least
        return [word for word, value in zip(words, found, strict=True) if word in watched and value < least]

    def _of(self, table: NDArray[np.float16], source: Sequence[str], target: Sequence[str]) -> Floats:
        """[S, T]: what a table says of each pair of words; 0 of those that it lacks."""
        if not self.pairs.size:
            return np.zeros((len(source), len(target)))
        of_source, of_target = self._places
        rows = np.array([of_source.get(word, -1) for word in source], dtype=np.int64)[:, None]
        columns = np.array([of_target.get(word, -1) for word in target], dtype=np.int64)[None, :]
        wanted = np.where((rows < 0) | (columns < 0), -1, rows * len(self.targets) + columns)
        places = np.minimum(np.searchsorted(self.pairs, wanted), len(self.pairs) - 1)
        return np.where(self.pairs[places] == wanted, table[places], 0).astype(np.float64)

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        of_source, of_target = (
            {word: place for place, word in enumerate(words)} for words in (self.sources, self.targets)
        )
        return of_source, of_target

    def save(self, file: Path) -> None:
        """Write dictionary.npz."""
        of_source, of_target = self._places
        about = {
            "format": FORMAT,
            "least": self.least,
            "stand_ins": list(self.stand_ins),
            "capitals": self.capitals,
        }
        np.savez_compressed(
            file,
            about=_as_bytes(json.dumps(about)),
            sources=_as_bytes("\n".join(self.sources)),
            targets=_as_bytes("\n".join(self.targets)),
            small=_as_bytes("\n".join(sorted(self.small))),
            pairs=self.pairs,
            forward=self.forward,
            backward=self.backward,
            watched_sources=np.array(sorted(of_source[word] for word in self.watched_sources), np.int32),
            watched_targets=np.array(sorted(of_target[word] for word in self.watched_targets), np.int32),
        )

    @classmethod
    def load(cls, file: Path) -> "Dictionary":
        """Read what `save` wrote. Raises `OSError`, or `ValueError` for what is no dictionary."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                about = json.loads(arrays["about"].tobytes())
                if about["format"] != FORMAT:
                    raise ValueError("a dictionary of another format")
                sources, targets = (_words(arrays[name]) for name in ("sources", "targets"))
                return cls(
                    sources=sources,
                    targets=targets,
                    pairs=arrays["pairs"],
                    forward=arrays["forward"],
                    backward=arrays["backward"],
                    watched_sources=frozenset(sources[place] for place in arrays["watched_sources"]),
                    watched_targets=frozenset(targets[place] for place in arrays["watched_targets"]),
                    least=float(about["least"]),
                    stand_ins=tuple(about["stand_ins"]),
                    capitals=bool(about["capitals"]),
                    small=frozenset(_words(arrays["small"])),
                )
        except (KeyError, TypeError, IndexError, BadZipFile) as error:
            raise ValueError("no dictionary") from error


def _words(array: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n"))


def _as_bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
