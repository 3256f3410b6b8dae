"""The feature cache of a data set: what made it, and how to open it.

It is a folder with shards (`training.data.shards`) and `index.json`, which says what made them and how they
are laid out. Pictures that cannot be opened have no place in it; `unusable.json` beside it names them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from torch import nn

from models.encoders import Encoder
from narrator.whole_file import whole_file
from training.config import SourceConfig
from training.data.datasets import Example, list_source
from training.data.datasets.usable import names_digest
from training.data.shards import OPEN, Layout, ShardReader, older_layout
from training.errors import DatasetError


@dataclass(frozen=True, kw_only=True)
class FeatureCache:
    """The trunk's activations of one data set, and the pictures in their order."""

    examples: list[Example]
    features: ShardReader


@dataclass(frozen=True, kw_only=True)
class Index:
    """What `index.json` says, and what is there."""

    made_by: dict[str, object]
    """From what, by what and with which settings the cache was made."""
    layout: Layout
    finished: bool


def load_features(
    folder: Path, source: SourceConfig, root: Path, encoder: Encoder, *, window: int = 0
) -> FeatureCache:
    """Open a finished cache; `window` is how many shards pictures are drawn from at a time, 0 for all.

    Raises `DatasetError` when it is absent, unfinished, damaged, of other pictures, or made by another trunk
    than the encoder has now: features of before an end-to-end stage are of no use after it.
    """
    here = folder / source.name
    index = read_index(here)
    if index is None:
        raise DatasetError(f"There is no feature cache {here}: run python -m training.features first.")
    # Pictures that could not be opened when it was made are not in it, even if they can be now.
    unusable = set(cast(list[str], index.made_by["unusable"]))
    examples = [example for example in list_source(source, root) if example.picture.name not in unusable]
    if index.made_by["pictures"] != names_digest(examples):
        raise DatasetError(f"{here} was made from other pictures: delete it and make it again.")
    if index.made_by["encoder"] != weights_digest(encoder.trunk):
        raise DatasetError(f"{here} was made by another encoder: delete it and make it again.")
    refuse_other_shape(here, index, encoder)
    if not index.finished:
        raise DatasetError(f"{here} is unfinished: run python -m training.features again.")
    index.layout.refuse_damaged()
    # A batch may still hold a rest of the window before. With room for a third one, no shard that such a rest
    # needs is given up for a new one.
    at_once = 3 * window if window else OPEN
    return FeatureCache(
        examples=examples, features=ShardReader(index.layout, at_once=at_once, ahead=window > 0)
    )


def read_index(folder: Path) -> Index | None:
    """What is known of the cache in a folder; None where there is none.

    Raises `DatasetError` for an array of the older layout that cannot be read.
    """
    file = folder / "index.json"
    if not file.is_file():
        return None
    made_by: dict[str, Any] = {"unusable": [], **json.loads(file.read_text(encoding="utf-8"))}
    if "done" in made_by:
        done = made_by.pop("done")
        layout = older_layout(folder)
        return Index(made_by=made_by, layout=layout, finished=done >= layout.pictures)
    pictures, *shape = made_by.pop("shape")
    layout = Layout(
        folder=folder,
        pictures=pictures,
        shape=tuple(shape),
        pictures_per_shard=made_by.pop("pictures_per_shard"),
    )
    return Index(made_by=made_by, layout=layout, finished=not layout.absent())


def refuse_other_shape(folder: Path, index: Index, encoder: Encoder) -> None:
    """Raise `DatasetError` where a trunk with the same weights was shown pictures of another size."""
    if index.layout.shape[1:] != encoder.trunk_shape():
        raise DatasetError(f"{folder} was made from pictures of another size: delete it and make it again.")


def write_index(made_by: Mapping[str, object], layout: Layout) -> None:
    """Say what made a cache, before its first shard. Raises `TrainingError` when the disk is full."""
    shape = [layout.pictures, *layout.shape]
    index = {**made_by, "shape": shape, "pictures_per_shard": layout.pictures_per_shard}
    with whole_file(layout.folder / "index.json", synced=True) as stream:
        stream.write(json.dumps(index, indent=1).encode())


def weights_digest(module: nn.Module) -> str:
    """A fingerprint of all weights and statistics of a network."""
    digest = hashlib.sha256()
    for name, tensor in module.state_dict().items():
        digest.update(name.encode())
        # Averaging weights that are all the same may turn -0 into 0, which is the same network.
        digest.update((tensor + 0).cpu().numpy().tobytes())
    return digest.hexdigest()
