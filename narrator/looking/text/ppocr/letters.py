"""The network that reads: a straight line of text in, its letters out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean

import numpy as np
from PIL import Image

from narrator.looking.text.ppocr.networks import Network, as_input

_HEIGHT = 48
_NARROWEST = 16
_WIDEST = 4000
_MARGIN = 32
"""Grey columns behind the line, without which its last letter is often missed."""
_DOUBTFUL = 0.75
"""Of otherwise sure words in which a letter is less sure, one in three was wrong in 1,600 lines drawn and
blurred, and 10 of 14 in photographs by blind people."""

_Letter = tuple[str, float]


@dataclass(frozen=True, kw_only=True)
class Line:
    """The text of a line."""

    text: str
    score: float
    """How sure the network is of its letters, from 0 to 1."""
    scores: tuple[float, ...]
    """The same of each word; of one with a digit or a doubtful letter that of its least sure letter."""


def read_line(image: Image.Image, network: Network, alphabet: Sequence[str]) -> Line:
    """The text in an RGB image of one line.

    The network gives a row of probabilities for each eight columns (connectionist temporal classification,
    Graves et al. 2006): the same letter in neighbouring rows is one, and the first of the alphabet is none.
    """
    width = min(max(math.ceil(_HEIGHT * image.width / image.height), _NARROWEST), _WIDEST)
    pixels = as_input(image.resize((width, _HEIGHT), Image.Resampling.BILINEAR))
    probabilities = network(np.pad(pixels, ((0, 0), (0, 0), (0, 0), (0, _MARGIN))))[0]
    best = probabilities.argmax(axis=1)
    begins = np.flatnonzero(np.diff(best, prepend=-1))
    surest = np.maximum.reduceat(probabilities.max(axis=1), begins).tolist()
    sure = [(alphabet[best[row]], own) for row, own in zip(begins, surest, strict=True) if best[row]]
    words = [
        word
        for is_space, run in groupby(sure, _is_space)
        if not is_space
        for word in _without_joints(list(run))
    ]
    return Line(
        text=" ".join("".join(letter for letter, _ in word) for word in words),
        score=fmean(own for _, own in sure) if sure else 0.0,
        scores=tuple(map(_score, words)),
    )


def _score(word: Sequence[_Letter]) -> float:
    least = min(own for _, own in word)
    # The other letters of a word bear a letter out; nothing bears out a digit.
    alone = least < _DOUBTFUL or any(letter.isdigit() for letter, _ in word)
    return least if alone else fmean(own for _, own in word)


def _without_joints(word: Sequence[_Letter]) -> list[Sequence[_Letter]]:
    """A doubtful word, parted where a capital follows a small letter: the network overlooks narrow spaces."""
    if _score(word) >= _DOUBTFUL:
        return [word]
    joints = [place for place, (one, other) in enumerate(pairwise(word), 1) if _is_joint(one, other)]
    return [word[begin:end] for begin, end in pairwise([0, *joints, len(word)])]


def _is_joint(one: _Letter, other: _Letter) -> bool:
    return one[0].islower() and other[0].isupper()


def _is_space(letter: _Letter) -> bool:
    return letter[0].isspace()
