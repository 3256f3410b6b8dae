"""One step's gradient, whatever parts and processes the batch is cut into."""

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import torch
from torch import nn
from torch.optim import Optimizer

from models.captioner import Captioner
from training.data.batches import Batch
from training.errors import TrainingError
from training.learning.objectives import Loss
from training.learning.processes import Processes, without_reduction
from training.learning.stages import Objective


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a batch came to."""

    loss: float
    """The mean over its words."""
    reward: float | None
    pictures: int


class Learning(nn.Module):
    """A captioner with its objective: a module that gives the loss, for gradients are reduced by modules."""

    def __init__(self, captioner: Captioner, objective: Objective) -> None:
        super().__init__()
        self.captioner = captioner
        self.objective = objective

    def forward(self, batch: Batch, done: float) -> Loss:
        """The loss of a batch, or of a part of one; `done` is the share of the stage that is over."""
        return self.objective(self.captioner, batch, done=done)


def compute_gradient(
    learning: nn.Module,
    parts: Sequence[Batch],
    optimizer: Optimizer,
    processes: Processes,
    *,
    step: int,
    done: float,
    mixed: bool = False,
) -> Result:
    """Leave the gradient of the batch's mean loss in the parameters.

    `learning` is a `Learning`, with its gradients reduced over processes; `done` is the share of the stage
    that is over; `mixed` computes in bfloat16 what can be. Raises `TrainingError` on all processes for a loss
    that is no number, naming the step.
    """
    optimizer.zero_grad(set_to_none=True)
    device = torch.device(processes.device)
    loss = words = rewards = pictures = rewarded = 0.0
    broken: list[int] = []
    for number, part in enumerate(parts, start=1):
        with nullcontext() if number == len(parts) else without_reduction(learning):
            with torch.autocast(device.type, torch.bfloat16) if mixed else nullcontext():
                found: Loss = learning(part.to(processes.device), done)
            # The loss is a mean over words, of which parts have unequally many: their sums add up, and
            # how many words there are in all is known when all are sampled.
            weight = 0 if part.stand_in else found.words
            total = found.mean * weight
            total.backward()  # type: ignore[no-untyped-call]
        loss += total.item()
        words += float(weight)
        if not math.isfinite(loss) and not broken:
            broken = list(part.pictures)
        shown = 0 if part.stand_in else len(part.pictures)
        pictures += shown
        if found.reward is not None:
            rewarded += shown
            rewards += shown * found.reward

    loss, words, pictures, rewarded, rewards = processes.total(loss, words, pictures, rewarded, rewards)
    if not math.isfinite(loss):
        broken = [picture for some in processes.gather(broken) for picture in some]
        raise TrainingError(
            f"The loss is {loss} at step {step} of this stage, in a batch with the pictures "
            f"{broken[:5]}: lower the learning rate; the last good checkpoint is kept."
        )
    gradients = [
        parameter.grad
        for group in optimizer.param_groups
        for parameter in group["params"]
        if parameter.grad is not None
    ]
    # Reduced gradients are the mean over processes, not the sum.
    torch._foreach_mul_(gradients, processes.count / words)
    return Result(
        loss=loss / words, reward=rewards / rewarded if rewarded else None, pictures=round(pictures)
    )
