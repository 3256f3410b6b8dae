"""Several encoders as one: what each member sees, and where their cells lie."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from models.encoders import Encoder, EncoderConfig, WeightsError, build_encoder

LARGE = EncoderConfig(name="small", trunk_until="block3")
DARK = EncoderConfig(name="squeezenet1_1", trunk_until="features.10", image_size=97)
"""Another network whose grid has as many cells."""


def members() -> list[Encoder]:
    torch.manual_seed(1)
    return [build_encoder(config) for config in (LARGE, DARK)]


def joint() -> Encoder:
    torch.manual_seed(1)
    return build_encoder(EncoderConfig(name="joint", members=(LARGE, DARK)))


@pytest.fixture
def pictures() -> Tensor:
    return torch.rand(2, 3, 97, 97, generator=torch.Generator().manual_seed(3)) * 255


@torch.inference_mode()
def test_a_cell_has_what_each_member_sees_there(pictures: Tensor) -> None:
    one, other = members()
    together = joint()
    assert (together.image_size, together.channels) == (97, one.channels + other.channels)
    small = interpolate(pictures, size=(96, 96), mode="bilinear", align_corners=False)
    expected = torch.cat([one(small), other(pictures)], dim=2)
    assert expected.shape[1] > 1
    torch.testing.assert_close(together(pictures), expected)


@torch.inference_mode()
def test_what_is_cached_is_all_that_the_heads_need(pictures: Tensor) -> None:
    encoder = joint()
    activations = encoder.encode_trunk(pictures)
    assert activations.shape[2:] == (1, 1)
    torch.testing.assert_close(encoder.encode_head(activations), encoder(pictures))


def test_grids_of_different_sizes_are_refused() -> None:
    other = EncoderConfig(name="mobilenet_v2", trunk_until="features.16")
    with pytest.raises(
        WeightsError, match="Grids of 6x6 and 7x7 cells do not lie over each other: set image"
    ):
        build_encoder(EncoderConfig(name="joint", members=(LARGE, other)))


def test_members_keep_their_statistics() -> None:
    member = replace(DARK, statistics="learned")
    with pytest.raises(WeightsError, match="members keep their statistics"):
        build_encoder(EncoderConfig(name="joint", members=(LARGE, member)))


def test_a_joint_encoder_needs_members() -> None:
    with pytest.raises(WeightsError, match="A joint encoder needs members"):
        build_encoder(EncoderConfig(name="joint"))


def test_a_network_can_see_pictures_of_another_size() -> None:
    encoder = build_encoder(EncoderConfig(name="mobilenet_v2", trunk_until="features.16", image_size=256))
    assert encoder.image_size == 256
    with torch.inference_mode():
        assert encoder(torch.zeros(1, 3, 256, 256)).shape == (1, 64, 1280)
