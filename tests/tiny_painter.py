"""A painter's bundle of a few kB: it paints the colour that is asked for, whatever the noise.

Shape letters: P pictures, S side, T words, V vocabulary.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from narrator.painting.bundle import PAINTER, READER, VOCABULARY, write_paper
from tests.tiny_bundle import TINY_VOCABULARY, WORD_IDS, V, graph_bytes

SIDE = 8
COLOURS = {"red": (1, -1, -1), "green": (-1, 1, -1), "blue": (-1, -1, 1), "black": (-1, -1, -1)}
MOST_WORDS = 4


def reader() -> bytes:
    """`tokens` [P, T] -> `words` [P, T, 3], each word's colour, and `hidden` [P, 1, 1, T]."""
    colours, hidden = np.zeros((V, 3), np.float32), np.zeros((V, 1), np.float32)
    hidden[0] = -np.inf
    for word, colour in COLOURS.items():
        colours[WORD_IDS[word]] = colour
    nodes = [
        helper.make_node("Gather", ["colours", "tokens"], ["words"]),
        helper.make_node("Gather", ["absent", "tokens"], ["column"]),
        helper.make_node("Transpose", ["column"], ["row"], perm=[0, 2, 1]),
        helper.make_node("Unsqueeze", ["row", "second"], ["hidden"]),
    ]
    return graph_bytes(
        "reader",
        nodes,
        inputs={"tokens": (TensorProto.INT64, ["P", "T"])},
        outputs={
            "words": (TensorProto.FLOAT, ["P", "T", 3]),
            "hidden": (TensorProto.FLOAT, ["P", 1, 1, "T"]),
        },
        constants={"colours": colours, "absent": hidden, "second": np.array([1], np.int64)},
    )


def painter() -> bytes:
    """`mixtures` [P, 3, S, S], `times`, `words`, `hidden` -> `pictures`, all of the words' colours."""
    nodes = [
        helper.make_node("ReduceSum", ["words", "second"], ["colour"], keepdims=0),
        helper.make_node("Unsqueeze", ["colour", "last"], ["dot"]),
        helper.make_node("Mul", ["mixtures", "nothing"], ["blank"]),
        helper.make_node("Add", ["blank", "dot"], ["pictures"]),
    ]
    return graph_bytes(
        "painter",
        nodes,
        inputs={
            "mixtures": (TensorProto.FLOAT, ["P", 3, SIDE, SIDE]),
            "times": (TensorProto.FLOAT, ["P"]),
            "words": (TensorProto.FLOAT, ["P", "T", 3]),
            "hidden": (TensorProto.FLOAT, ["P", 1, 1, "T"]),
        },
        outputs={"pictures": (TensorProto.FLOAT, ["P", 3, SIDE, SIDE])},
        constants={
            "second": np.array([1], np.int64),
            "last": np.array([2, 3], np.int64),
            "nothing": np.array(0, np.float32),
        },
    )


def write_tiny_painter(folder: Path) -> Path:
    """Write all its files; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / READER).write_bytes(reader())
    (folder / PAINTER).write_bytes(painter())
    TINY_VOCABULARY.save(folder / VOCABULARY)
    write_paper(folder, name="tiny", version="1", side=SIDE, most_words=MOST_WORDS, training="None.")
    return folder
