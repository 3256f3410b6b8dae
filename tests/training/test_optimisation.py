"""The learning rate's course, and which parts learn."""

import itertools

import pytest
import torch

from models.captioner import Captioner
from models.decoders import DecoderConfig
from models.encoders import EncoderConfig, build_encoder
from training.config import OptimisationConfig
from training.optimisation import make_optimizer, rate_share, take_step

STAGE = OptimisationConfig(warmup_steps=10, final_share=0.1)


def test_the_rate_rises_to_its_full_height_and_falls_to_its_final_share() -> None:
    shares = [rate_share(step, 100, STAGE) for step in range(101)]
    assert shares[:10] == pytest.approx([(step + 1) / 10 for step in range(10)])
    assert shares[10] == pytest.approx(1.0)
    assert shares[-1] == pytest.approx(0.1)
    assert all(a >= b for a, b in itertools.pairwise(shares[10:]))


def test_a_part_with_rate_zero_stays_as_it_is() -> None:
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block3"))
    captioner = Captioner.build(encoder, DecoderConfig(hidden=16, heads=2), 10)
    optimizer = make_optimizer(captioner, OptimisationConfig(learning_rate=0.1, head_learning_rate=0.0))
    before = {name: tensor.clone() for name, tensor in captioner.state_dict().items()}
    logits = captioner(encoder.encode_trunk(torch.rand(1, 3, 96, 96)), torch.randint(10, (1, 1, 3)))
    take_step(optimizer, logits.square().mean(), share=1.0, gradient_norm=1.0)
    changed = {
        name.split(".")[0]
        for name, tensor in captioner.state_dict().items()
        if not torch.equal(tensor, before[name])
    }
    assert changed == {"decoder"}
