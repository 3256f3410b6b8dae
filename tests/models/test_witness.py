"""A witness names what the networks that it is made of were trained to name."""

import torch

from models.encoders import EncoderConfig, build_encoder
from models.encoders.efficientnet_lite import classifier
from models.witness import NamingHead, Witness
from narrator.picture.opening import open_picture, squeeze
from tests.places import PHOTOGRAPHS

NAMES = ("efficientnet_lite0", "efficientnet_lite2")


def trunk(name: str, photograph: str) -> torch.Tensor:
    encoder = build_encoder(
        EncoderConfig(name=name, weights="package", trunk_until="features.7", image_size=256)
    )
    pixels = squeeze(open_picture(PHOTOGRAPHS / f"{photograph}.jpg").image, 256)
    with torch.inference_mode():
        return encoder.encode_trunk(torch.tensor(pixels).permute(2, 0, 1)[None].float())


def test_a_head_gives_the_logits_of_the_whole_network() -> None:
    name = NAMES[0]
    encoder = build_encoder(
        EncoderConfig(name=name, weights="package", trunk_until="features.7", image_size=256)
    )
    activations = trunk(name, "cat")
    weight, bias = classifier(name)
    with torch.inference_mode():
        expected = encoder.encode_head(activations).mean(dim=1) @ weight.T + bias
        found = NamingHead.trained(name)(activations)
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)


def test_a_witness_gives_the_mean_of_its_heads_and_words_from_that() -> None:
    heads = [NamingHead.trained(name) for name in NAMES]
    weight, bias = torch.zeros(1000, 2), torch.tensor([0.5, -0.5])
    weight[281:286, 0] = 1.0  # cats at home
    activations = [trunk(name, "cat") for name in NAMES]
    with torch.inference_mode():
        classes, words = Witness(heads, weight, bias)(activations)
        alone = [head(each) for head, each in zip(heads, activations, strict=True)]
    torch.testing.assert_close(classes, (alone[0] + alone[1]) / 2)
    torch.testing.assert_close(words[0, 0], classes[0, 281:286].sum() + 0.5)
    assert words[0, 1] == -0.5
