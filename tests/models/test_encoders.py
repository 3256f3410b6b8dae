"""Encoders: what torchvision and a weight file bring, and where trunk and head are cut."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, conv2d, max_pool2d, relu

from models.encoders import EncoderConfig, WeightsError, build_encoder, load_weights

ABSENT = ("Mixed_7b.branch3x3dbl_2", "Mixed_7c.branch3x3dbl_2")


def layer(network: nn.Module, name: str) -> Any:
    """A part of a network, whose own parts are known by name only."""
    return network.get_submodule(name)


@pytest.fixture(scope="module")
def folded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights in the folded layout: half-precision kernels, biases, two kernels absent."""
    torch.manual_seed(0)
    network = torchvision.models.inception_v3(weights=None, init_weights=False, aux_logits=False)
    tensors = {}
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
            if not name.removesuffix(".conv").endswith(ABSENT):
                tensors[f"{name}.weight"] = module.weight.detach().half()
            bias = torch.randn(module.out_channels) / 10
            tensors[name.removesuffix(".conv") + ".bn.bias"] = bias
    file = tmp_path_factory.mktemp("weights") / "folded.safetensors"
    save_file(tensors, file)
    return file


def test_inception_gives_an_eight_by_eight_grid_of_2048_channels() -> None:
    encoder = build_encoder(EncoderConfig())
    grid = encoder(torch.zeros(2, 3, 299, 299))
    assert grid.shape == (2, 64, 2048)
    assert encoder.channels == 2048


@pytest.mark.parametrize(
    ("name", "last", "side", "channels"),
    [
        ("resnet50", "layer4", 8, 2048),
        ("resnet101", "layer4", 8, 2048),
        ("vgg16", "features.30", 7, 512),
        ("alexnet", "features.12", 6, 256),
        ("squeezenet1_1", "features.12", 13, 512),
        ("mobilenet_v2", "features.18", 7, 1280),
        ("mobilenet_v3_large", "features.16", 7, 960),
        ("vit_b_16", "grid", 14, 768),
        ("efficientnet_lite0", "features.8", 7, 1280),
        ("efficientnet_lite1", "features.8", 7, 1280),
        ("efficientnet_lite2", "features.8", 8, 1280),
    ],
)
def test_every_encoder_gives_the_grid_that_it_promises(
    name: str, last: str, side: int, channels: int
) -> None:
    encoder = build_encoder(EncoderConfig(name=name, trunk_until=last))
    with torch.inference_mode():
        activations = encoder.encode_trunk(torch.zeros(1, 3, encoder.image_size, encoder.image_size))
        assert activations.shape == (1, channels, side, side)
        assert encoder.encode_head(activations).shape == (1, side * side, channels)
    assert encoder.channels == channels
    assert list(encoder.layers())[-1] == last


def test_folded_weights_make_a_convolution_with_a_bias_and_nothing_else(folded_file: Path) -> None:
    encoder = build_encoder(EncoderConfig(dialect="google2015"))
    fresh = load_weights(encoder, folded_file)
    assert tuple(fresh) == ABSENT

    first = layer(encoder.trunk, "Conv2d_1a_3x3")
    x = torch.randn(1, 3, 31, 31)
    expected = relu(conv2d(x, first.conv.weight, first.bn.bias, stride=2))
    torch.testing.assert_close(first(x), expected, rtol=1e-5, atol=1e-5)


def test_fresh_layers_start_with_the_scale_of_relu_networks(folded_file: Path) -> None:
    encoder = build_encoder(EncoderConfig(dialect="google2015", weights=str(folded_file)))
    weight = layer(encoder.head, "Mixed_7b.branch3x3dbl_2").conv.weight
    assert weight.std().item() == pytest.approx((2 / (448 * 9)) ** 0.5, rel=0.02)


def average_of_what_is_there(x: Tensor) -> Tensor:
    """Of 3x3 cells those within the picture: with zeros counted in, its border would be darker."""
    return avg_pool2d(x, 3, 1, 1) / avg_pool2d(torch.ones_like(x), 3, 1, 1)


@pytest.mark.parametrize(
    ("name", "pool"),
    [
        ("trunk.Mixed_5b", average_of_what_is_there),
        ("trunk.Mixed_6b", average_of_what_is_there),
        ("head.Mixed_7b", average_of_what_is_there),
        ("head.Mixed_7c", lambda x: max_pool2d(x, 3, 1, 1)),
    ],
)
def test_google_blocks_pool_as_their_weights_ask(name: str, pool: Callable[[Tensor], Tensor]) -> None:
    torch.manual_seed(0)
    block = layer(build_encoder(EncoderConfig(dialect="google2015", trunk_until="Mixed_7a")).eval(), name)
    nn.init.normal_(block.branch_pool.bn.bias)
    nn.init.normal_(block.branch_pool.bn.running_mean)
    x = torch.rand(1, block.branch1x1.conv.in_channels, 8, 8)
    expected = block.branch_pool(pool(x))
    torch.testing.assert_close(block(x)[:, -expected.shape[1] :], expected)


@pytest.mark.parametrize(("dialect", "zero"), [("google2015", 128.0), ("torchvision", 127.5)])
def test_each_dialect_has_its_own_zero(dialect: str, zero: float) -> None:
    encoder = build_encoder(EncoderConfig(dialect=dialect))
    seen: list[Tensor] = []
    layer(encoder.trunk, "Conv2d_1a_3x3").register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    encoder.encode_trunk(torch.full((1, 3, 299, 299), zero))
    assert seen[0].abs().max().item() == 0.0


def test_trunk_and_head_together_are_the_encoder() -> None:
    torch.manual_seed(0)
    encoder = build_encoder(EncoderConfig())
    picture = torch.rand(1, 3, 299, 299) * 255
    torch.testing.assert_close(encoder.encode_head(encoder.encode_trunk(picture)), encoder(picture))
    assert encoder.encode_trunk(picture).shape == (1, 1280, 8, 8)


@pytest.mark.parametrize(("layer", "channels"), [("Mixed_7a", 1280), ("Mixed_7b", 2048)])
def test_the_grid_can_come_from_an_earlier_layer(layer: str, channels: int) -> None:
    encoder = build_encoder(EncoderConfig(head_until=layer))
    assert encoder.channels == channels
    assert encoder(torch.zeros(2, 3, 299, 299)).shape == (2, 64, channels)


def test_statistics_of_batch_normalisation_stay_as_they_are_in_training() -> None:
    encoder = build_encoder(EncoderConfig(name="resnet50", trunk_until="layer3")).train()
    before = layer(encoder.head, "layer4.0.bn1").running_mean.clone()
    encoder(torch.rand(2, 3, 64, 64) * 255)
    assert torch.equal(layer(encoder.head, "layer4.0.bn1").running_mean, before)


def test_a_fresh_vision_transformer_takes_the_size_that_it_is_made_for() -> None:
    encoder = build_encoder(EncoderConfig(name="vit_b_16", trunk_until="grid", image_size=64))
    assert encoder(torch.zeros(1, 3, 64, 64)).shape == (1, 4 * 4, 768)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (EncoderConfig(name="inceptoin"), "There is no encoder 'inceptoin'"),
        (EncoderConfig(trunk_until="Mixed_9a"), "There is no layer Mixed_9a"),
        (EncoderConfig(head_until="Mixed_6e"), "cannot come from Mixed_6e; it can from Mixed_7a, Mixed_7b,"),
        (EncoderConfig(dialect="caffe"), "There is no dialect 'caffe'"),
        (
            EncoderConfig(name="vit_b_16", weights="torchvision", trunk_until="grid", image_size=256),
            "vit_b_16's official weights are for pictures of 224 pixels only: leave image_size out",
        ),
        (EncoderConfig(weights="nowhere.safetensors"), "There is no weight file nowhere.safetensors"),
        (EncoderConfig(weights="torchvision", dialect="google2015"), "use dialect torchvision"),
    ],
)
def test_what_cannot_be_built_is_said(config: EncoderConfig, message: str) -> None:
    with pytest.raises(WeightsError, match=message):
        build_encoder(config)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    save_file({"layer1.0.conv1.weight": torch.zeros(1)}, tmp_path / "other.safetensors")
    with pytest.raises(WeightsError, match="holds tensors that this encoder lacks"):
        build_encoder(EncoderConfig(weights=str(tmp_path / "other.safetensors")))
