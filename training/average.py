"""Average the weights of one network that was trained on in different ways.

    python -m training.average --out RUN WEIGHTS=SHARE WEIGHTS=SHARE...

Weights that began from the same ones lie near enough for their mean to be a good network too, often a
better one than each (Wortsman et al. 2022, arXiv:2203.05482). WEIGHTS is a file such as
`RUN/stage-3.pt`; shares are divided by their sum. The new folder is a run that `training.evaluate` and
`training.export` take.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import click
from torch import Tensor

from training.errors import TrainingError
from training.learning.checkpoint import named_like, read_weights, save_weights
from training.terminal.sentences import said_in_a_sentence

Weights = dict[str, Tensor]


def average(parts: Sequence[tuple[Weights, float]]) -> Weights:
    """The mean of weights by name, each part counted with its share.

    Raises `TrainingError` when they are of different networks, or a share is not positive.
    """
    if not parts or min(share for _, share in parts) <= 0:
        raise TrainingError("An average needs weights with a share above 0 each, such as stage-3.pt=0.5.")
    first = parts[0][0]
    parts = [(named_like(first, weights), share) for weights, share in parts]
    if any(_shapes(weights) != _shapes(first) for weights, _ in parts):
        raise TrainingError("These weights are of different networks; average those of one configuration.")
    total = sum(share for _, share in parts)
    return {
        # Whole numbers, such as how many batches a layer has seen, have no mean.
        name: _mean([(weights[name], share / total) for weights, share in parts])
        if tensor.is_floating_point()
        else tensor
        for name, tensor in first.items()
    }


def _mean(parts: Sequence[tuple[Tensor, float]]) -> Tensor:
    mean = parts[0][0].double() * parts[0][1]
    for tensor, share in parts[1:]:
        mean += tensor.double() * share
    return mean.to(parts[0][0].dtype)


def _shapes(weights: Weights) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in weights.items()}


def average_files(parts: Sequence[tuple[Path, float]], run: Path) -> None:
    """Write the average of files as `best.pt`, beside the vocabulary that must be theirs all.

    Raises `TrainingError`.
    """
    vocabulary = common_vocabulary([file for file, _ in parts])
    mean = average([(read_weights(file), share) for file, share in parts])
    run.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(vocabulary, run / "vocabulary.json")
    save_weights(run / "best.pt", mean)


def common_vocabulary(files: Sequence[Path]) -> Path:
    """The vocabulary beside the first of these weights. Raises `TrainingError` when another has another."""
    vocabularies = [file.parent / "vocabulary.json" for file in files]
    if len({_content(vocabulary) for vocabulary in vocabularies}) > 1:
        raise TrainingError(
            "These weights have different vocabularies: what they say of words cannot be put together."
        )
    return vocabularies[0]


def _content(vocabulary: Path) -> bytes:
    try:
        return vocabulary.read_bytes()
    except OSError as error:
        raise TrainingError(
            f"{vocabulary} cannot be read: {error.strerror}; weights need their vocabulary beside them."
        ) from error


class Part(click.ParamType[tuple[Path, float]]):
    """WEIGHTS=SHARE on the command line."""

    name = "WEIGHTS=SHARE"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Path, float]:
        """The file and its share."""
        file, _, share = value.rpartition("=")
        try:
            return Path(file), float(share)
        except ValueError:
            self.fail(f"{value!r} is no WEIGHTS=SHARE, such as run/stage-3.pt=0.5.", param, ctx)


@click.command()
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The new run's folder.")
@click.argument("parts", nargs=-1, required=True, type=Part())
def main(run: Path, parts: tuple[tuple[Path, float], ...]) -> None:
    """Write the average of WEIGHTS, each with its SHARE."""
    with said_in_a_sentence():
        average_files(parts, run)


if __name__ == "__main__":
    main()
