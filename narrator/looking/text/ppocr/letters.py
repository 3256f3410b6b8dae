"""The network that reads: a straight line of text in, its letters out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

import numpy as np
from PIL import Image

from narrator.looking.text.ppocr.networks import Network, as_input

_HEIGHT = 48
_NARROWEST = 16
_WIDEST = 4000
_MARGIN = 32
"""Grey columns behind the line, without which its last letter is often missed."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """The text of a line."""

    text: str
    score: float
    """How sure the network is of its letters, from 0 to 1."""
    scores: tuple[float, ...]
    """The same of each word."""


def read_line(image: Image.Image, network: Network, alphabet: Sequence[str]) -> Line:
    """The text in an RGB image of one line.

    The network gives a row of probabilities for each eight columns (connectionist temporal classification,
    Graves et al. 2006): the same letter in neighbouring rows is one, and the first of the alphabet is none.
    """
    width = min(max(math.ceil(_HEIGHT * image.width / image.height), _NARROWEST), _WIDEST)
    pixels = as_input(image.resize((width, _HEIGHT), Image.Resampling.BILINEAR))
    probabilities = network(np.pad(pixels, ((0, 0), (0, 0), (0, 0), (0, _MARGIN))))[0]
    best = probabilities.argmax(axis=1)
    begins = (best != 0) & (best != np.concatenate([[0], best[:-1]]))
    letters = [alphabet[letter] for letter in best[begins]]
    sure = probabilities[begins, best[begins]].tolist()
    words = [
        list(word) for is_space, word in groupby(zip(letters, sure, strict=True), _is_space) if not is_space
    ]
    return Line(
        text=" ".join("".join(letter for letter, _ in word) for word in words),
        score=fmean(sure) if sure else 0.0,
        scores=tuple(fmean(score for _, score in word) for word in words),
    )


def _is_space(letter: tuple[str, float]) -> bool:
    return letter[0].isspace()
