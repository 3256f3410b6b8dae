"""The flow from noise to pictures: what a painter is shown, and how wrong it was.

Shape letters: P pictures, S pixels a side, T words with the start token.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from models.painter.reader import PAD
from training.painting.config import PaintConfig
from training.painting.pictures import Captions, Pixels

LATEST = 0.95
"""Errors are weighed as at this moment at most: nearer to the end the weight would grow without bound."""


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """What one step shows a painter."""

    pictures: Tensor
    """Float32 [P, 3, S, S], -1..1."""
    noise: Tensor
    """[P, 3, S, S]."""
    times: Tensor
    """[P], from 0, noise alone, to 1, the picture."""
    tokens: Tensor
    """[P, T], the start token first, padded."""

    def to(self, device: str) -> "Canvas":
        """The same on another device."""
        return Canvas(**{name: tensor.to(device) for name, tensor in vars(self).items()})

    def parts(self, size: int) -> Iterator["Canvas"]:
        """Canvases of so many pictures, the last perhaps of fewer."""
        for start in range(0, len(self.times), size):
            yield Canvas(**{name: tensor[start : start + size] for name, tensor in vars(self).items()})


def drawn(
    pixels: Pixels,
    captions: Captions,
    chosen: Sequence[int],
    config: PaintConfig,
    random: np.random.Generator,
) -> Canvas:
    """A training step's canvas: half of the pictures mirrored, some without their words."""
    mirrored = random.random(len(chosen)) < 0.5
    wordless = random.random(len(chosen)) < config.wordless
    said = [
        captions.draw(picture, random, mirrored=bool(turned))
        for picture, turned in zip(chosen, mirrored, strict=True)
    ]
    shown = pixels[list(chosen)]
    shown[mirrored] = shown[mirrored, :, ::-1]
    normal = config.time_mean + config.time_deviation * random.standard_normal(len(chosen))
    return canvas(
        shown, [ids[:1] if none else ids for ids, none in zip(said, wordless, strict=True)], normal, random
    )


def held_out(pixels: Pixels, captions: Captions, config: PaintConfig, *, others: bool = False) -> Canvas:
    """All of some pictures with their first captions, the same moments and noise whenever it is called.

    With `others` each has the words of another picture: how much worse that is tells how far words count.
    """
    random = np.random.default_rng(config.seed)
    count = len(pixels)
    turn = count // 2 if others else 0
    said = [captions.first((picture + turn) % count) for picture in range(count)]
    normal = config.time_mean + config.time_deviation * random.standard_normal(count)
    return canvas(pixels, said, normal, random)


def canvas(
    pixels: Pixels,
    said: Sequence[Sequence[int]],
    normal: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    random: np.random.Generator,
) -> Canvas:
    """Pixels [P, S, S, 3], ids of words, and what the moments are the sigmoid of [P]."""
    pictures = torch.from_numpy(pixels.astype(np.float32) / 127.5 - 1).permute(0, 3, 1, 2)
    noise = torch.from_numpy(random.standard_normal(pixels.shape, dtype=np.float32)).permute(0, 3, 1, 2)
    times = torch.from_numpy(1 / (1 + np.exp(-normal))).float()
    return Canvas(pictures=pictures, noise=noise, times=times, tokens=padded(said))


def padded(said: Sequence[Sequence[int]]) -> Tensor:
    """Ids of P requests -> int64 [P, T]."""
    tokens = torch.full((len(said), max(map(len, said))), PAD)
    for row, ids in enumerate(said):
        tokens[row, : len(ids)] = torch.tensor(ids)
    return tokens


def flow_loss(painter: nn.Module, shown: Canvas, *, mixed: bool = False) -> Tensor:
    """The squared error of the flow's velocity, picture by picture [P].

    The painter says what the picture is; the velocity that follows from that is off by the picture's error
    divided by the time that is left.
    """
    times = shown.times[:, None, None, None]
    mixtures = times * shown.pictures + (1 - times) * shown.noise
    with torch.autocast(mixtures.device.type, torch.bfloat16, enabled=mixed):
        painted = painter(mixtures, shown.times, shown.tokens)
    left = 1 - shown.times.clamp(max=LATEST)
    wrong: Tensor = (painted - shown.pictures).square().mean((1, 2, 3))
    return wrong / left.square()
