"""A translator's graphs, compared with torch; and what a bundle holds besides them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.translator import Translator
from narrator.captioning.decoding import greedy
from narrator.captioning.filters import NECESSARY_FILTERS
from narrator.captioning.network import Decoder, State
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import END
from narrator.translation.bundle import DECODER, ENCODER
from narrator.translation.network import OnnxTranslationNetwork
from narrator.translation.subwords import Subwords
from narrator.translation.translator import MOST_SUBWORDS
from training.export import TOLERANCE, GateError
from training.release.graphs import write_translator
from training.release.quantise import quantise_products, saturating_weights
from training.release.torch_network import TorchTranslationNetwork


def write_rounded(translator: Translator, full: Path, small: Path) -> None:
    """Write the graphs of both folders: with 32 bits, and with int8 weights. Raises `GateError`."""
    write_translator(translator, full / ENCODER, full / DECODER)
    for graph in (ENCODER, DECODER):
        quantise_products(full / graph, small / graph)
        if unsafe := saturating_weights(small / graph):
            raise GateError(f"The int8 weights {unsafe[0]} can overflow on processors without VNNI.")


def compare_with_torch(
    translator: Translator, folder: Path, subwords: Subwords, sources: Sequence[str]
) -> float:
    """The largest difference in log-probability along torch's greedy translations. Raises `GateError`."""
    expected = TorchTranslationNetwork(translator)
    found = OnnxTranslationNetwork(folder / ENCODER, folder / DECODER)
    worst = 0.0
    for source in sources:
        ids = [*subwords.encode(source), END]
        said = [_greedy(network, network.encode(ids)) for network in (expected, found)]
        if said[0] != said[1]:
            raise GateError(f"ONNX translates otherwise than torch: {source!r}.")
        one, other = (
            np.array(teacher_forced(network, network.encode(ids), [said[0]])[0].log_probs)
            for network in (expected, found)
        )
        worst = max(worst, float(np.abs(one - other).max()))
    if worst > TOLERANCE:
        raise GateError(
            f"The log-probabilities of ONNX and torch differ by {worst:.1e}; {TOLERANCE:.0e} is allowed."
        )
    return worst


def _greedy(network: Decoder, state: State) -> tuple[int, ...]:
    return greedy(network, state, NECESSARY_FILTERS, MOST_SUBWORDS).tokens
