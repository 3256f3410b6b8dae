"""Put together an encoder and decoders that were trained apart.

    python -m training.combine --out RUN --encoder WEIGHTS DECODER...

The encoder is that of WEIGHTS, a file such as `RUN/best.pt`. Of one DECODER, another such file, the decoder
is taken as it is; several become the members of an `ensemble`, in the order in which its configuration names
them. The new folder is a run that `training.evaluate` and `training.export` take, and its `best.pt` what
`training.train --weights` takes.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from torch import Tensor

from training.average import common_vocabulary
from training.learning.checkpoint import read_weights, save_weights
from training.terminal.sentences import said_in_a_sentence

Weights = Mapping[str, Tensor]
ENCODER, DECODER = "encoder.", "decoder."


def combine(encoder: Weights, decoders: Sequence[Weights]) -> dict[str, Tensor]:
    """The encoder of one captioner's weights, and the decoders of others' as one or as an ensemble."""
    combined = {name: tensor for name, tensor in encoder.items() if name.startswith(ENCODER)}
    for number, weights in enumerate(decoders):
        place = f"{DECODER}members.{number}." if len(decoders) > 1 else DECODER
        combined |= {
            place + name.removeprefix(DECODER): tensor
            for name, tensor in weights.items()
            if name.startswith(DECODER)
        }
    return combined


@click.command()
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The new run's folder.")
@click.option(
    "--encoder", type=click.Path(path_type=Path), required=True, help="Weights with the encoder to take."
)
@click.argument("decoders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DECODER...")
def main(run: Path, encoder: Path, decoders: tuple[Path, ...]) -> None:
    """Write a run with the encoder of some weights and the decoders of others."""
    with said_in_a_sentence():
        vocabulary = common_vocabulary([encoder, *decoders])
        combined = combine(read_weights(encoder), [read_weights(decoder) for decoder in decoders])
        run.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(vocabulary, run / "vocabulary.json")
        save_weights(run / "best.pt", combined)


if __name__ == "__main__":
    main()
