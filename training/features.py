"""Cache what the encoder's frozen trunk makes of each picture, in one memory-mapped array.

    python -m training.features CONFIG --data ROOT

The cache of a data set is a folder with `features.npy` (float16, [P, views, C', H, W]) and
`index.json`, which says what made it and how far it has come: a killed run goes on where it stopped.
Pictures that cannot be opened have no place in it; `unusable.json` beside it names them.
"""

import hashlib
import json
import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from tqdm import tqdm

from models.encoders import Encoder, build_encoder
from narrator.errors import NarratorError
from narrator.picture import open_picture, squeeze
from training.augmentation import VERSION, augment
from training.command_options import cache_option, config_argument, data_option
from training.config import Config, SourceConfig, load_config
from training.datasets import Example, list_source
from training.datasets.skipped import leave_out
from training.datasets.usable import RECORD, names_digest, unusable_pictures
from training.errors import DatasetError, TrainingError
from training.quantise import CALIBRATION_PICTURES, calibration_pictures
from training.trunks import PRECISIONS, Int8Trunk, TorchTrunk, Trunk
from training.whole_file import whole_file

BATCH = 16


@dataclass(frozen=True, kw_only=True)
class FeatureCache:
    """The trunk's activations of one data set: float16 [P, views, C', H, W]."""

    examples: list[Example]
    features: NDArray[np.float16]

    @property
    def views(self) -> int:
        """How many views of each picture there are."""
        return int(self.features.shape[1])


def load_features(folder: Path, source: SourceConfig, root: Path, encoder: Encoder) -> FeatureCache:
    """Open a finished cache.

    Raises `DatasetError` when it is absent, unfinished, of other pictures, or made by another trunk
    than the encoder has now: features of before an end-to-end stage are of no use after it.
    """
    index_file = folder / source.name / "index.json"
    if not index_file.is_file():
        raise DatasetError(
            f"There is no feature cache {index_file.parent}: run python -m training.features first."
        )
    index = json.loads(index_file.read_text(encoding="utf-8"))
    # Pictures that could not be opened when it was made are not in it, even if they can be now.
    unusable = set(index.get("unusable", ()))
    examples = [example for example in list_source(source, root) if example.picture.name not in unusable]
    if index["pictures"] != names_digest(examples):
        raise DatasetError(f"{index_file.parent} was made from other pictures: delete it and make it again.")
    if index["encoder"] != weights_digest(encoder.trunk):
        raise DatasetError(f"{index_file.parent} was made by another encoder: delete it and make it again.")
    if index["done"] < len(examples):
        raise DatasetError(f"{index_file.parent} is unfinished: run python -m training.features again.")
    features = np.load(index_file.parent / "features.npy", mmap_mode="r")
    return FeatureCache(examples=examples, features=features)


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
) -> None:
    """Compute and store the activations of every picture of a data set, going on where a run stopped.

    `trunk` computes the encoder's trunk, and `precision` says in what; without, it is torch in 32 bits.
    """
    here = folder / source.name
    here.mkdir(parents=True, exist_ok=True)
    index_file, array_file = here / "index.json", here / "features.npy"
    listed = list_source(source, root)
    unusable = unusable_pictures(listed, source.name, here)
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
    done = 0
    if index_file.is_file():
        index = {"unusable": [], **json.loads(index_file.read_text(encoding="utf-8"))}
        done = index.pop("done")
        if index != made_by:
            other = sorted(name for name in made_by.keys() | index if index.get(name) != made_by.get(name))
            raise DatasetError(
                f"{here} was made with other settings ({', '.join(other)}): "
                "delete it, or name another folder."
            )
        array = np.lib.format.open_memmap(array_file, mode="r+")
    else:
        probe = encoder.encode_trunk(torch.zeros(1, 3, encoder.image_size, encoder.image_size))
        array = _new_array(array_file, (len(examples), views, *probe.shape[1:]))
    trunk = trunk or TorchTrunk(encoder)
    jobs = [(picture, view) for picture in range(done, len(examples)) for view in range(views)]
    with tqdm(total=len(jobs), desc=source.name, unit="picture") as progress, ThreadPoolExecutor() as pool:
        for start in range(0, len(jobs), BATCH * views):
            batch = jobs[start : start + BATCH * views]
            pictures = pool.map(
                lambda job: _view(examples[job[0]], job[1], encoder.image_size, (seed, *job)), batch
            )
            for (picture, view), activations in zip(batch, trunk(np.stack(list(pictures))), strict=True):
                array[picture, view] = activations
            progress.update(len(batch))
            _replace(index_file, {**made_by, "done": batch[-1][0] + 1})
    array.flush()


def _view(example: Example, view: int, side: int, seed: tuple[int, int, int]) -> NDArray[np.uint8]:
    """One view of a picture [S, S, 3]; view 0 is what the runtime sees."""
    image = open_picture(example.picture).image
    if view:
        image = augment(image, example.captions, np.random.default_rng(seed))
    return squeeze(image, side)


def _new_array(file: Path, shape: tuple[int, ...]) -> "np.memmap[tuple[int, ...], np.dtype[np.float16]]":
    """A memory-mapped array with all its room on the disk. Raises `DatasetError` when there is less."""
    try:
        array = np.lib.format.open_memmap(file, mode="w+", dtype=np.float16, shape=shape)
        # A mapped file whose room is only taken when it is written to kills the process on a full disk.
        if hasattr(os, "posix_fallocate"):
            with file.open("r+b") as stream:
                os.posix_fallocate(stream.fileno(), 0, file.stat().st_size)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise DatasetError(
            f"{file} cannot be made ({error.strerror}): it needs {2 * math.prod(shape) / 1e9:.1f} GB; make "
            "room, name another folder with --cache, or set fewer views."
        ) from error
    return array


def weights_digest(module: nn.Module) -> str:
    """A fingerprint of all weights and statistics of a network."""
    digest = hashlib.sha256()
    for name, tensor in module.state_dict().items():
        digest.update(name.encode())
        # Averaging weights that are all the same may turn -0 into 0, which is the same network.
        digest.update((tensor + 0).cpu().numpy().tobytes())
    return digest.hexdigest()


def _replace(file: Path, index: dict[str, object]) -> None:
    """Write the index in one step, so that a kill or a full disk leaves the old one or the new one."""
    with whole_file(file) as stream:
        stream.write(json.dumps(index, indent=1).encode())


def starting_encoder(config: Config, root: Path) -> Encoder:
    """The encoder as training begins, its weight file looked up under the data root."""
    weights = config.encoder.weights
    if weights not in ("torchvision", "none"):
        weights = str(root / weights)
    return build_encoder(replace(config.encoder, weights=weights))


def make_trunk(config: Config, root: Path, encoder: Encoder) -> Trunk:
    """What computes the features, in the precision that the configuration asks for."""
    precision = config.data.cache_precision
    if precision == "int8":
        return Int8Trunk(
            encoder, calibration_pictures(config, root, encoder.image_size, CALIBRATION_PICTURES)
        )
    return TorchTrunk(encoder, PRECISIONS[precision])


def cache_all(config: Config, root: Path, cache: Path, *, views_seed: int | None = None) -> None:
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
        )


@click.command()
@config_argument
@data_option
@cache_option
def main(config: Path, root: Path, cache: Path) -> None:
    """Cache the features of every data set in CONFIG: several views for training, one for validation."""
    try:
        cache_all(load_config(config), root, cache)
    except (TrainingError, NarratorError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
