"""A painting network as the program sees it: read the words once, then look at a mixture again and again.

Shape letters: P pictures, S pixels a side, T words with the start token, D width.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.network import open_session
from narrator.captioning.threads import default_threads
from narrator.errors import BundleError

Pixels = NDArray[np.float32]
"""[P, 3, S, S], about -1..1."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Words that were read, for P pictures."""

    words: NDArray[np.float32]
    """[P, T, D]."""
    hidden: NDArray[np.float32]
    """[P, 1, 1, T]: 0 for a word, -inf where there is none."""


class PaintingNetwork(Protocol):
    """Two functions, behind which ONNX Runtime or a fixed picture can stand."""

    side: int
    """S."""

    def read(self, tokens: NDArray[np.int64]) -> Asked:
        """Ids of words [P, T], the start token first, padded -> what was understood."""

    def step(self, mixtures: Pixels, times: NDArray[np.float32], asked: Asked) -> Pixels:
        """Mixtures of noise and picture at the moments [P] -> what the pictures are."""


class OnnxPaintingNetwork:
    """Two graphs run by ONNX Runtime.

    reader.onnx: `tokens` int64 [P, T] -> `words` float32 [P, T, D] and `hidden` [P, 1, 1, T].
    painter.onnx: `mixtures` float32 [P, 3, S, S], `times` [P], `words`, `hidden` -> `pictures` [P, 3, S, S].
    """

    def __init__(self, reader: Path, painter: Path, *, threads: int | None = None) -> None:
        """Load both graphs; `threads` None takes `default_threads()`.

        Raises `BundleError` when they cannot be run.
        """
        threads = threads or default_threads()
        self._reader, self._painter = open_session(reader, threads), open_session(painter, threads)
        for graph, session, takes in (
            (reader, self._reader, {"tokens"}),
            (painter, self._painter, {"mixtures", "times", "words", "hidden"}),
        ):
            if {each.name for each in session.get_inputs()} != takes:
                raise BundleError(f"The painter's {graph.name} takes other inputs; export the painter again.")
        self.side: int = self._painter.get_inputs()[0].shape[-1]

    def read(self, tokens: NDArray[np.int64]) -> Asked:
        """Ids of words [P, T] -> what was understood."""
        words, hidden = self._reader.run(["words", "hidden"], {"tokens": tokens})
        return Asked(words=words, hidden=hidden)

    def step(self, mixtures: Pixels, times: NDArray[np.float32], asked: Asked) -> Pixels:
        """Mixtures at the moments [P] -> what the pictures are."""
        given = {"mixtures": mixtures, "times": times, "words": asked.words, "hidden": asked.hidden}
        pictures: Pixels = self._painter.run(["pictures"], given)[0]
        return pictures


class FixedPicture:
    """A network that paints one picture, whatever is asked for: for tests and examples.

    Asked for nothing, it paints the same picture half as strong, so that guidance shows.
    """

    def __init__(self, picture: NDArray[np.float32]) -> None:
        """Take a picture [3, S, S]."""
        self._picture = picture
        self.side: int = picture.shape[-1]

    def read(self, tokens: NDArray[np.int64]) -> Asked:
        """Only how many words there are is understood."""
        hidden = np.where(tokens == 0, -np.inf, 0).astype(np.float32)
        return Asked(words=tokens[..., np.newaxis].astype(np.float32), hidden=hidden[:, None, None])

    def step(self, mixtures: Pixels, times: NDArray[np.float32], asked: Asked) -> Pixels:
        """The picture, or half of it."""
        wanted = (asked.hidden == 0).sum(axis=(1, 2, 3)) > 1
        strength = np.where(wanted, 1.0, 0.5).astype(np.float32)
        pictures: Pixels = strength[:, None, None, None] * self._picture
        return pictures
