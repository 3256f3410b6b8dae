"""The painter: words in, a small picture out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.vocabulary import START, UNKNOWN, Vocabulary, words_of
from narrator.errors import SettingsError
from narrator.painting.bundle import PainterBundle, find_painter
from narrator.painting.flow import PaintingOptions, as_pixels, follow, noise_of
from narrator.painting.network import PaintingNetwork

MOST_STEPS = 1000
STRONGEST = 20.0
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Request:
    """What of some words a painter can read."""

    words: str
    """As they were asked for."""
    ids: tuple[int, ...]
    """The start token first."""
    unknown: tuple[str, ...]
    """Words that it never learned, each once."""
    beyond: tuple[str, ...]
    """Words after the last one that it reads."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Painting:
    """A picture that was painted, and what it came from."""

    pixels: NDArray[np.uint8]
    """RGB [S, S, 3]."""
    request: Request
    painter: str
    """The bundle's name and version."""
    seed: int
    options: PaintingOptions
    seconds: float


class Painter:
    """Paints what it is asked for, as far as it can."""

    def __init__(
        self, network: PaintingNetwork, vocabulary: Vocabulary, *, name: str, version: str, most_words: int
    ) -> None:
        """Join a network with its vocabulary; `load` does this for a bundle."""
        self._network = network
        self._vocabulary = vocabulary
        self.name = f"{name} {version}"
        """The bundle's name and version."""
        self._most_words = most_words

    @classmethod
    def load(cls, named: str | None = None, threads: int | None = None) -> "Painter":
        """Load the painter of that folder or name, None for the one on the shelf. Raises `BundleError`."""
        bundle = PainterBundle.open(find_painter(named))
        return cls(
            bundle.network(threads),
            bundle.vocabulary,
            name=bundle.name,
            version=bundle.version,
            most_words=bundle.most_words,
        )

    def understand(self, words: str) -> Request:
        """What of the words can be read. Raises `SettingsError` if nothing can."""
        cut = words_of(words)
        ids = self._vocabulary.encode(words)
        known = [(each, word) for each, word in zip(ids, cut, strict=True) if each != UNKNOWN]
        unknown = tuple(dict.fromkeys(word for each, word in zip(ids, cut, strict=True) if each == UNKNOWN))
        if not known:
            raise SettingsError(
                "None of these words is one that the painter knows; ask in simple English words, such as "
                "a dog on a beach."
                if cut
                else "There are no words to paint; ask in simple English words, such as a dog on a beach."
            )
        read, beyond = known[: self._most_words], known[self._most_words :]
        return Request(
            words=words,
            ids=(START, *(each for each, _ in read)),
            unknown=unknown,
            beyond=tuple(word for _, word in beyond),
        )

    def paint(
        self,
        request: Request,
        *,
        seed: int,
        options: PaintingOptions | None = None,
        on_step: Callable[[int], None] = lambda _: None,
    ) -> Painting:
        """One picture. The same words, seed and options give the same picture.

        `on_step` is told how many steps are done. Raises `SettingsError` for options that cannot be.
        """
        options = options or PaintingOptions()
        _check(options, seed)
        began = time.perf_counter()
        noise = noise_of([seed], self._network.side)
        pictures = follow(self._network, [request.ids], options, noise, on_step)
        return Painting(
            pixels=as_pixels(pictures)[0],
            request=request,
            painter=self.name,
            seed=seed,
            options=options,
            seconds=time.perf_counter() - began,
        )


def _check(options: PaintingOptions, seed: int) -> None:
    if not 1 <= options.steps <= MOST_STEPS:
        raise SettingsError(f"The steps are {options.steps}; set them from 1 to {MOST_STEPS}.")
    if not 0 <= options.guidance <= STRONGEST:
        raise SettingsError(f"The guidance is {options.guidance}; set it from 0 to {STRONGEST:.0f}.")
    if not 0 <= seed <= LARGEST_SEED:
        raise SettingsError(f"The seed is {seed}; set it from 0 to {LARGEST_SEED}.")
