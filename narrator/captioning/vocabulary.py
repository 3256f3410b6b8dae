"""The words that a network knows, and how captions are cut into them."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PAD, START, END, UNKNOWN = range(4)
SPECIAL_TOKENS = ("<pad>", "<start>", "<end>", "<unknown>")

_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


def words_of(caption: str) -> list[str]:
    """Cut a caption into lower-case words; apostrophes and hyphens inside a word stay, all else separates."""
    return _WORD.findall(caption.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words and their ids. Raises `ValueError` when a special token is missing or a word comes twice."""

    words: tuple[str, ...]
    """The word of each id, the special tokens first."""

    def __post_init__(self) -> None:
        if self.words[: len(SPECIAL_TOKENS)] != SPECIAL_TOKENS:
            raise ValueError(f"a vocabulary begins with {', '.join(SPECIAL_TOKENS)}")
        repeated = [word for word, count in Counter(self.words).items() if count > 1]
        if repeated:
            raise ValueError(f"the word {repeated[0]!r} is in the vocabulary twice")

    @classmethod
    def build(cls, captions: Iterable[str], *, minimum_count: int) -> "Vocabulary":
        """Collect the words said at least so often, the most frequent first, of equals by alphabet."""
        counts = Counter(word for caption in captions for word in words_of(caption))
        kept = sorted((-count, word) for word, count in counts.items() if count >= minimum_count)
        return cls(words=SPECIAL_TOKENS + tuple(word for _, word in kept))

    @classmethod
    def load(cls, file: Path) -> "Vocabulary":
        """Read what `save` wrote. Raises `OSError`, or `ValueError` when it is no vocabulary."""
        words = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ValueError("a vocabulary is a list of words")
        return cls(words=tuple(words))

    def save(self, file: Path) -> None:
        """Write a JSON list, one word a line, so that two vocabularies can be compared by eye."""
        file.write_text(json.dumps(self.words, indent=0) + "\n", encoding="utf-8")

    def __len__(self) -> int:
        """V, the special tokens included."""
        return len(self.words)

    def encode(self, caption: str) -> list[int]:
        """The ids of a caption's words, without start and end; words that it lacks become `UNKNOWN`."""
        return [self._ids.get(word, UNKNOWN) for word in words_of(caption)]

    def ids(self, words: Iterable[str]) -> frozenset[int]:
        """The ids of those words that it has."""
        return frozenset(self._ids[word] for word in words if word in self._ids)

    def caption(self, ids: Sequence[int]) -> str:
        """The words of the ids, without padding, start and end."""
        return " ".join(self.words[i] for i in ids if i not in (PAD, START, END))

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words) if i >= len(SPECIAL_TOKENS)}
