"""Make the tiny bundle that tests run the whole program with: real graphs of a few kB, weighed by hand.

    python -m tests.tiny_bundle

It sees one thing, the picture's mean colour, and says "a red square" of a red picture. Its sampled
captions differ: "the red block", and "a big red square" where the colour is pale. Its state, a count
of each word said, makes "block" follow "the" and hinders repetition, so that whoever mixes up the
rows of a batch gets other captions.

Shape letters: N hypotheses, V vocabulary, S side, G grid cells.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, checker, helper, numpy_helper

from narrator.captioning.bundle import VOCABULARY, write_manifest
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from tests.places import TINY_BUNDLE

SIDE = 32
CELLS = 2
OPSET, IR_VERSION = 17, 9  # old enough for every onnxruntime that narrator may be installed with

WORDS = ["a", "the", "big", "red", "green", "blue", "black", "white", "square", "block", "of", "colour"]
TINY_VOCABULARY = Vocabulary(words=SPECIAL_TOKENS + tuple(WORDS))
WORD_IDS = {word: i for i, word in enumerate(TINY_VOCABULARY.words)}
V = len(TINY_VOCABULARY)

# How much red, green and blue (0 to 1) speak for a colour's name, and how much it is said anyway.
COLOURS = {
    "red": (6, -6, -6, 0),
    "green": (-6, 6, -6, 0),
    "blue": (-6, -6, 6, 0),
    "white": (6, 6, 6, -12),
    "black": (-6, -6, -6, 6),
}
# Word -> what may follow it, and how gladly.
GRAMMAR: dict[str, dict[str, float]] = {
    "<start>": {"a": 4.2, "the": 4.0},
    "a": {"big": 4.0} | dict.fromkeys(COLOURS, 0.0),
    "the": {"big": 4.0, "colour": 2.0} | dict.fromkeys(COLOURS, 0.0),
    "big": dict.fromkeys(COLOURS, 4.0),
    **{colour: {"square": 4.3, "block": 4.0} for colour in COLOURS},
    "square": {"<end>": 6.0, "of": 4.0},
    "block": {"<end>": 6.0, "of": 4.0},
    "of": {"the": 4.0, "colour": 4.0},
    "colour": {"<end>": 5.0},
}
UNGRAMMATICAL = -8.0
# Word said -> what it makes likelier or, itself, less likely in all of the rest.
MEMORY = {word: {word: -2.0} for word in WORDS} | {"the": {"the": -2.0, "block": 0.6}}


def table(rows: Mapping[str, Mapping[str, float]], otherwise: float) -> NDArray[np.float32]:
    """Logits [V, V] of each word after each."""
    logits = np.full((V, V), otherwise, np.float32)
    for word, others in rows.items():
        for other, logit in others.items():
            logits[WORD_IDS[word], WORD_IDS[other]] = logit
    return logits


def colour_weights() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights [3, V] and bias [V] from the mean colour to each word."""
    weights = np.zeros((4, V), np.float32)
    for word, column in COLOURS.items():
        weights[:, WORD_IDS[word]] = column
    return weights[:3], weights[3]


def encoder() -> bytes:
    """`pixels` [1, S, S, 3] -> `feature.grid` [1, G, 3], each cell's mean colour, and `state.said` [1, V]."""
    cell = SIDE // CELLS
    nodes = [
        helper.make_node("Cast", ["pixels"], ["values"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["values", "scale"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node(
            "AveragePool", ["planes"], ["cells"], kernel_shape=[cell, cell], strides=[cell, cell]
        ),
        helper.make_node("Reshape", ["cells", "grid_shape"], ["flat"]),
        helper.make_node("Transpose", ["flat"], ["feature.grid"], perm=[0, 2, 1]),
        helper.make_node("Identity", ["nothing_said"], ["state.said"]),
    ]
    return graph_bytes(
        "encoder",
        nodes,
        inputs={"pixels": (TensorProto.UINT8, [1, SIDE, SIDE, 3])},
        outputs={
            "feature.grid": (TensorProto.FLOAT, [1, CELLS * CELLS, 3]),
            "state.said": (TensorProto.FLOAT, [1, V]),
        },
        constants={
            "scale": np.array(1 / 255, np.float32),
            "grid_shape": np.array([1, 3, CELLS * CELLS], np.int64),
            "nothing_said": np.zeros((1, V), np.float32),
        },
    )


def decoder() -> bytes:
    """`tokens` [N], `feature.grid` and `state.said` [N, V] -> `log_probs` [N, V] and `next.state.said`."""
    weights, bias = colour_weights()
    nodes = [
        helper.make_node("Gather", ["one_hot", "tokens"], ["word"]),
        helper.make_node("Add", ["state.said", "word"], ["next.state.said"]),
        helper.make_node("Gather", ["grammar", "tokens"], ["expected"]),
        helper.make_node("ReduceMean", ["feature.grid"], ["mean_colour"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean_colour", "colour_weights"], ["seen"]),
        helper.make_node("MatMul", ["next.state.said", "memory"], ["remembered"]),
        helper.make_node("Sum", ["expected", "seen", "colour_bias", "remembered"], ["logits"]),
        helper.make_node("LogSoftmax", ["logits"], ["log_probs"], axis=-1),
    ]
    return graph_bytes(
        "decoder",
        nodes,
        inputs={
            "tokens": (TensorProto.INT64, ["N"]),
            "feature.grid": (TensorProto.FLOAT, [1, CELLS * CELLS, 3]),
            "state.said": (TensorProto.FLOAT, ["N", V]),
        },
        outputs={
            "log_probs": (TensorProto.FLOAT, ["N", V]),
            "next.state.said": (TensorProto.FLOAT, ["N", V]),
        },
        constants={
            "one_hot": np.eye(V, dtype=np.float32),
            "grammar": table(GRAMMAR, UNGRAMMATICAL),
            "colour_weights": weights,
            "colour_bias": bias,
            "memory": table(MEMORY, 0.0),
        },
    )


def write_tiny_bundle(folder: Path) -> None:
    """Write all its files; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ENCODER).write_bytes(encoder())
    (folder / DECODER).write_bytes(decoder())
    TINY_VOCABULARY.save(folder / VOCABULARY)
    write_manifest(
        folder,
        name="tiny",
        version="1",
        precision="fp32",
        image_size=SIDE,
        scores={},
        training="None: its weights are written down in tests/tiny_bundle.py.",
    )


def graph_bytes(
    name: str,
    nodes: Sequence[NodeProto],
    *,
    inputs: Mapping[str, tuple[int, list[int | str]]],
    outputs: Mapping[str, tuple[int, list[int | str]]],
    constants: Mapping[str, NDArray[np.generic]],
) -> bytes:
    """A checked graph as bytes, the same each time."""
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info(key, *kind) for key, kind in inputs.items()],
        [helper.make_tensor_value_info(key, *kind) for key, kind in outputs.items()],
        initializer=[numpy_helper.from_array(array, key) for key, array in constants.items()],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="narrator"
    )
    checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    write_tiny_bundle(TINY_BUNDLE)
