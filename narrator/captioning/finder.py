"""Pictures and words as vectors of one space: what a query is near to, shows what it says.

Two towers, trained together on pictures and what people wrote of them (`python -m training.finder`, which
tells how). That of pictures takes what the encoder and its witness have given already, so describing a
picture costs no second look; that of words takes a query. Both are a few matrices, in numpy.

They come in the bundle as finder.npz, whose arrays are

    about           JSON as bytes: {"format": 1, "inputs": [[name, axis], ...], "fitting": number}
    mean, deviation [I] of the inputs
    picture         int8 [I, D], with `picture_scale` [D] and `picture_bias` [D]
    hidden          int8 [I, H], with `hidden_scale` [H] and `hidden_bias` [H]; rectified
    second          int8 [H, D], with `second_scale` [D], and is added
    words           the W words as bytes, one a line, the most frequent first
    word            int8 [W, D], with `word_scale` [W] and `word_bias` [D]
    word_weight     [W], how much each word counts

An input with an axis is a grid: its mean and then its largest value along that axis are taken.

Shape letters: I numbers of the inputs, H hidden units, W words, D dimensions.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.network import Arrays, State
from narrator.captioning.vocabulary import words_of

FORMAT = 1
LARGEST_DEVIATION = 4.0
"""So many standard deviations an input counts at most."""
LONGEST_QUERY = 64
"""So many words of a query count."""

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]


@dataclass(frozen=True, kw_only=True)
class Input:
    """One of the encoder's arrays, of which a vector is made."""

    name: str
    axis: int | None = None
    """Of the cells of a grid."""

    def of(self, arrays: Arrays) -> Floats:
        """Its numbers for one picture. Raises `KeyError` if the encoder does not give it."""
        array = np.asarray(arrays[self.name], dtype=np.float32)
        parts = [array] if self.axis is None else [array.mean(self.axis), array.max(self.axis)]
        return np.concatenate([part.ravel() for part in parts])


def seen(inputs: Sequence[Input], state: State) -> Floats:
    """All inputs of a picture, one after the other [I]."""
    arrays = {**state.features, **state.witness}
    return np.concatenate([each.of(arrays) for each in inputs])


@dataclass(frozen=True, kw_only=True, eq=False)
class Finder:
    """Both towers. Vectors have the length 1; the larger their product, the better picture and words fit."""

    inputs: tuple[Input, ...]
    mean: Floats
    deviation: Floats
    picture_weight: Floats
    picture_bias: Floats
    hidden_weight: Floats
    hidden_bias: Floats
    second_weight: Floats
    words: tuple[str, ...]
    word_vectors: Floats
    word_weight: Floats
    word_bias: Floats
    fitting: float
    """From this product on a picture fits a query: nine in ten of those that do reach it."""

    def picture(self, state: State) -> Bytes:
        """A picture's vector [D], 127 times its numbers rounded; from what the encoder gave."""
        return rounded(self.of_inputs(seen(self.inputs, state)))

    def of_inputs(self, inputs: Floats) -> Floats:
        """The vector [D] of a picture's inputs [I]."""
        spread = np.clip((inputs - self.mean) / self.deviation, -LARGEST_DEVIATION, LARGEST_DEVIATION)
        hidden = np.maximum(0, spread @ self.hidden_weight + self.hidden_bias)
        return _unit(spread @ self.picture_weight + hidden @ self.second_weight + self.picture_bias)

    def query(self, text: str) -> Floats | None:
        """The vector [D] of words; None if it knows none of them."""
        known = [self._places[word] for word in words_of(text) if word in self._places][:LONGEST_QUERY]
        if not known:
            return None
        weights = self.word_weight[known]
        share = weights / (weights.sum() + 1e-6)
        return _unit(share @ self.word_vectors[known] + self.word_bias)

    def unknown(self, text: str) -> list[str]:
        """Those of a query's words that it does not know."""
        return [word for word in words_of(text) if word not in self._places]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words)}

    def save(self, file: Path) -> None:
        """Write finder.npz; matrices become int8."""
        about = {
            "format": FORMAT,
            "inputs": [[each.name, each.axis] for each in self.inputs],
            "fitting": self.fitting,
        }
        picture, picture_scale = _in_bytes(self.picture_weight, axis=0)
        hidden, hidden_scale = _in_bytes(self.hidden_weight, axis=0)
        second, second_scale = _in_bytes(self.second_weight, axis=0)
        word, word_scale = _in_bytes(self.word_vectors, axis=1)
        with file.open("wb") as stream:
            np.savez_compressed(
                stream,
                about=_text(json.dumps(about)),
                mean=self.mean,
                deviation=self.deviation,
                picture=picture,
                picture_scale=picture_scale,
                picture_bias=self.picture_bias,
                hidden=hidden,
                hidden_scale=hidden_scale,
                hidden_bias=self.hidden_bias,
                second=second,
                second_scale=second_scale,
                words=_text("\n".join(self.words)),
                word=word,
                word_scale=word_scale,
                word_weight=self.word_weight,
                word_bias=self.word_bias,
            )

    @classmethod
    def load(cls, file: Path) -> "Finder":
        """Read what `save` wrote. Raises `OSError`, or `ValueError` for what is no finder."""
        try:
            # Opened here: of a file that is no archive numpy leaves its own handle open.
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                about = json.loads(arrays["about"].tobytes())
                if about["format"] != FORMAT:
                    raise ValueError("another format")
                words = tuple(arrays["words"].tobytes().decode().split("\n"))
                finder = cls(
                    inputs=tuple(Input(name=name, axis=axis) for name, axis in about["inputs"]),
                    mean=arrays["mean"],
                    deviation=arrays["deviation"],
                    picture_weight=arrays["picture"] * arrays["picture_scale"],
                    picture_bias=arrays["picture_bias"],
                    hidden_weight=arrays["hidden"] * arrays["hidden_scale"],
                    hidden_bias=arrays["hidden_bias"],
                    second_weight=arrays["second"] * arrays["second_scale"],
                    words=words,
                    word_vectors=arrays["word"] * arrays["word_scale"][:, np.newaxis],
                    word_weight=arrays["word_weight"],
                    word_bias=arrays["word_bias"],
                    fitting=float(about["fitting"]),
                )
        except (AttributeError, BadZipFile, EOFError, KeyError, TypeError) as error:
            raise ValueError(f"not a finder: {error}") from error
        if len(words) != len(finder.word_vectors) or len(finder.mean) != len(finder.picture_weight):
            raise ValueError("words and vectors, or inputs and weights, are not of one number")
        return finder


def rounded(vectors: Floats) -> Bytes:
    """Vectors of the length 1 as they are kept: a byte for each number."""
    return np.round(127 * vectors).astype(np.int8)


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return (vector / max(length, 1e-9)).astype(np.float32)


def _in_bytes(matrix: Floats, *, axis: int) -> tuple[Bytes, Floats]:
    """A matrix as bytes, and what they are to be multiplied with, along an axis."""
    scale = np.maximum(np.abs(matrix).max(axis=axis, initial=0), 1e-9).astype(np.float32) / 127
    return np.round(matrix / np.expand_dims(scale, axis)).astype(np.int8), scale


def _text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
