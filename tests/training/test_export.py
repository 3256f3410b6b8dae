"""The gate: graphs that say what torch says, int8 that cannot overflow, and what is refused."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from torchvision.models.vision_transformer import VisionTransformer

from models.captioner import Captioner
from models.decoders import DECODERS, DecoderConfig
from models.encoders import Encoder, EncoderConfig, build_encoder
from models.encoders.encoder import IMAGENET
from models.encoders.vision_transformer import layers_of
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.shelves import MANIFEST
from narrator.captioning.vocabulary import Vocabulary
from tests.training import tiny
from training.data.datasets import Example
from training.data.drawings import draw_many
from training.errors import TrainingError
from training.export import (
    TOLERANCE,
    GateError,
    compare_with_full,
    compare_with_torch,
    put_in_place,
    read_aloud,
    refuse_other_folder,
)
from training.release.graphs import write_graphs
from training.release.quantise import STEM, quantise_decoder, quantise_encoder, saturating_weights
from training.release.torch_network import TorchNetwork

CAPTION = (4, 9, 6, 5)


def random_captioner(decoder: str = "topdown") -> Captioner:
    torch.manual_seed(0)
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block4"))
    captioner = Captioner.build(encoder, tiny.decoder_config(decoder, hidden=32, heads=4), 20).eval()
    with torch.no_grad():
        # Sure enough of its words that rounding cannot turn a greedy caption over.
        for table in tiny.tables(captioner.decoder):
            table.embedding.weight.mul_(8)
    return captioner


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graphs of `random_captioner()`, to be read only."""
    folder = tmp_path_factory.mktemp("graphs")
    write_graphs(random_captioner(), folder / ENCODER, folder / DECODER)
    return folder


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary.build([" ".join(f"word{i}" for i in range(16))], minimum_count=1)


@pytest.fixture
def picture() -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(256, size=(96, 96, 3), dtype=np.uint8)


@pytest.mark.parametrize("decoder", sorted(DECODERS))
def test_every_decoder_says_in_onnx_what_it_says_in_torch(
    decoder: str, tmp_path: Path, picture: NDArray[np.uint8], vocabulary: Vocabulary
) -> None:
    captioner = random_captioner(decoder)
    examples = [Example(picture=tmp_path / name, captions=("a",)) for name in draw_many(tmp_path, 3, seed=5)]
    write_graphs(captioner, tmp_path / ENCODER, tmp_path / DECODER)
    assert compare_with_torch(captioner, tmp_path, vocabulary, examples) < TOLERANCE
    network = OnnxNetwork(tmp_path / ENCODER, tmp_path / DECODER)
    expected = read_aloud(TorchNetwork(captioner), picture, CAPTION)
    np.testing.assert_allclose(read_aloud(network, picture, CAPTION), expected, atol=TOLERANCE)


def seeing(name: str, last: str) -> Encoder:
    """An encoder for small pictures, with the statistics that pictures give random weights."""
    torch.manual_seed(0)
    if name == "vit_b_16":
        sizes = {"num_layers": 2, "num_heads": 2, "hidden_dim": 32, "mlp_dim": 64}
        layers = layers_of(VisionTransformer(image_size=64, patch_size=16, **sizes))
        return Encoder(
            layers=layers, trunk_until=last, normalisation=IMAGENET, image_size=64, channels=32
        ).eval()
    encoder = build_encoder(EncoderConfig(name=name, trunk_until=last))
    encoder.image_size = 64
    for module in encoder.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
    encoder.keeps_statistics = False
    with torch.no_grad():
        encoder.train()(torch.rand(8, 3, 64, 64) * 255)
    return encoder.eval()


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("resnet50", "layer4"),
        ("vgg16", "features.30"),
        ("alexnet", "features.12"),
        ("squeezenet1_1", "features.12"),
        ("mobilenet_v2", "features.18"),
        ("mobilenet_v3_large", "features.16"),
        ("vit_b_16", "grid"),
        ("efficientnet_lite0", "features.8"),
    ],
)
def test_every_encoder_leads_to_the_same_captions_in_onnx_as_in_torch(
    name: str, last: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    examples = [Example(picture=tmp_path / name, captions=("a",)) for name in draw_many(tmp_path, 2, seed=5)]
    config = DecoderConfig(name="attention", hidden=32, heads=4)
    captioner = Captioner.build(seeing(name, last), config, len(vocabulary))
    write_graphs(captioner, tmp_path / ENCODER, tmp_path / DECODER)
    assert compare_with_torch(captioner, tmp_path, vocabulary, examples) < TOLERANCE


SQUEEZENET = EncoderConfig(name="squeezenet1_1", trunk_until="features.12", image_size=97)


def seeing_twice() -> Captioner:
    """A captioner of two encoders, each of which sees the picture in its own size."""
    torch.manual_seed(0)
    members = (EncoderConfig(name="small", trunk_until="block3"), SQUEEZENET)
    encoder = build_encoder(EncoderConfig(name="joint", members=members))
    return Captioner.build(encoder, DecoderConfig(hidden=32, heads=4), 20).eval()


@pytest.fixture(scope="module")
def graphs_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graphs of `seeing_twice()`, to be read only."""
    folder = tmp_path_factory.mktemp("two")
    write_graphs(seeing_twice(), folder / ENCODER, folder / DECODER)
    return folder


def test_two_encoders_lead_to_the_same_captions_in_onnx_as_in_torch(
    graphs_of_two: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    examples = [Example(picture=tmp_path / name, captions=("a",)) for name in draw_many(tmp_path, 2, seed=5)]
    assert compare_with_torch(seeing_twice(), graphs_of_two, vocabulary, examples) < TOLERANCE


def test_of_two_encoders_each_has_its_first_convolutions_in_32_bits_and_its_own_range(
    graphs_of_two: Path, tmp_path: Path
) -> None:
    captioner = seeing_twice()
    head = sum(isinstance(module, torch.nn.Conv2d) for module in captioner.encoder.head.modules())
    trunk = sum(isinstance(module, torch.nn.Conv2d) for module in captioner.encoder.trunk.modules())
    pixels = np.random.default_rng(0).integers(256, size=(97, 97, 3), dtype=np.uint8)
    quantise_encoder(graphs_of_two / ENCODER, tmp_path / "int8.onnx", [pixels], head=head)
    graph = onnx.load(tmp_path / "int8.onnx").graph
    weights = {tensor.name for tensor in graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT}
    kept = [node.input[1] in weights for node in graph.node if node.op_type == "Conv"]
    stem = min(STEM, (trunk + head) // 10)
    assert stem > 0
    assert kept.count(True) == 2 * stem + head
    rounded = {name for node in graph.node if node.op_type == "DequantizeLinear" for name in node.output}
    pools = [node.input[0] in rounded for node in graph.node if node.op_type == "MaxPool"]
    assert pools == [False, True, True]  # that right behind SqueezeNet's first convolution, and its others
    joining = [node for node in graph.node if node.op_type == "Concat" and not rounded & set(node.input)]
    assert len(joining) == 2  # the vectors of both trunks, and the cells of both heads


def test_graphs_do_not_tell_where_they_were_made(graphs: Path) -> None:
    for file in (ENCODER, DECODER):
        assert b"site-packages" not in (graphs / file).read_bytes()
        assert b"graphs.py" not in (graphs / file).read_bytes()


def test_a_step_takes_any_number_of_captions(graphs: Path, picture: NDArray[np.uint8]) -> None:
    network = OnnxNetwork(graphs / ENCODER, graphs / DECODER)
    start = network.encode(picture)
    alone, _ = network.step(np.array([7]), start)
    many, _ = network.step(np.array([5, 7, 9, 4, 7]), start.select([0] * 5))
    np.testing.assert_allclose(many[1], alone[0], atol=1e-5)
    np.testing.assert_allclose(many[4], alone[0], atol=1e-5)


def test_a_bundle_takes_the_place_of_a_bundle_and_of_nothing_else(tmp_path: Path) -> None:
    made, folder = tmp_path / "made", tmp_path / "bundle"
    made.mkdir()
    (made / MANIFEST).write_text("new", encoding="utf-8")
    for place in (folder, tmp_path / "nowhere"):
        refuse_other_folder(place)
    folder.mkdir()
    refuse_other_folder(folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TrainingError, match="is there and no bundle"):
        refuse_other_folder(folder)
    with pytest.raises(TrainingError, match="is there and no bundle"):
        refuse_other_folder(folder / "notes.txt")
    (folder / MANIFEST).write_text("old", encoding="utf-8")
    refuse_other_folder(folder)
    put_in_place(made, folder)
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == {MANIFEST: "new"}
    assert sorted(place.name for place in tmp_path.iterdir()) == ["bundle", "made"]


def test_the_gate_refuses_graphs_of_other_weights(
    graphs: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    examples = [Example(picture=tmp_path / name, captions=("a",)) for name in draw_many(tmp_path, 3, seed=5)]
    captioner = random_captioner()
    assert compare_with_torch(captioner, graphs, vocabulary, examples) < 1e-4
    with torch.no_grad():
        tiny.tables(captioner.decoder)[0].bias[6] += 0.01
    with pytest.raises(GateError):
        compare_with_torch(captioner, graphs, vocabulary, examples)


@pytest.mark.parametrize("symmetric", [False, True])
def test_int8_is_close_and_cannot_overflow_without_vnni(
    graphs: Path, tmp_path: Path, picture: NDArray[np.uint8], symmetric: bool
) -> None:
    small = tmp_path
    quantise_encoder(graphs / ENCODER, small / ENCODER, [picture], symmetric_activations=symmetric)
    quantise_decoder(graphs / DECODER, small / DECODER)
    assert (small / ENCODER).stat().st_size < 0.5 * (graphs / ENCODER).stat().st_size
    expected = read_aloud(OnnxNetwork(graphs / ENCODER, graphs / DECODER), picture, CAPTION)
    found = read_aloud(OnnxNetwork(small / ENCODER, small / DECODER), picture, CAPTION)
    assert np.abs(expected - found).max() < 0.1 * np.abs(expected).max()
    assert saturating_weights(small / DECODER) == []
    if not symmetric:
        assert saturating_weights(small / ENCODER) == []


def test_what_was_trained_keeps_its_bits_and_the_matrices_behind_it_do_not(
    graphs: Path, tmp_path: Path, picture: NDArray[np.uint8]
) -> None:
    for head in (0, 2):
        quantise_encoder(graphs / ENCODER, tmp_path / f"{head}.onnx", [picture], head=head)
    rounded, kept = (onnx.load(tmp_path / f"{head}.onnx").graph for head in (0, 2))
    convolutions = [node for node in kept.node if node.op_type == "Conv"]
    weights = {tensor.name for tensor in kept.initializer if tensor.data_type == onnx.TensorProto.FLOAT}
    assert [node.input[1] in weights for node in convolutions] == [False, False, True, True]
    assert sum(node.op_type == "MatMulInteger" for node in kept.node) == 4
    assert not any(node.op_type == "MatMulInteger" for node in rounded.node)
    assert saturating_weights(tmp_path / "2.onnx") == []


def test_weights_that_could_overflow_are_named(tmp_path: Path) -> None:
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["x", "weights"], ["y"])],
        "product",
        [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.UINT8, [1, 2])],
        [onnx.helper.make_tensor_value_info("y", onnx.TensorProto.INT32, [1, 1])],
        [onnx.numpy_helper.from_array(np.array([[127], [2]], dtype=np.int8), "weights")],
    )
    onnx.save(onnx.helper.make_model(graph), tmp_path / "product.onnx")
    assert saturating_weights(tmp_path / "product.onnx") == ["weights"]


def per_picture(mean: float, pictures: int) -> NDArray[np.float64]:
    """Scores as they scatter over a set, with this mean."""
    scatter: NDArray[np.float64] = np.random.default_rng(0).normal(0, 0.4, pictures)
    centred: NDArray[np.float64] = mean + scatter - scatter.mean()
    return centred


def test_the_gate_refuses_int8_that_costs_more_than_a_hundredth_of_all_pictures() -> None:
    full = {"many": per_picture(0.5, 1000), "few": per_picture(0.6, 150)}
    compare_with_full(full, {"many": full["many"] - 0.004, "few": full["few"] + 0.01})
    with pytest.raises(GateError, match=r"on all validation pictures from 0.513 to 0.507"):
        compare_with_full(full, {"many": full["many"] - 0.008, "few": full["few"] + 0.01})


def test_the_gate_refuses_a_loss_on_one_set_unless_chance_explains_it() -> None:
    full = {"many": per_picture(0.5, 1000), "few": per_picture(0.6, 150)}
    with pytest.raises(GateError, match=r"on few from 0.600 to 0.590"):  # each picture lost the same
        compare_with_full(full, {"many": full["many"] + 0.01, "few": full["few"] - 0.01})
    moved = full["few"].copy()
    moved[:10] -= 0.5
    moved[10:20] += 0.35  # as much is lost in all, by a few captions that became better or worse
    assert moved.mean() == pytest.approx(0.59)
    compare_with_full(full, {"many": full["many"] + 0.01, "few": moved})
