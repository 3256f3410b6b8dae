"""Pieces of words, which two languages share: SentencePiece's, read by its own library.

Kudo and Richardson 2018, arXiv:1808.06226.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN
from narrator.errors import TranslationError
from narrator.languages.catalogue import gettext


class Subwords:
    """Sentences to ids and back. The special ids are those of a captioner's words."""

    def __init__(self, model: bytes) -> None:
        """Take SentencePiece's own form. Raises `TranslationError` where its library is missing."""
        try:
            # Imported here: it belongs to an extra.
            from sentencepiece import SentencePieceProcessor
        except ImportError as error:
            from narrator.installation.choice import this_installation

            raise TranslationError(
                gettext(
                    "What captions in other languages need is not installed, so they stay English; "
                    "run {command} and try again."
                ).format(command=this_installation().to_add("languages"))
            ) from error
        self._processor = SentencePieceProcessor(model_proto=model)

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a model's file. Raises OSError, and `TranslationError` where the library is missing."""
        return cls(file.read_bytes())

    def __len__(self) -> int:
        """V, the special ids included."""
        return int(self._processor.get_piece_size())

    def encode(self, sentence: str) -> list[int]:
        """Its ids, without start and end."""
        ids: list[int] = self._processor.encode(sentence)
        return ids

    def decode(self, ids: Iterable[int]) -> str:
        """The sentence of ids up to the end; special ones are left out."""
        kept = []
        for each in ids:
            if each == END:
                break
            if each not in (PAD, START, UNKNOWN):
                kept.append(each)
        sentence: str = self._processor.decode(kept)
        return sentence
