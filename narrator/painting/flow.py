"""From noise to a picture: the flow that a painting network learned, followed step by step.

At the moment t, from 0 to 1, a picture in the making is t times a picture plus 1 - t times noise (Liu et al.
2022, arXiv:2209.03003). The network says what the picture is; from that follows where the flow goes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.vocabulary import PAD, START
from narrator.painting.network import Asked, PaintingNetwork, Pixels


@dataclass(frozen=True, kw_only=True)
class PaintingOptions:
    """How the flow is followed."""

    steps: int = 20
    """At each but the last the network is asked twice (Heun's method), each time with words and without."""
    guidance: float = 3.0
    """How far to go from what the network paints without words towards what it paints with them, and beyond
    it (Ho and Salimans 2022, arXiv:2207.12598): 1 stays with the words, 0 pays no heed to them."""


def follow(
    network: PaintingNetwork,
    requests: Sequence[Sequence[int]],
    options: PaintingOptions,
    noise: Pixels,
    on_step: Callable[[int], None] = lambda _: None,
) -> Pixels:
    """Requests of P pictures, each ids with the start token first, and noise [P, 3, S, S] -> pictures.

    `on_step` is told how many steps are done.
    """
    guided = _Guided(network, requests, options.guidance)
    moments = np.linspace(0, 1, options.steps + 1)
    mixtures = noise
    for step, (now, then) in enumerate(pairwise(moments.tolist()), start=1):
        first = guided.velocity(mixtures, now)
        ahead = (mixtures + (then - now) * first).astype(np.float32)
        if then < 1:
            mean = (first + guided.velocity(ahead, then)) / 2
            ahead = (mixtures + (then - now) * mean).astype(np.float32)
        mixtures = ahead
        on_step(step)
    return mixtures


def noise_of(seeds: Sequence[int], side: int) -> Pixels:
    """Noise for a picture of each seed [P, 3, S, S]; the same seed gives the same, whatever is beside it."""
    drawn = [np.random.default_rng(seed).standard_normal((3, side, side), dtype=np.float32) for seed in seeds]
    return np.stack(drawn)


def as_pixels(pictures: Pixels) -> NDArray[np.uint8]:
    """Pictures [P, 3, S, S] of -1..1 -> RGB [P, S, S, 3]; what is darker or brighter is cut off."""
    shown = np.clip((pictures + 1) * 127.5, 0, 255).round().astype(np.uint8)
    return np.ascontiguousarray(shown.transpose(0, 2, 3, 1))


class _Guided:
    """Where the flow goes, with and without the words at once."""

    def __init__(self, network: PaintingNetwork, requests: Sequence[Sequence[int]], guidance: float) -> None:
        self._network, self._guidance = network, guidance
        tokens = np.full((2 * len(requests), max(map(len, requests))), PAD, dtype=np.int64)
        tokens[:, 0] = START
        for row, ids in enumerate(requests):
            tokens[row, : len(ids)] = ids
        self._asked: Asked = network.read(tokens)

    def velocity(self, mixtures: Pixels, moment: float) -> Pixels:
        times = np.full(2 * len(mixtures), moment, dtype=np.float32)
        painted = self._network.step(np.concatenate((mixtures, mixtures)), times, self._asked)
        with_words, without = np.split(painted, 2)
        picture = without + self._guidance * (with_words - without)
        velocity: Pixels = (picture - mixtures) / (1 - moment)
        return velocity
