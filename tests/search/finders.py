"""A finder made by hand, and the tiny bundle with it: it finds red, green and blue pictures."""

import shutil
from pathlib import Path

import numpy as np

from narrator.captioning.bundle import FINDER, Bundle, write_manifest
from narrator.captioning.finder import Finder, Input
from tests.places import TINY_BUNDLE

COLOURS = ("red", "green", "blue")


def colour_finder() -> Finder:
    """Vectors [3] of how red, green and blue a picture is, and of the names of these colours."""
    return Finder(
        inputs=(Input(name="feature.grid", axis=1),),
        mean=np.full(6, 0.3, np.float32),
        deviation=np.full(6, 0.3, np.float32),
        picture_weight=np.concatenate([np.eye(3), np.zeros((3, 3))]).astype(np.float32),
        picture_bias=np.zeros(3, np.float32),
        hidden_weight=np.zeros((6, 0), np.float32),
        hidden_bias=np.zeros(0, np.float32),
        second_weight=np.zeros((0, 3), np.float32),
        words=(*COLOURS, "picture"),
        word_vectors=np.array([[2, -1, -1], [-1, 2, -1], [-1, -1, 2], [0, 0, 0]], np.float32),
        word_weight=np.array([1, 1, 1, 0.01], np.float32),
        word_bias=np.zeros(3, np.float32),
        fitting=0.8,
    )


def bundle_with_finder(folder: Path) -> Bundle:
    """The tiny bundle with that finder, in a folder that is not there yet."""
    shutil.copytree(TINY_BUNDLE, folder)
    colour_finder().save(folder / FINDER)
    tiny = Bundle.open(TINY_BUNDLE)
    write_manifest(
        folder,
        name="tiny",
        version="finding",
        precision=tiny.precision,
        image_size=tiny.image_size,
        scores={},
        training="By hand.",
    )
    return Bundle.open(folder)
