"""A translating network as the program sees it: read a sentence once, then step from subword to subword.

Shape letter: S subwords of the source.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from narrator.captioning.network import Decoder, OnnxGraphs, State


class TranslationNetwork(Decoder, Protocol):
    """Two functions, behind which ONNX Runtime or a table can stand."""

    def encode(self, source: Sequence[int]) -> State:
        """The S subwords of a sentence, the end included -> the state before the first subword, one row."""


class OnnxTranslationNetwork(OnnxGraphs):
    """Graphs of which the encoder takes a sentence: `source` int64 [1, S]."""

    def __init__(self, encoder: Path | bytes, decoder: Path | bytes, *, threads: int | None = None) -> None:
        """Load both graphs. Raises `BundleError` when they cannot be run or do not fit together."""
        super().__init__(encoder, decoder, takes="source", threads=threads)

    def encode(self, source: Sequence[int]) -> State:
        """The S subwords of a sentence, the end included -> the state before the first subword, one row."""
        return self.read(np.array([source], dtype=np.int64))
