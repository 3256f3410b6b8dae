"""The optimiser and its learning rate."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Adam, Optimizer

from models.captioner import Captioner
from training.config import OptimisationConfig

Tensors = tuple[Tensor, ...] | list[Tensor]


def make_optimizer(captioner: Captioner, stage: OptimisationConfig) -> Optimizer:
    """Adam (Kingma and Ba 2014, arXiv:1412.6980) with a rate for each part; a part with rate 0 is frozen."""
    rates: list[tuple[nn.Module, float]] = [
        (captioner.decoder, stage.learning_rate),
        (captioner.encoder.head, stage.head_learning_rate),
        (captioner.encoder.trunk, stage.trunk_learning_rate),
    ]
    groups = []
    for part, rate in rates:
        part.requires_grad_(rate > 0)
        parameters = list(part.parameters())
        if rate > 0 and parameters:
            groups.append({"params": parameters, "lr": rate, "initial_lr": rate})
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


def take_step(optimizer: Optimizer, loss: Tensor, *, share: float, gradient_norm: float) -> None:
    """One update at a share of each part's learning rate, the gradient clipped to a norm."""
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] * share
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], gradient_norm)
    optimizer.step()
