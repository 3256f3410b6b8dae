"""A translator's bundle of a few kB: it says each word in the other language, in the order of the source.

What it knows is `WORDS`. It calls a horse a "Hund", which its dictionary knows to be wrong.

Shape letters: S subwords of the source, N hypotheses, V subwords in all.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
import sentencepiece
from onnx import TensorProto, helper

from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN
from narrator.translation.bundle import DECODER, DICTIONARY, ENCODER, SUBWORDS, write_paper
from narrator.translation.dictionary import Dictionary
from narrator.translation.subwords import Subwords
from tests.tiny_bundle import graph_bytes

WORDS = {
    **{"a": "ein", "dog": "Hund", "cat": "Katze", "runs": "rennt", "sits": "sitzt", "and": "und"},
    **{"two": "zwei", "jeans": "Jeans", "horse": "Hund"},
}
THINGS = ("dog", "cat", "jeans", "horse")
STAND_INS = ("jeans",)
BLEU = 12.5


def subwords() -> bytes:
    """SentencePiece's model of these words, each in one piece."""
    model = BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(dict.fromkeys([*WORDS, *WORDS.values()]))]),
        model_writer=model,
        vocab_size=4 + len({*WORDS, *WORDS.values()}),
        model_type="word",
        pad_id=PAD,
        bos_id=START,
        eos_id=END,
        unk_id=UNKNOWN,
        minloglevel=2,
    )
    return model.getvalue()


def encoder() -> bytes:
    """`source` [1, S] -> `feature.source` [1, S], the same, and `state.position` [1], 0."""
    nodes = [
        helper.make_node("Identity", ["source"], ["feature.source"]),
        helper.make_node("Identity", ["first"], ["state.position"]),
    ]
    return graph_bytes(
        "encoder",
        nodes,
        inputs={"source": (TensorProto.INT64, [1, "S"])},
        outputs={
            "feature.source": (TensorProto.INT64, [1, "S"]),
            "state.position": (TensorProto.INT64, [1]),
        },
        constants={"first": np.zeros(1, np.int64)},
    )


def decoder(pieces: Subwords) -> bytes:
    """`tokens`, `feature.source` and `state.position` [N] -> `log_probs` [N, V] of the word there."""
    size = len(pieces)
    logits = np.zeros((size, size), np.float32)
    logits[END, END] = 20
    for word, other in WORDS.items():
        (source,), (target,) = pieces.encode(word), pieces.encode(other)
        logits[source, target] = 20
    nodes = [
        helper.make_node("Squeeze", ["feature.source", "axis"], ["flat"]),
        helper.make_node("Size", ["flat"], ["length"]),
        helper.make_node("Sub", ["length", "one"], ["last"]),
        helper.make_node("Min", ["state.position", "last"], ["place"]),
        helper.make_node("Gather", ["flat", "place"], ["word"]),
        helper.make_node("Gather", ["table", "word"], ["scores"]),
        helper.make_node("Mul", ["tokens", "nothing"], ["unread"]),
        helper.make_node("Add", ["state.position", "unread"], ["here"]),
        helper.make_node("Add", ["here", "one"], ["next.state.position"]),
        helper.make_node("LogSoftmax", ["scores"], ["log_probs"], axis=-1),
    ]
    return graph_bytes(
        "decoder",
        nodes,
        inputs={
            "tokens": (TensorProto.INT64, ["N"]),
            "feature.source": (TensorProto.INT64, [1, "S"]),
            "state.position": (TensorProto.INT64, ["N"]),
        },
        outputs={
            "log_probs": (TensorProto.FLOAT, ["N", size]),
            "next.state.position": (TensorProto.INT64, ["N"]),
        },
        constants={
            "axis": np.array([0], np.int64),
            "one": np.array([1], np.int64),
            "nothing": np.array([0], np.int64),
            "table": logits,
        },
    )


def dictionary() -> Dictionary:
    """Each word stands for its translation, but for the horse, which stands for nothing."""
    sources = tuple(sorted(WORDS))
    targets = tuple(sorted({word.casefold() for word in WORDS.values()}))
    right = {word: other.casefold() for word, other in WORDS.items() if word != "horse"}
    keys = sorted(
        (sources.index(word) * len(targets) + targets.index(other)) for word, other in right.items()
    )
    sure = np.ones(len(keys), np.float16)
    return Dictionary(
        sources=sources,
        targets=targets,
        pairs=np.array(keys, np.int32),
        forward=sure,
        backward=sure,
        watched_sources=frozenset(THINGS),
        watched_targets=frozenset(right[word] for word in THINGS if word in right),
        least=0.5,
        stand_ins=STAND_INS,
        capitals=True,
        small=frozenset({"ein", "zwei", "sitzt"}),
    )


def write_tiny_translator(folder: Path, language: str = "de") -> Path:
    """Write all its files; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SUBWORDS).write_bytes(subwords())
    (folder / ENCODER).write_bytes(encoder())
    (folder / DECODER).write_bytes(decoder(Subwords.load(folder / SUBWORDS)))
    dictionary().save(folder / DICTIONARY)
    write_paper(folder, name="tiny", version="1", language=language, scores={"BLEU": BLEU}, training="None.")
    return folder
