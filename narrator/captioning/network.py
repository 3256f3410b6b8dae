"""A captioning network as the program sees it: look at a picture once, then step from word to word.

Shape letters: N hypotheses, V vocabulary, S side of the square picture.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.threads import default_threads
from narrator.captioning.vocabulary import START
from narrator.errors import BundleError
from narrator.languages.catalogue import gettext

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions

Arrays = Mapping[str, NDArray[Any]]

_SMALL_BYTES = 1024
"""What is smaller stays within a saved graph."""


@dataclass(frozen=True, kw_only=True)
class State:
    """All that a network must be given besides the last word to predict the next one."""

    features: Arrays
    """What depends on the picture alone, batch 1; shared by all hypotheses and never copied."""
    recurrent: Arrays
    """What depends on the words so far; axis 0 is the N hypotheses."""
    witness: Arrays = field(default_factory=dict)
    """What is told of the picture besides, and no decoder is given; empty where there is no witness."""

    def select(self, rows: Sequence[int] | NDArray[np.int64]) -> "State":
        """The state of these hypotheses, in this order; a row may be left out or taken several times."""
        recurrent = {name: array[rows] for name, array in self.recurrent.items()}
        return State(features=self.features, recurrent=recurrent, witness=self.witness)


class Decoder(Protocol):
    """What says one word after the other, of a picture or of something else that was encoded."""

    vocabulary_size: int
    """V."""

    def step(self, tokens: NDArray[np.int64], state: State) -> tuple[NDArray[np.float32], State]:
        """The last words [N] -> (finite log-probabilities of the next ones [N, V], next state)."""


class Network(Decoder, Protocol):
    """Two functions, behind which ONNX Runtime, torch (in training) or a table can stand."""

    image_size: int
    """S."""

    def encode(self, pixels: NDArray[np.uint8]) -> State:
        """Pixels [S, S, 3] in RGB -> the state before the first word, one row."""


class OnnxGraphs:
    """Two graphs run by ONNX Runtime: one encodes something, the other makes one step.

    encoder.onnx: one input -> any number of `feature.*` [1, ...] and `state.*` [1, ...], and perhaps
    `witness.*` [1, ...], which the decoder is not given.
    decoder.onnx: `tokens` int64 [N], the encoder's `feature.*` (broadcast inside the graph) and
    `state.*` [N, ...] -> `log_probs` float32 [N, V] and `next.state.*` [N, ...]. What features and
    states there are is read from the graphs, so that a recurrent decoder and a Transformer with its
    cache fit alike.
    """

    def __init__(
        self,
        encoder: Path | bytes,
        decoder: Path | bytes,
        *,
        takes: str,
        threads: int | None = None,
        optimised: bool = False,
    ) -> None:
        """Load both graphs; the encoder `takes` an input of that name, `threads` None is `default_threads()`.

        Graphs that are `optimised` are those of `save_optimised`.
        Raises `BundleError` when they cannot be run or do not fit together.
        """
        threads = threads or default_threads()
        self._takes = takes
        self.optimised = optimised
        """Whether the graphs were optimised before."""
        self._encoder = open_session(encoder, threads, optimised=optimised)
        self._decoder = open_session(decoder, threads, optimised=optimised)
        given = [output.name for output in self._encoder.get_outputs()]
        self._wanted = [graph_input.name for graph_input in self._decoder.get_inputs()]
        self._returned = [output.name for output in self._decoder.get_outputs()]
        states = [name for name in given if name.startswith("state.")]
        _require([takes], (graph_input.name for graph_input in self._encoder.get_inputs()), "encoder takes")
        _require(["tokens"], self._wanted, "decoder takes")
        _require((name for name in self._wanted if name != "tokens"), given, "encoder gives")
        _require(["log_probs", *(f"next.{name}" for name in states)], self._returned, "decoder gives")
        self.vocabulary_size: int = self._decoder.get_outputs()[self._returned.index("log_probs")].shape[-1]

    def read(self, given: NDArray[Any]) -> State:
        """The encoder's input, batch 1 -> the state before the first word, one row."""
        names = [output.name for output in self._encoder.get_outputs()]
        outputs = dict(zip(names, self._encoder.run(names, {self._takes: given}), strict=True))
        features, recurrent, witness = (
            _starting(prefix, outputs) for prefix in ("feature.", "state.", "witness.")
        )
        return State(features=features, recurrent=recurrent, witness=witness)

    def step(self, tokens: NDArray[np.int64], state: State) -> tuple[NDArray[np.float32], State]:
        """The last words [N] -> (log-probabilities of the next ones [N, V], next state)."""
        known = {"tokens": tokens, **state.features, **state.recurrent}
        results = self._decoder.run(self._returned, {name: known[name] for name in self._wanted})
        outputs = dict(zip(self._returned, results, strict=True))
        after = {name.removeprefix("next."): array for name, array in _starting("next.", outputs).items()}
        return outputs["log_probs"], State(features=state.features, recurrent=after)


class OnnxNetwork(OnnxGraphs):
    """Graphs of which the encoder takes a picture: `pixels` uint8 [1, S, S, 3]."""

    def __init__(
        self,
        encoder: Path | bytes,
        decoder: Path | bytes,
        *,
        threads: int | None = None,
        optimised: bool = False,
    ) -> None:
        """Load both graphs. Raises `BundleError` when they cannot be run or do not fit together."""
        super().__init__(encoder, decoder, takes="pixels", threads=threads, optimised=optimised)
        self.witness_widths = {
            output.name: output.shape[-1]
            for output in self._encoder.get_outputs()
            if output.name.startswith("witness.")
        }
        """How many numbers each of the encoder's `witness.*` is."""
        self.image_size: int = self._encoder.get_inputs()[0].shape[1]

    def encode(self, pixels: NDArray[np.uint8]) -> State:
        """Pixels [S, S, 3] in RGB -> the state before the first word, one row."""
        return self.read(pixels[np.newaxis])


def open_session(graph: Path | bytes, threads: int, *, optimised: bool = False) -> "InferenceSession":
    """Start ONNX Runtime on a graph, which may be `optimised` already.

    Raises `BundleError` when it cannot run it.
    """
    options = _session_options(threads)
    if optimised:
        from onnxruntime import GraphOptimizationLevel

        options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL
    return _session(graph, options)


def save_optimised(graph: Path, place: Path) -> None:
    """Save a graph as ONNX Runtime optimises it for this processor, and its weights, packed, beside it.

    Neither is of any use to another processor or another version of ONNX Runtime.
    Raises `BundleError` when the graph cannot be run or the files cannot be written.
    """
    options = _session_options(threads=1)
    options.optimized_model_filepath = str(place)
    for name, value in (
        ("optimized_model_external_initializers_file_name", place.with_suffix(".weights").name),
        ("optimized_model_external_initializers_min_size_in_bytes", str(_SMALL_BYTES)),
        ("save_external_prepacked_constant_initializers", "1"),
    ):
        options.add_session_config_entry(f"session.{name}", value)
    _session(graph, options)


def _session_options(threads: int) -> "SessionOptions":
    # Imported here: only who describes a picture should wait for it.
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps what it once took: 15 MB more with the int8 Inception bundle, and not a moment faster.
    options.enable_cpu_mem_arena = False
    # Threads that wait for work turn within a run, where it saves time, and sleep between runs, so
    # that a daemon with nothing to do takes no processor time.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    return options


def _session(graph: Path | bytes, options: "SessionOptions") -> "InferenceSession":
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as failures

    source = graph if isinstance(graph, bytes) else str(graph)
    try:
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except (
        failures.Fail,
        failures.InvalidArgument,
        failures.InvalidGraph,
        failures.InvalidProtobuf,
        failures.NoSuchFile,
        failures.NotImplemented,
        failures.RuntimeException,
    ) as error:
        name = "a graph" if isinstance(graph, bytes) else graph.name
        raise BundleError(
            gettext(
                "The installed onnxruntime {version} cannot run {name} of the model; reinstall "
                "narrator, or name another model with --model."
            ).format(version=onnxruntime.__version__, name=name)
        ) from error


def _require(names: Iterable[str], present: Iterable[str], what: str) -> None:
    missing = sorted(set(names) - set(present))
    if missing:
        raise BundleError(
            gettext(
                "The model's graphs do not fit together, because no {what} {missing}; "
                "reinstall narrator, or name another model with --model."
            ).format(what=what, missing=missing[0])
        )


def _starting(prefix: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    return {name: array for name, array in arrays.items() if name.startswith(prefix)}


class TableNetwork:
    """A network that needs no weights: what comes next depends on the last two words alone.

    For tests and examples. It says the same of every picture; before the first word both of the
    last two words are `START`.
    """

    image_size = 8

    def __init__(self, log_probs: NDArray[np.float32]) -> None:
        """Take log-probabilities [V, V, V]: of each word after (the last but one, the last)."""
        self._log_probs = log_probs
        self.vocabulary_size = log_probs.shape[-1]

    @classmethod
    def random(
        cls, rng: np.random.Generator, vocabulary_size: int, *, sharpness: float = 2.0
    ) -> "TableNetwork":
        """A table of random distributions; the sharper, the surer of its next word."""
        logits = rng.normal(scale=sharpness, size=(vocabulary_size,) * 3)
        log_probs = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
        return cls(log_probs.astype(np.float32))

    def encode(self, pixels: NDArray[np.uint8]) -> State:
        """Any pixels -> the one state before the first word."""
        return State(features={}, recurrent={"previous": np.array([START])})

    def step(self, tokens: NDArray[np.int64], state: State) -> tuple[NDArray[np.float32], State]:
        """The last words [N] -> (log-probabilities [N, V], next state)."""
        return self._log_probs[state.recurrent["previous"], tokens], State(
            features=state.features, recurrent={"previous": tokens}
        )
