"""Cache what the encoder's frozen trunk makes of each picture, in shards that are memory-mapped later.

    python -m training.features CONFIG --data ROOT

Each data set has a folder of its own (`training.data.feature_cache`), whose shards are written whole or not
at all: a killed run goes on after its last one. Several processes share them out among themselves:

    torchrun --nproc-per-node N -m training.features CONFIG --data ROOT
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from models.encoders import BY_NAME, Encoder, build_encoder
from narrator.picture.opening import open_picture, squeeze
from training.config import Config, SourceConfig, load_config
from training.data.augmentation import VERSION, augment
from training.data.datasets import Example, list_source
from training.data.datasets.skipped import leave_out
from training.data.datasets.usable import RECORD, names_digest, unusable_pictures
from training.data.feature_cache import read_index, refuse_other_shape, weights_digest, write_index
from training.data.shards import SHARD_BYTES, Layout, pictures_in_shard, write_shard
from training.errors import DatasetError
from training.learning.processes import ALONE, Processes, started
from training.release.quantise import CALIBRATION_PICTURES, QUANTISATION, calibration_pictures
from training.release.trunks import PRECISIONS, Int8Trunk, TorchTrunk, Trunk
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.sentences import as_training_errors

BATCH = 16

PATIENCE = timedelta(hours=2)
"""How long one process waits for the others: at most for as long as a shard takes, with a slow encoder."""


def cache_features(
    encoder: Encoder,
    source: SourceConfig,
    root: Path,
    folder: Path,
    *,
    views: int,
    seed: int,
    trunk: Trunk | None = None,
    precision: str = "float32",
    shard_bytes: int = SHARD_BYTES,
    processes: Processes = ALONE,
) -> None:
    """Compute and store the activations of every picture of a data set, going on where a run stopped.

    `trunk` computes the encoder's trunk, and `precision` says in what; without, it is torch in 32 bits. A
    cache that has been begun keeps the size of its shards, whatever `shard_bytes` is now. Of several
    processes each takes every so many-th shard.
    """
    here = folder / source.name
    here.mkdir(parents=True, exist_ok=True)
    listed = list_source(source, root)
    unusable = unusable_pictures(listed, source.name, here, processes=processes)
    examples = leave_out(listed, unusable, source, here / RECORD)
    made_by: dict[str, object] = {
        "pictures": names_digest(examples),
        "unusable": list(unusable),
        "encoder": weights_digest(encoder.trunk),
        "views": views,
        "seed": seed,
        "precision": precision,
    }
    if views > 1:
        made_by["augmentation"] = VERSION
    if precision == "int8":
        made_by["quantisation"] = QUANTISATION
    layout = processes.from_first(lambda: _begin(here, made_by, len(examples), encoder, views, shard_bytes))
    absent = set(layout.absent())
    mine = [shard for shard in processes.share(range(layout.count)) if shard in absent]
    trunk = trunk or TorchTrunk(encoder)
    pictures = sum(len(layout.held(shard)) for shard in mine)
    bar = tqdm(total=pictures * views, desc=source.name, unit="picture", disable=not processes.first)
    with bar, ThreadPoolExecutor() as pool:

        def compute(shard: int) -> Iterator[NDArray[np.float16]]:
            """The activations of a shard's pictures, a batch [N, views, C', H, W] at a time."""
            held = layout.held(shard)
            for start in range(held.start, held.stop, BATCH):
                jobs = [
                    (picture, view) for picture in held[start - held.start :][:BATCH] for view in range(views)
                ]
                pixels = pool.map(
                    lambda job: _view(examples[job[0]], job[1], encoder.image_size, (seed, *job)), jobs
                )
                activations = trunk(np.stack(list(pixels)))
                yield activations.reshape(-1, views, *activations.shape[1:])
                bar.update(len(jobs))

        for shard in mine:
            write_shard(layout, shard, compute(shard))


def _begin(
    folder: Path,
    made_by: Mapping[str, object],
    pictures: int,
    encoder: Encoder,
    views: int,
    shard_bytes: int,
) -> Layout:
    """How a cache is laid out: as it was begun, or anew.

    Raises `DatasetError` for one that was begun with other settings, has a damaged shard, or needs more room
    than there is.
    """
    index = read_index(folder)
    if index is None:
        shape = (views, *encoder.trunk_shape())
        per_shard = min(pictures_in_shard(shape, shard_bytes), pictures)
        layout = Layout(folder=folder, pictures=pictures, shape=shape, pictures_per_shard=per_shard)
        layout.refuse_full_disk()
        write_index(made_by, layout)
        return layout
    if index.made_by != made_by:
        other = sorted(
            name for name in made_by.keys() | index.made_by if index.made_by.get(name) != made_by.get(name)
        )
        raise DatasetError(
            f"{folder} was made with other settings ({', '.join(other)}): delete it, or name another folder."
        )
    refuse_other_shape(folder, index, encoder)
    if index.layout.older and not index.finished:
        raise DatasetError(
            f"{folder} was begun in the layout of before there were shards: delete it and start the same "
            "command again."
        )
    index.layout.refuse_damaged()
    index.layout.refuse_full_disk()
    return index.layout


def _view(example: Example, view: int, side: int, seed: tuple[int, int, int]) -> NDArray[np.uint8]:
    """One view of a picture [S, S, 3]; view 0 is what the runtime sees."""
    image = open_picture(example.picture).image
    if view:
        image = augment(image, example.captions, np.random.default_rng(seed))
    return squeeze(image, side)


def starting_encoder(config: Config, root: Path) -> Encoder:
    """The encoder as training begins, its weight files looked up under the data root."""
    return build_encoder(
        config.encoder.with_weights(lambda weights: weights if weights in BY_NAME else str(root / weights))
    )


def make_trunk(config: Config, root: Path, encoder: Encoder) -> Trunk:
    """What computes the features, in the precision that the configuration asks for."""
    precision = config.data.cache_precision
    if precision == "int8":
        return Int8Trunk(
            encoder, calibration_pictures(config, root, encoder.image_size, CALIBRATION_PICTURES)
        )
    return TorchTrunk(encoder, PRECISIONS[precision])


def cache_all(
    config: Config,
    root: Path,
    cache: Path,
    *,
    views_seed: int | None = None,
    shard_bytes: int = SHARD_BYTES,
    processes: Processes = ALONE,
) -> None:
    """Cache every data set of a configuration, with views drawn by its seed or by another one.

    Raises `MissingWeightsError` when the encoder's weights are not here.
    """
    torch.manual_seed(config.seed)
    encoder = starting_encoder(config, root)
    trunk = make_trunk(config, root, encoder)
    sources = [(source, 1) for source in config.data.validate]
    sources += [(source, config.data.views) for source in config.data.train]
    for source, views in sources:
        cache_features(
            encoder,
            source,
            root,
            cache,
            views=views,
            seed=config.seed if views_seed is None else views_seed,
            trunk=trunk,
            precision=config.data.cache_precision,
            shard_bytes=shard_bytes,
            processes=processes,
        )


@click.command()
@config_argument
@data_option
@cache_option
@click.option(
    "--shard-megabytes",
    type=click.IntRange(min=1),
    default=SHARD_BYTES // 2**20,
    show_default=True,
    help="What a file of a new cache takes at most.",
)
def main(config: Path, root: Path, cache: Path, shard_megabytes: int) -> None:
    """Cache the features of every data set in CONFIG: several views for training, one for validation."""
    with started("cpu", patience=PATIENCE) as processes, as_training_errors():
        cache_all(load_config(config), root, cache, shard_bytes=shard_megabytes * 2**20, processes=processes)


if __name__ == "__main__":
    main()
