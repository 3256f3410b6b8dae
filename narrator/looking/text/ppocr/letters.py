"""The network that reads: a straight line of text in, its letters out."""

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from narrator.looking.text.ppocr.networks import Network, as_input

_HEIGHT = 48
_NARROWEST = 16
_WIDEST = 4000
_MARGIN = 32
"""Grey columns behind the line, without which its last letter is often missed."""


def letters(line: Image.Image, network: Network, alphabet: Sequence[str]) -> tuple[str, float]:
    """The text in an RGB image of one line, and how sure the network is of its letters, from 0 to 1.

    The network gives a row of probabilities for each eight columns (connectionist temporal classification,
    Graves et al. 2006): the same letter in neighbouring rows is one, and the first of the alphabet is none.
    """
    width = min(max(math.ceil(_HEIGHT * line.width / line.height), _NARROWEST), _WIDEST)
    pixels = as_input(line.resize((width, _HEIGHT), Image.Resampling.BILINEAR))
    probabilities = network(np.pad(pixels, ((0, 0), (0, 0), (0, 0), (0, _MARGIN))))[0]
    best = probabilities.argmax(axis=1)
    begins = (best != 0) & (best != np.concatenate([[0], best[:-1]]))
    if not begins.any():
        return "", 0.0
    score = probabilities[begins, best[begins]].mean()
    return "".join(alphabet[letter] for letter in best[begins]).strip(), float(score)
