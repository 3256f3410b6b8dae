"""Let a captioner see through a second encoder, without unlearning anything.

    python -m training.widen CONFIG --data ROOT --weights WEIGHTS --out RUN

CONFIG has a `joint` encoder, whose first member is the encoder of WEIGHTS, a file such as `OTHER/best.pt`.
The decoder's first layer gets an input for each channel of the members after it, at first with weights of
zero: the new captioner says what the old one says, and learns from there what the others see besides.
`training.train --weights` takes `RUN/best.pt`.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import click
import torch
from torch import Tensor

from models.captioner import Captioner
from narrator.captioning.vocabulary import Vocabulary
from training.config import load_config
from training.errors import TrainingError
from training.features import starting_encoder
from training.learning.checkpoint import read_weights, save_weights, uncut
from training.terminal.command_options import config_argument, data_option
from training.terminal.sentences import said_in_a_sentence

Weights = Mapping[str, Tensor]

FIRST_MEMBER = ("encoder.trunk.trunks.trunks.0.", "encoder.head.heads.heads.0.")
NORMALISATION = ("encoder.mean", "encoder.deviation")
"""What a joint encoder has in its trunk, as its members were built."""


def widen(narrow: Weights, wide: Weights) -> dict[str, Tensor]:
    """`wide`, the weights of a captioner behind a joint encoder, filled by one behind its first member alone.

    Raises `TrainingError` when they do not fit.
    """
    given = {uncut(name): tensor for name, tensor in narrow.items() if name not in NORMALISATION}
    places = {_alone(name): name for name in wide if name.startswith(("decoder.", *FIRST_MEMBER))}
    if strange := sorted(given.keys() ^ places.keys()):
        raise TrainingError(f"The weights are of no first member of this encoder: {strange[0]} has no pair.")
    widened = dict(wide)
    for name, tensor in given.items():
        place = places[name]
        if not _fits(tensor, wide[place]):
            raise TrainingError(f"{name} has another shape than this configuration gives it.")
        widened[place] = torch.zeros_like(wide[place])
        # In the first layer the channels of the first member come first; other layers are as large as before.
        widened[place][tuple(map(slice, tensor.shape))] = tensor
    return widened


def _alone(name: str) -> str:
    """How weights of the joint encoder's first member are called where it is the only encoder."""
    for prefix in FIRST_MEMBER:
        if name.startswith(prefix):
            return "encoder." + name.removeprefix(prefix)
    return name


def _fits(narrow: Tensor, wide: Tensor) -> bool:
    if narrow.dim() != 2 or wide.dim() != 2:
        return narrow.shape == wide.shape
    return narrow.shape[0] == wide.shape[0] and narrow.shape[1] <= wide.shape[1]


@click.command()
@config_argument
@data_option
@click.option("--weights", type=click.Path(path_type=Path), required=True, help="Weights to begin with.")
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The new run's folder.")
def main(config: Path, root: Path, weights: Path, run: Path) -> None:
    """Write a run that says what WEIGHTS say, behind CONFIG's joint encoder."""
    with said_in_a_sentence():
        settings = load_config(config)
        narrow = read_weights(weights)
        words = weights.parent / "vocabulary.json"
        captioner = Captioner.build(
            starting_encoder(settings, root), settings.decoder, len(Vocabulary.load(words))
        )
        widened = widen(narrow, captioner.state_dict())
        run.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(words, run / "vocabulary.json")
        save_weights(run / "best.pt", widened)


if __name__ == "__main__":
    main()
