"""Which encoders there are, by name: torchvision's networks and others, each without its classifier."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchvision import models as torchvision

from models.encoders import efficientnet_lite, inception, vision_transformer
from models.encoders.drawings import small
from models.encoders.encoder import (
    BY_NAME,
    IMAGENET,
    Encoder,
    EncoderConfig,
    Layers,
    MissingWeightsError,
    Normalisation,
    WeightsError,
)
from models.encoders.joint import join
from models.encoders.weights import load_weights


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """One of torchvision's networks, and what of it makes the grid."""

    make: Callable[..., Any]
    official: Any
    """The official weights, which torchvision downloads once and keeps."""
    layers: Callable[[Any], Layers]
    channels: int
    image_size: int = 224
    any_size: bool = True
    """Whether its weights serve for pictures of any size."""

    def build(self, config: EncoderConfig, normalisation: Normalisation = IMAGENET) -> Encoder:
        """The encoder that the configuration asks for, with torchvision's weights or fresh ones."""
        return self.behead(self.network(config), config, normalisation)

    def network(self, config: EncoderConfig) -> Any:
        """The whole network.

        Raises `MissingWeightsError` where the official weights cannot be had, and `WeightsError` where they
        are for pictures of another size.
        """
        if config.weights != "torchvision":
            size = {} if self.any_size else {"image_size": config.image_size or self.image_size}
            return self.make(weights=None, **size)
        if config.image_size not in (0, self.image_size) and not self.any_size:
            raise WeightsError(
                f"{config.name}'s official weights are for pictures of {self.image_size} pixels only: "
                "leave image_size out."
            )
        try:
            return self.make(weights=self.official)
        except (OSError, RuntimeError) as error:  # no network, or what came has another checksum
            raise MissingWeightsError(
                f"torchvision's weights of {config.name} cannot be downloaded ({error}); "
                "name a weight file, or try again with a network connection."
            ) from error

    def behead(self, network: Any, config: EncoderConfig, normalisation: Normalisation = IMAGENET) -> Encoder:
        """The network without its classifier, cut into trunk and head."""
        return Encoder(
            layers=self.layers(network),
            trunk_until=config.trunk_until,
            normalisation=normalisation,
            image_size=config.image_size or self.image_size,
            channels=self.channels,
        )


def _children(network: Any) -> Layers:
    """All layers but those that classify."""
    classifiers = ("AuxLogits", "avgpool", "dropout", "fc")
    return OrderedDict((name, layer) for name, layer in network.named_children() if name not in classifiers)


def _features(network: Any) -> Layers:
    """The layers of networks that keep theirs in `features` and the classifier elsewhere."""
    return OrderedDict((f"features.{name}", layer) for name, layer in network.features.named_children())


def _make_inception(weights: Any) -> Any:
    return torchvision.inception_v3(weights=weights, init_weights=False)


INCEPTION = Architecture(
    make=_make_inception,
    official=torchvision.Inception_V3_Weights.IMAGENET1K_V1,
    layers=_children,
    channels=2048,
    image_size=299,
)


def _inception(config: EncoderConfig) -> Encoder:
    """Inception v3 (Szegedy et al. 2015, arXiv:1512.00567): 8x8 cells of 2,048 channels."""
    if config.dialect not in ("torchvision", "google2015"):
        raise WeightsError(f"There is no dialect {config.dialect!r}; it is torchvision or google2015.")
    if config.dialect == "torchvision":
        return INCEPTION.build(config, inception.TORCHVISION)
    if config.weights == "torchvision":
        raise WeightsError(
            "torchvision's weights were trained with torchvision's pools: use dialect torchvision."
        )
    network = INCEPTION.network(config)
    inception.speak_google(network)
    return INCEPTION.behead(network, config, inception.GOOGLE)


def _joint(config: EncoderConfig) -> Encoder:
    """Several of the others, which see the same picture."""
    if not config.members:
        raise WeightsError("A joint encoder needs members.")
    if any(member.statistics == "learned" for member in config.members):
        raise WeightsError("A joint encoder's members keep their statistics: leave `statistics` out.")
    return join([build_encoder(member) for member in config.members])


# ResNet: He et al. 2015, arXiv:1512.03385; 8x8 cells at 256 pixels.
# VGG: Simonyan and Zisserman 2014, arXiv:1409.1556; 7x7 cells. AlexNet: Krizhevsky et al. 2012; 6x6.
# SqueezeNet: Iandola et al. 2016, arXiv:1602.07360; 13x13 cells.
# MobileNet: Sandler et al. 2018, arXiv:1801.04381, and Howard et al. 2019, arXiv:1905.02244; 7x7 cells.
# The Vision Transformer has 14x14 patches of 16 pixels. EfficientNet-Lite: 7x7 or 8x8 cells.
ENCODERS: dict[str, Callable[[EncoderConfig], Encoder]] = {
    "inception_v3": _inception,
    "resnet50": Architecture(
        make=torchvision.resnet50,
        official=torchvision.ResNet50_Weights.IMAGENET1K_V2,
        layers=_children,
        channels=2048,
        image_size=256,
    ).build,
    "resnet101": Architecture(
        make=torchvision.resnet101,
        official=torchvision.ResNet101_Weights.IMAGENET1K_V2,
        layers=_children,
        channels=2048,
        image_size=256,
    ).build,
    "vgg16": Architecture(
        make=torchvision.vgg16,
        official=torchvision.VGG16_Weights.IMAGENET1K_V1,
        layers=_features,
        channels=512,
    ).build,
    "alexnet": Architecture(
        make=torchvision.alexnet,
        official=torchvision.AlexNet_Weights.IMAGENET1K_V1,
        layers=_features,
        channels=256,
    ).build,
    "squeezenet1_1": Architecture(
        make=torchvision.squeezenet1_1,
        official=torchvision.SqueezeNet1_1_Weights.IMAGENET1K_V1,
        layers=_features,
        channels=512,
    ).build,
    "mobilenet_v2": Architecture(
        make=torchvision.mobilenet_v2,
        official=torchvision.MobileNet_V2_Weights.IMAGENET1K_V2,
        layers=_features,
        channels=1280,
    ).build,
    "mobilenet_v3_large": Architecture(
        make=torchvision.mobilenet_v3_large,
        official=torchvision.MobileNet_V3_Large_Weights.IMAGENET1K_V2,
        layers=_features,
        channels=960,
    ).build,
    "vit_b_16": Architecture(
        make=torchvision.vit_b_16,
        official=torchvision.ViT_B_16_Weights.IMAGENET1K_V1,
        layers=vision_transformer.layers_of,
        channels=768,
        any_size=False,
    ).build,
    **dict.fromkeys(efficientnet_lite.SIZES, efficientnet_lite.efficientnet_lite),
    "joint": _joint,
    "small": small,
}


def build_encoder(config: EncoderConfig) -> Encoder:
    """Make the encoder that the configuration names and load what it starts from.

    Raises `WeightsError` when the name is unknown or the weights cannot be had or do not fit.
    """
    if config.name not in ENCODERS:
        raise WeightsError(f"There is no encoder {config.name!r}; there are {', '.join(sorted(ENCODERS))}.")
    if config.weights == "package" and config.name not in efficientnet_lite.SIZES:
        raise WeightsError(
            f"No Python package brings weights of {config.name}: use `torchvision` or a weight file."
        )
    encoder = ENCODERS[config.name](config)
    if config.weights not in BY_NAME:
        load_weights(encoder, Path(config.weights))
    encoder.keeps_statistics = config.statistics == "kept"
    encoder.eval()
    if config.head_until:
        encoder.cut_after(config.head_until)
    return encoder
