"""How fast data come, before anything is learned from them: a training set read, and an epoch of batches.

    python -m training.feed CONFIG --data ROOT [--cache CACHE [--cold]]

Without a cache only the lists and captions are read and the vocabulary is made. `--cold` first has the system
forget what it keeps of the cache in memory: as where the cache is larger than that, each epoch then waits for
the disk.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click
import numpy as np
import torch
from tqdm import tqdm

from models.encoders import Encoder
from narrator.captioning.vocabulary import Vocabulary
from training.config import Config, load_config
from training.data.datasets import list_source
from training.errors import TrainingError
from training.features import starting_encoder
from training.learning.stages import check_stages, prepare_stage
from training.terminal.command_options import config_argument, data_option
from training.terminal.sentences import said_in_a_sentence
from training.train import training_vocabulary


@contextmanager
def said(what: str) -> Iterator[None]:
    """Say how long something took."""
    began = time.perf_counter()
    yield
    click.echo(f"{what}: {time.perf_counter() - began:.1f} s")


def read_captions(config: Config, root: Path) -> Vocabulary:
    """Read the training sets and say what is in them."""
    for source in config.data.train:
        with said(f"{source.name} read"):
            examples = list_source(source, root)
        captions = sum(len(example.captions) for example in examples)
        click.echo(f"{source.name}: {len(examples):,} pictures with {captions:,} captions")
    with said("vocabulary made, the training sets read anew"):
        vocabulary = training_vocabulary(config, root)
    click.echo(f"vocabulary: {len(vocabulary):,} words, the special ones included")
    return vocabulary


def feed_stage(
    config: Config,
    number: int,
    vocabulary: Vocabulary,
    encoder: Encoder,
    *,
    root: Path,
    cache: Path,
    most: int,
) -> None:
    """Draw an epoch of a stage, or `most` batches of it if that is not 0, and say how fast they come."""
    with said(f"stage {number + 1} opened"):
        data, _ = prepare_stage(config, config.stages[number], vocabulary, encoder, root=root, cache=cache)
    pictures = 0
    began = time.perf_counter()
    batches = islice(data.epoch(np.random.default_rng(config.seed)), most or None)
    for (batch,) in tqdm(batches, total=most or len(data), unit="batch", leave=False, disable=None):
        pictures += len(batch.pictures)
    rate = pictures / (time.perf_counter() - began)
    click.echo(f"stage {number + 1}: {rate:,.0f} pictures a second, {pictures:,} of them")


def forget(folder: Path) -> None:
    """Have the system drop what it holds of a folder's files in memory, where it can be told to."""
    if not hasattr(os, "posix_fadvise"):
        raise TrainingError("This system cannot be told to forget files: leave out --cold.")
    for file in folder.rglob("*.npy"):
        with file.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@click.command()
@config_argument
@data_option
@click.option("--cache", type=click.Path(path_type=Path), help="Where features are kept.")
@click.option("--cold", is_flag=True, help="Read the cache from the disk, not from memory.")
@click.option("--batches", default=0, help="Draw so many of each stage at most.  [default: an epoch]")
def main(config: Path, root: Path, cache: Path | None, cold: bool, batches: int) -> None:
    """Measure how fast the data of CONFIG are read, and with a cache how fast batches come."""
    with said_in_a_sentence():
        settings = load_config(config)
        vocabulary = read_captions(settings, root)
        if cache is None:
            return
        check_stages(settings, root)
        torch.manual_seed(settings.seed)
        encoder = starting_encoder(settings, root)
        for number in range(len(settings.stages)):
            if cold:
                forget(cache)
            feed_stage(settings, number, vocabulary, encoder, root=root, cache=cache, most=batches)


if __name__ == "__main__":
    main()
