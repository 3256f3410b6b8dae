from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import GraphProto, TensorProto, helper, numpy_helper

from narrator.captioning.decoding import SamplingOptions, sample
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import OnnxNetwork, State, TableNetwork
from narrator.captioning.vocabulary import START
from narrator.errors import BundleError
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE, WORD_IDS, V

RED = np.zeros((SIDE, SIDE, 3), np.uint8) + np.array([255, 0, 0], np.uint8)


@pytest.fixture(scope="module")
def network() -> OnnxNetwork:
    return OnnxNetwork(TINY_BUNDLE / ENCODER, TINY_BUNDLE / DECODER, threads=1)


def test_select_takes_rows_and_shares_features() -> None:
    state = State(features={"grid": np.zeros((1, 4))}, recurrent={"h": np.array([[0.0], [1.0], [2.0]])})
    chosen = state.select([2, 0, 2])
    assert chosen.recurrent["h"].ravel().tolist() == [2.0, 0.0, 2.0]
    assert chosen.features["grid"] is state.features["grid"]


def test_a_random_table_holds_distributions() -> None:
    network = TableNetwork.random(np.random.default_rng(0), 9)
    state = network.encode(np.zeros((8, 8, 3), np.uint8)).select([0, 0])
    log_probs, _ = network.step(np.array([START, 5]), state)
    assert log_probs.shape == (2, 9)
    np.testing.assert_allclose(np.exp(log_probs).sum(axis=1), 1.0, rtol=1e-6)


def test_sizes_are_read_from_the_graphs(network: OnnxNetwork) -> None:
    assert (network.image_size, network.vocabulary_size) == (SIDE, V)


def test_graphs_can_be_given_as_bytes(network: OnnxNetwork) -> None:
    other = OnnxNetwork((TINY_BUNDLE / ENCODER).read_bytes(), (TINY_BUNDLE / DECODER).read_bytes(), threads=1)
    tokens = np.array([START])
    expected, _ = network.step(tokens, network.encode(RED))
    given, _ = other.step(tokens, other.encode(RED))
    np.testing.assert_array_equal(given, expected)


def test_the_features_are_the_pictures(network: OnnxNetwork) -> None:
    half = RED.copy()
    half[:, SIDE // 2 :] = (0, 0, 255)
    grid = network.encode(half).features["feature.grid"]
    np.testing.assert_allclose(grid[0], [[1, 0, 0], [0, 0, 1]] * 2, atol=1e-6)


def test_each_row_of_a_batch_is_as_if_it_were_alone(network: OnnxNetwork) -> None:
    words = [WORD_IDS[word] for word in ("a", "the", "a")]
    start = network.encode(RED)
    _, together = network.step(np.array([START] * 3), start.select([0, 0, 0]))
    log_probs, together = network.step(np.array(words), together)
    for row, word in enumerate(words):
        _, alone = network.step(np.array([START]), start)
        expected, alone = network.step(np.array([word]), alone)
        np.testing.assert_allclose(log_probs[row], expected[0], rtol=1e-6)
        np.testing.assert_array_equal(
            together.select([row]).recurrent["state.said"], alone.recurrent["state.said"]
        )


def test_a_graph_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / ENCODER).write_bytes(b"this is no graph")
    with pytest.raises(BundleError, match=r"cannot run encoder\.onnx"):
        OnnxNetwork(tmp_path / ENCODER, TINY_BUNDLE / DECODER, threads=1)


def test_graphs_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(BundleError, match=r"no encoder gives feature\.grid"):
        OnnxNetwork(cache_encoder(), TINY_BUNDLE / DECODER, threads=1)
    with pytest.raises(BundleError, match="no encoder takes pixels"):
        OnnxNetwork(TINY_BUNDLE / DECODER, TINY_BUNDLE / DECODER, threads=1)


def test_a_state_that_grows_from_nothing_fits() -> None:
    """A Transformer's cache has a row for each word so far, none before the first."""
    table = np.log(np.random.default_rng(0).dirichlet(np.ones(7), size=7)).astype(np.float32)
    network = OnnxNetwork(cache_encoder(), cache_decoder(table), threads=1)
    state = network.encode(np.zeros((4, 4, 3), np.uint8))
    assert state.recurrent["state.cache"].shape == (1, 0, 7)
    _, state = network.step(np.array([START]), state)
    _, state = network.step(np.array([4, 5]), state.select([0, 0]))
    assert state.recurrent["state.cache"].shape == (2, 2, 7)
    options = SamplingOptions(samples=5)
    captions = sample(
        network, network.encode(np.zeros((4, 4, 3), np.uint8)), options, np.random.default_rng(0)
    )
    assert len(captions) == 5


def cache_encoder() -> bytes:
    """Any picture 4x4 -> an empty cache [1, 0, 7]."""
    node = helper.make_node("Identity", ["nothing"], ["state.cache"])
    graph = helper.make_graph(
        [node],
        "encoder",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, [1, 4, 4, 3])],
        [helper.make_tensor_value_info("state.cache", TensorProto.FLOAT, [1, 0, 7])],
        [numpy_helper.from_array(np.zeros((1, 0, 7), np.float32), "nothing")],
    )
    return serialised(graph)


def cache_decoder(table: NDArray[np.float32]) -> bytes:
    """Appends each word's row of a table [7, 7] to the cache and predicts from the mean of all rows."""
    nodes = [
        helper.make_node("Gather", ["table", "tokens"], ["row"]),
        helper.make_node("Unsqueeze", ["row", "one"], ["rows"]),
        helper.make_node("Concat", ["state.cache", "rows"], ["next.state.cache"], axis=1),
        helper.make_node("ReduceMean", ["next.state.cache"], ["logits"], axes=[1], keepdims=0),
        helper.make_node("LogSoftmax", ["logits"], ["log_probs"], axis=-1),
    ]
    graph = helper.make_graph(
        nodes,
        "decoder",
        [
            helper.make_tensor_value_info("tokens", TensorProto.INT64, ["N"]),
            helper.make_tensor_value_info("state.cache", TensorProto.FLOAT, ["N", "T", 7]),
        ],
        [
            helper.make_tensor_value_info("log_probs", TensorProto.FLOAT, ["N", 7]),
            helper.make_tensor_value_info("next.state.cache", TensorProto.FLOAT, ["N", "T+1", 7]),
        ],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1]), "one")],
    )
    return serialised(graph)


def serialised(graph: GraphProto) -> bytes:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return bytes(model.SerializeToString())
