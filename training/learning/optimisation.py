"""The optimiser and its learning rate."""

import math
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.optim import Adam, Optimizer

from models.captioner import Captioner
from training.config import OptimisationConfig

Tensors = tuple[Tensor, ...] | list[Tensor]


class Optimising(Protocol):
    """What changes weights by their gradients: an `Optimizer`, or several that are taken for one."""

    @property
    def param_groups(self) -> list[dict[str, Any]]:
        """Weights, with the rates at which they are changed."""

    def zero_grad(self) -> None:
        """Forget all gradients."""

    def step(self) -> Any:
        """Change the weights once."""

    def state_dict(self) -> dict[str, Any]:
        """All that is needed to go on."""

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there."""


def make_optimizer(captioner: Captioner, stage: OptimisationConfig) -> Optimizer:
    """Adam (Kingma and Ba 2014, arXiv:1412.6980) with a rate for each part; a part with rate 0 is frozen.

    Within the encoder the rate falls from layer to layer, from the topmost down to the pixels (Howard and
    Ruder 2018, arXiv:1801.06146), head and trunk counted through; layers without weights do not count.
    """
    encoder = captioner.encoder
    weighed = [layer for layer in encoder.layers().values() if any(True for _ in layer.parameters())]
    depths = {
        parameter: depth for depth, layer in enumerate(reversed(weighed)) for parameter in layer.parameters()
    }
    parts: list[tuple[nn.Module, float]] = [
        (captioner.decoder, stage.learning_rate),
        (encoder.head, stage.head_learning_rate),
        (encoder.trunk, stage.trunk_learning_rate),
    ]
    groups = []
    for part, rate in parts:
        part.requires_grad_(rate > 0)
        by_rate: dict[float, list[nn.Parameter]] = defaultdict(list)
        for parameter in part.parameters():
            by_rate[rate * stage.layer_decay ** depths.get(parameter, 0)].append(parameter)
        if rate > 0:
            groups += [{"params": same, "lr": own, "initial_lr": own} for own, same in by_rate.items()]
    return Adam(groups, weight_decay=stage.weight_decay)


def rate_share(step: int, steps: int, stage: OptimisationConfig) -> float:
    """The share of the learning rate at a step: linear warm-up, then half a cosine down to `final_share`."""
    if step < stage.warmup_steps:
        return (step + 1) / stage.warmup_steps
    done = (step - stage.warmup_steps) / max(1, steps - stage.warmup_steps)
    return stage.final_share + (1 - stage.final_share) * (1 + math.cos(math.pi * min(1.0, done))) / 2


def moving_average(decay: float) -> Callable[[Tensors, Tensors, Tensor | int], None]:
    """An exponential moving average of weights, for `AveragedModel`.

    The decay rises with the number n of steps as (1 + n) / (10 + n): a short stage would otherwise be
    judged, and left, by the weights that it began with.
    """

    @torch.no_grad()
    def update(averages: Tensors, weights: Tensors, steps: Tensor | int) -> None:
        warmed = min(decay, (1 + int(steps)) / (10 + int(steps)))
        torch._foreach_lerp_(averages, weights, 1 - warmed)

    return update


def take_step(optimizer: Optimising, *, share: float, gradient_norm: float) -> None:
    """One update by the gradients, clipped to a norm, at a share of each part's learning rate."""
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] * share
    nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], gradient_norm)
    optimizer.step()
