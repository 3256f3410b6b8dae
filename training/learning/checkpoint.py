"""Checkpoints: all that a resumed run needs to go on as if it had never stopped.

Random numbers need no place in them: each epoch seeds its own from the configuration's seed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from narrator.whole_file import whole_file
from training.errors import TrainingError
from training.learning.optimisation import Optimising


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run has come; the next epoch to do is `epoch` of `stage`."""

    stage: int = 0
    epoch: int = 0
    steps: int = 0
    """Steps done in this stage."""
    best: float = float("-inf")
    """The best validation score of this stage."""
    since_best: int = 0


def save_checkpoint(
    file: Path, model: nn.Module, averaged: nn.Module, optimizer: Optimising, progress: Progress
) -> None:
    """Write a checkpoint in one step: a kill or a full disk leaves the last good one.

    Raises `TrainingError` when it cannot be written.
    """
    state = {
        "model": model.state_dict(),
        "averaged": averaged.state_dict(),
        "optimizer": optimizer.state_dict(),
        "progress": vars(progress),
    }
    _write(file, state)


def load_checkpoint(file: Path, model: nn.Module, averaged: nn.Module) -> tuple[Progress, dict[str, Any]]:
    """Restore both sets of weights; returns the progress and the optimizer's state.

    Raises `TrainingError` when they do not fit.
    """
    state = _read(file)
    with _of_this_configuration(file):
        model.load_state_dict(state["model"])
        averaged.load_state_dict(state["averaged"])
    return Progress(**state["progress"]), state["optimizer"]


def load_optimizer(file: Path, optimizer: Optimising, state: dict[str, Any]) -> None:
    """Restore an optimizer's state from a checkpoint. Raises `TrainingError` when it does not fit."""
    with _of_this_configuration(file):
        optimizer.load_state_dict(state)


def save_weights(file: Path, weights: Mapping[str, Tensor]) -> None:
    """Write weights alone, a model's `state_dict()`: what evaluation and export read."""
    _write(file, dict(weights))


def read_weights(file: Path) -> dict[str, Tensor]:
    """Weights by name, as `save_weights` wrote them. Raises `TrainingError` when there are none."""
    return _read(file)


def load_weights(file: Path, model: nn.Module, *, only: str = "") -> None:
    """Read weights written by `save_weights`, wherever their encoder was cut into trunk and head.

    `only` those whose names begin so, such as `encoder.`; the others stay as they are. Raises `TrainingError`
    when they are absent or do not fit.
    """
    own = model.state_dict()
    read = named_like(own, read_weights(file))
    wanted = {name: tensor for name, tensor in read.items() if name.startswith(only)}
    kept = {name: tensor for name, tensor in own.items() if not name.startswith(only)}
    with _of_this_configuration(file):
        model.load_state_dict(wanted | kept)


def named_like(other: Mapping[str, Tensor], weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Weights under the names that another captioner has for the same layers.

    Which layers of the encoder are its trunk and which its head is the configuration's choice of what is
    trained; the network is the same.
    """
    names = {uncut(name): name for name in other}
    return {names.get(uncut(name), name): tensor for name, tensor in weights.items()}


def uncut(name: str) -> str:
    """A layer's name without whether the trunk or the head has it."""
    return name.replace("encoder.trunk.", "encoder.").replace("encoder.head.", "encoder.")


@contextmanager
def _of_this_configuration(file: Path) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, ValueError) as error:  # of weights, and of an optimizer's groups
        raise TrainingError(f"{file} was made with another configuration: {error}") from error


def _write(file: Path, state: dict[str, Any]) -> None:
    with whole_file(file, synced=True) as stream:
        try:
            torch.save(state, stream)
        except RuntimeError as error:
            # What the disk said is hidden behind what torch's writer says when it closes.
            if isinstance(error.__context__, OSError):
                raise error.__context__ from None
            raise


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise TrainingError(f"There is no {file}: run python -m training.train first.")
    state: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    return state
