"""The learning rate's course, and which parts learn."""

import itertools

import pytest
import torch

from models.captioner import Captioner
from models.decoders import DecoderConfig
from models.encoders import EncoderConfig, build_encoder
from training.config import OptimisationConfig
from training.learning.optimisation import make_optimizer, rate_share, take_step

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
    logits.square().mean().backward()
    take_step(optimizer, share=1.0, gradient_norm=1.0)
    changed = {
        name.split(".")[0]
        for name, tensor in captioner.state_dict().items()
        if not torch.equal(tensor, before[name])
    }
    assert changed == {"decoder"}


def rates(**settings: float) -> dict[str, float]:
    """The rate of each parameter of a captioner with AlexNet, cut after the second of five convolutions."""
    encoder = build_encoder(EncoderConfig(name="alexnet", trunk_until="features.5"))
    captioner = Captioner.build(encoder, DecoderConfig(hidden=16, heads=2), 10)
    stage = OptimisationConfig(learning_rate=1.0, **settings)  # type: ignore[arg-type]
    groups = make_optimizer(captioner, stage).param_groups
    found = {id(parameter): group["initial_lr"] for group in groups for parameter in group["params"]}
    return {name: found[id(p)] for name, p in captioner.named_parameters() if id(p) in found}


def test_each_layer_of_the_encoder_learns_more_slowly_than_the_one_above() -> None:
    """ReLUs and pools have nothing to learn and do not count."""
    found = rates(head_learning_rate=0.1, trunk_learning_rate=0.04, layer_decay=0.5)
    assert {rate for name, rate in found.items() if name.startswith("decoder.")} == {1.0}
    for part in ("weight", "bias"):
        encoder = {
            name: rate for name, rate in found.items() if name.startswith("encoder.") and name.endswith(part)
        }
        assert encoder == pytest.approx(
            {
                f"encoder.head.features_10.{part}": 0.1,
                f"encoder.head.features_8.{part}": 0.05,
                f"encoder.head.features_6.{part}": 0.025,
                f"encoder.trunk.features_3.{part}": 0.04 / 8,
                f"encoder.trunk.features_0.{part}": 0.04 / 16,
            }
        )


def test_without_decay_each_part_is_one_group_so_that_older_checkpoints_go_on() -> None:
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block2"))
    captioner = Captioner.build(encoder, DecoderConfig(hidden=16, heads=2), 10)
    groups = make_optimizer(captioner, OptimisationConfig(trunk_learning_rate=1e-5)).param_groups
    parts = (captioner.decoder, encoder.head, encoder.trunk)
    assert [group["initial_lr"] for group in groups] == [5e-4, 1e-4, 1e-5]
    assert [[id(p) for p in group["params"]] for group in groups] == [
        [id(p) for p in part.parameters()] for part in parts
    ]


def test_a_frozen_trunk_stays_frozen_however_rates_fall() -> None:
    assert not any(name.startswith("encoder.trunk") for name in rates(layer_decay=0.5))
