"""The photographs of a configuration's data sets: those to set thresholds on, and those to report on."""

from collections.abc import Sequence
from pathlib import Path

from training.config import Config
from training.data.datasets import read_source

SPLITS = ("train", "dev")
"""Thresholds are set on the training sets alone; what is reported is of the validation sets."""


def photographs(config: Config, root: Path, split: str, most: int) -> list[Path]:
    """At most so many photographs of the split, evenly over all its sets. Raises DatasetError."""
    sources = config.data.train if split == "train" else config.data.validate
    files = [example.picture for source in sources for example in read_source(source, root)]
    return evenly(files, most)


def evenly(files: Sequence[Path], most: int) -> list[Path]:
    """At most so many of the files, evenly over their list."""
    count = min(most, len(files))
    return [files[i * len(files) // count] for i in range(count)]
