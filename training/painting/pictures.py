"""The pictures that a painter learns from: small, in one array, made once."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from tqdm import tqdm

from narrator.captioning.vocabulary import START, UNKNOWN, Vocabulary
from narrator.picture.opening import open_picture
from narrator.whole_file import whole_file
from training.config import SourceConfig
from training.data.datasets import Example, usable_examples
from training.data.datasets.usable import names_digest

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, eq=False)
class SmallPictures:
    """N pictures and what people wrote about them."""

    pixels: Pixels
    """[N, S, S, 3]."""
    examples: Sequence[Example]


def load_pictures(sources: Sequence[SourceConfig], root: Path, cache: Path, side: int) -> SmallPictures:
    """The pictures of several sets, of those together that can be opened; made small the first time.

    Raises `DatasetError`.
    """
    sets = [_load(source, root, cache / source.name, side) for source in sources]
    return SmallPictures(
        pixels=np.concatenate([each.pixels for each in sets]),
        examples=[example for each in sets for example in each.examples],
    )


def _load(source: SourceConfig, root: Path, folder: Path, side: int) -> SmallPictures:
    examples = usable_examples(source, root, folder)
    file, note = folder / f"small-{side}.npy", folder / f"small-{side}.json"
    listed = {"listed": names_digest(examples)}
    if not (file.is_file() and note.is_file() and json.loads(note.read_text(encoding="utf-8")) == listed):
        pixels = _shrunk(examples, side, source.name)
        with whole_file(file, synced=True) as stream:
            np.save(stream, pixels)
        # Last, so that pixels without their note are made anew.
        with whole_file(note, synced=True) as stream:
            stream.write(json.dumps(listed).encode())
    return SmallPictures(pixels=np.load(file), examples=examples)


def _shrunk(examples: Sequence[Example], side: int, name: str) -> Pixels:
    with ThreadPoolExecutor() as pool:
        small = pool.map(lambda example: shrink(open_picture(example.picture).image, side), examples)
        bar = tqdm(small, total=len(examples), desc=f"{name}: making small", unit="picture", disable=None)
        return np.stack(list(bar))


def shrink(image: Image.Image, side: int) -> Pixels:
    """The largest square in the middle of a picture, as RGB [S, S, 3]."""
    return np.asarray(ImageOps.fit(image, (side, side), Image.Resampling.BOX))


class Captions:
    """The captions of pictures as ids, the start token first; words that the vocabulary lacks left out."""

    def __init__(self, examples: Sequence[Example], vocabulary: Vocabulary, most_words: int) -> None:
        self._ids = [
            [encode_request(caption, vocabulary, most_words) for caption in example.captions]
            for example in examples
        ]
        left, right = vocabulary.encode("left right")
        self._mirrored = {left: right, right: left} if UNKNOWN not in (left, right) else {}

    def draw(self, picture: int, random: np.random.Generator, *, mirrored: bool = False) -> list[int]:
        """One of a picture's captions; with left and right exchanged where the picture is mirrored."""
        ids = self._ids[picture][random.integers(len(self._ids[picture]))]
        return [self._mirrored.get(each, each) for each in ids] if mirrored else ids

    def first(self, picture: int) -> list[int]:
        """The first of a picture's captions."""
        return self._ids[picture][0]


def encode_request(words: str, vocabulary: Vocabulary, most_words: int) -> list[int]:
    """Ids of the words that a painter can read, the start token first."""
    known = [each for each in vocabulary.encode(words) if each != UNKNOWN]
    return [START, *known[:most_words]]
