"""A witness: what networks that were trained to name things say of a picture, beside the captioner.

A captioner's decoder knows how captions go, and says what is usual where it sees little. The classifiers that
its encoders had before they became encoders know no language. They run on the same trunks, so they cost next
to nothing.

Shape letters: C' channels of a trunk, C of the last layer, K classes, W words.
"""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import relu6
from torch.nn.utils.fusion import fuse_conv_bn_eval

from models.encoders import EncoderConfig, build_encoder
from models.encoders.efficientnet_lite import classifier


class NamingHead(nn.Module):
    """The last layer of an EfficientNet-Lite as it was trained to name things, and the classifier behind it.

    A convolution of single cells is a product of matrices; written so, it is quantised like the others.
    """

    def __init__(self, layer: tuple[Tensor, Tensor], classes: tuple[Tensor, Tensor]) -> None:
        """Weight and bias of the layer, [C', C] and [C], and of the classifier, [C, K] and [K]."""
        super().__init__()
        for name, (weight, bias) in {"layer": layer, "classes": classes}.items():
            self.register_buffer(f"{name}_weight", weight.detach().contiguous())
            self.register_buffer(f"{name}_bias", bias.detach())

    @classmethod
    def trained(cls, name: str) -> "NamingHead":
        """That of one of `efficientnet_lite.SIZES`; its trunk ends before the last convolution.

        Raises `MissingWeightsError` where the package with its weights is not installed.
        """
        encoder = build_encoder(EncoderConfig(name=name, weights="package", trunk_until="features.7"))
        convolution, norm = (module for module in encoder.head.modules() if _has_weights(module))
        fused = fuse_conv_bn_eval(cast(nn.Conv2d, convolution), cast(nn.BatchNorm2d, norm))
        assert fused.bias is not None
        weight, bias = classifier(name)
        return cls((fused.weight.flatten(1).T, fused.bias), (weight.T, bias))

    @property
    def channels(self) -> int:
        """C'."""
        return cast(Tensor, self.layer_weight).shape[0]

    def forward(self, activations: Tensor) -> Tensor:
        """A trunk's activations [1, C', H, W] -> logits of the classes [1, K]."""
        cells = activations.flatten(2).transpose(1, 2) @ cast(Tensor, self.layer_weight)
        seen = relu6(cells + cast(Tensor, self.layer_bias)).mean(dim=1)
        logits: Tensor = seen @ cast(Tensor, self.classes_weight) + cast(Tensor, self.classes_bias)
        return logits


class Witness(nn.Module):
    """Several networks that name the same classes, and how far these classes speak for words."""

    def __init__(self, heads: Sequence[NamingHead], weight: Tensor, bias: Tensor) -> None:
        """Weight [K, W] and bias [W] are those of a logistic regression for each word."""
        super().__init__()
        self.heads = nn.ModuleList(heads)
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)

    def forward(self, activations: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Each trunk's activations [1, C', H, W] -> mean logits [1, K], log-odds of the words [1, W]."""
        named = [head(each) for head, each in zip(self.heads, activations, strict=True)]
        classes = torch.stack(named).mean(dim=0)
        return classes, classes @ cast(Tensor, self.weight) + cast(Tensor, self.bias)


def _has_weights(module: nn.Module) -> bool:
    return isinstance(module, (nn.Conv2d, nn.BatchNorm2d))
