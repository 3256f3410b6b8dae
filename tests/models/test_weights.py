"""Starting weights: from a file, folded or whole, and from torchvision by name."""

from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
from safetensors.torch import save_file
from torch import Tensor, nn
from torchvision.models.vision_transformer import VisionTransformer

from models.encoders import Encoder, EncoderConfig, MissingWeightsError, WeightsError, build_encoder
from models.encoders.encoder import IMAGENET, Layers
from models.encoders.vision_transformer import layers_of
from models.encoders.weights import load_weights, save_weights

PICTURE = torch.rand(1, 3, 224, 224, generator=torch.Generator().manual_seed(0)) * 255


def normalised(pictures: Tensor) -> Tensor:
    """As torchvision's own pictures are: values 0..1, its mean and deviation."""
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    return (pictures / 255 - mean.view(3, 1, 1)) / deviation.view(3, 1, 1)


@pytest.fixture(scope="module")
def mobilenet() -> Any:
    """Random weights, and statistics and scales that are not those of a fresh network."""
    torch.manual_seed(0)
    network = torchvision.models.mobilenet_v2(weights=None).double().eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None and module.running_var is not None
            nn.init.uniform_(module.running_mean, -0.2, 0.2)
            nn.init.uniform_(module.running_var, 0.2, 3.0)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.3, 0.3)
    return network


def folded(network: nn.Module) -> dict[str, Tensor]:
    """Each normalisation folded into the convolution before it."""
    tensors = {}
    convolution, at = None, ""
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            convolution, at = module, name
        elif isinstance(module, nn.BatchNorm2d):
            assert convolution is not None
            assert module.running_mean is not None and module.running_var is not None
            scale = module.weight / (module.running_var + module.eps).sqrt()
            tensors[f"{at}.weight"] = convolution.weight * scale.view(-1, 1, 1, 1)
            tensors[f"{name}.bias"] = module.bias - module.running_mean * scale
    return {name: tensor.detach().contiguous() for name, tensor in tensors.items()}


@pytest.mark.parametrize("kind", ["folded", "whole"])
def test_mobilenet_computes_the_same_from_a_folded_file_and_from_a_whole_one(
    mobilenet: Any, tmp_path: Path, kind: str
) -> None:
    tensors = folded(mobilenet) if kind == "folded" else mobilenet.state_dict()
    save_file(tensors, tmp_path / "weights.safetensors")
    encoder = build_encoder(EncoderConfig(name="mobilenet_v2", trunk_until="features.14")).double()
    for name, tensor in encoder.state_dict().items():
        if "running_" in name:
            tensor.fill_(7.0)  # what was there before must be of no matter
    assert load_weights(encoder, tmp_path / "weights.safetensors") == []
    with torch.inference_mode():
        expected = mobilenet.features(normalised(PICTURE.double())).flatten(2).transpose(1, 2)
        spread = expected.std().item()
        # So near that a variance of 1 instead of 1 - eps is seen.
        torch.testing.assert_close(encoder(PICTURE.double()), expected, rtol=1e-5, atol=1e-5 * spread)


def test_half_precision_and_a_classifier_are_taken_as_squeezenets_file_has_them(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = torchvision.models.squeezenet1_1(weights=None).half().float().eval()
    halves = {
        name: tensor.half() if name.endswith("weight") else tensor
        for name, tensor in network.state_dict().items()
    }
    save_file(halves, tmp_path / "weights.safetensors")
    config = EncoderConfig(
        name="squeezenet1_1", trunk_until="features.12", weights=str(tmp_path / "weights.safetensors")
    )
    with torch.inference_mode():
        expected = network.features(normalised(PICTURE)).flatten(2).transpose(1, 2)
        torch.testing.assert_close(build_encoder(config)(PICTURE), expected, rtol=1e-3, atol=1e-4)


def tiny_transformer() -> Any:
    torch.manual_seed(0)
    network = VisionTransformer(
        image_size=32, patch_size=8, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=32
    )
    return network.eval()


def behead(network: Any, trunk_until: str) -> Encoder:
    layers = layers_of(network)
    return Encoder(
        layers=layers, trunk_until=trunk_until, normalisation=IMAGENET, image_size=32, channels=16
    ).eval()


def test_a_vision_transformers_grid_is_its_sequence_row_by_row(tmp_path: Path) -> None:
    network, picture = tiny_transformer(), PICTURE[:, :, :32, :32]
    save_file(network.state_dict(), tmp_path / "weights.safetensors")
    torch.manual_seed(1)
    other = VisionTransformer(
        image_size=32, patch_size=8, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=32
    )
    encoder = behead(other, "encoder.layers.encoder_layer_0")
    load_weights(encoder, tmp_path / "weights.safetensors")
    with torch.inference_mode():
        sequence = network._process_input(normalised(picture))
        sequence = network.encoder(torch.cat([network.class_token, sequence], dim=1))
        torch.testing.assert_close(encoder(picture), sequence[:, 1:], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["mobilenet_v2", "vit_b_16"])
def test_what_is_written_is_read_as_it_was_and_without_anything_fresh(tmp_path: Path, name: str) -> None:
    """Statistics of normalisation, and what the Vision Transformer has elsewhere, included."""
    one, other = (
        behead(tiny_transformer(), "grid")
        if name == "vit_b_16"
        else build_encoder(EncoderConfig(name=name, trunk_until="features.18"))
        for _ in range(2)
    )
    with torch.no_grad():
        for tensor in one.trunk.state_dict().values():
            if tensor.is_floating_point():
                tensor.add_(torch.rand(tensor.shape) / 8)
    save_weights(one, tmp_path / "weights.safetensors")
    assert load_weights(other, tmp_path / "weights.safetensors") == []
    picture = PICTURE[:, :, :32, :32]
    with torch.inference_mode():
        assert torch.equal(other(picture), one(picture))


def test_a_sequence_is_no_grid() -> None:
    encoder = behead(tiny_transformer(), "encoder.layers.encoder_layer_0")
    with pytest.raises(WeightsError, match=r"cannot come from encoder\.ln, which gives no grid"):
        encoder.cut_after("encoder.ln")


def test_torchvisions_weights_are_taken_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From torchvision's own store, where this test puts a file that was downloaded before, so to say."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    torch.manual_seed(0)
    network = torchvision.models.squeezenet1_1(weights=None)
    file = Path(torchvision.models.SqueezeNet1_1_Weights.IMAGENET1K_V1.url).name
    (tmp_path / "hub" / "checkpoints").mkdir(parents=True)
    torch.save(network.state_dict(), tmp_path / "hub" / "checkpoints" / file)
    encoder = build_encoder(
        EncoderConfig(name="squeezenet1_1", trunk_until="features.12", weights="torchvision")
    )
    first = encoder.layers()["features.0"]
    assert torch.equal(first.get_parameter("weight"), network.features[0].weight)


def test_without_a_network_connection_it_is_said_which_weights_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    for variable in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")  # nobody listens there
    for variable in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(MissingWeightsError, match="weights of alexnet cannot be downloaded"):
        build_encoder(EncoderConfig(name="alexnet", trunk_until="features.12", weights="torchvision"))


def test_a_network_that_starts_from_nothing_learns_its_statistics() -> None:
    layers: Layers = OrderedDict([("one", nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)))])
    encoder = Encoder(layers=layers, trunk_until="one", normalisation=IMAGENET, image_size=32, channels=4)
    norm = encoder.layers()["one"].get_submodule("1")
    for keeps in (True, False):
        encoder.keeps_statistics = keeps
        before = norm.get_buffer("running_mean").clone()
        encoder.train()(PICTURE)
        assert torch.equal(norm.get_buffer("running_mean"), before) == keeps
