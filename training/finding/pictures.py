"""What a bundle's encoder gives of the pictures of a data set, kept so that it is asked once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from narrator.captioning.finder import Input, seen
from narrator.captioning.network import Network, State
from narrator.picture.opening import open_picture, squeeze
from narrator.whole_file import whole_file
from training.data.datasets import Example

_AT_ONCE = 200
"""Pictures of a file: a run that is killed loses no more."""


def inputs_of(state: State) -> tuple[Input, ...]:
    """All that an encoder gives of a picture: grids pooled, all else whole.

    Decoders with attention take keys [1, heads, size, cells] and values [1, heads, cells, size].
    """
    return tuple(
        Input(name=name, axis=_cells(name) if array.ndim == 4 else None)
        for name, array in (*state.features.items(), *state.witness.items())
    )


def seen_pictures(
    network: Network, inputs: Sequence[Input], name: str, examples: Sequence[Example], kept: Path
) -> NDArray[np.float32]:
    """The inputs [N, I] of a data set's pictures; what was kept by an earlier run is read."""
    kept.mkdir(parents=True, exist_ok=True)
    parts = []
    for start in tqdm(range(0, len(examples), _AT_ONCE), desc=name, unit="part"):
        file = kept / f"{name}-{start:06}.npy"
        if not file.exists():
            rows = [_one(network, inputs, each.picture) for each in examples[start : start + _AT_ONCE]]
            with whole_file(file) as stream:
                np.save(stream, np.stack(rows).astype(np.float16))
        parts.append(np.load(file))
    return np.concatenate(parts).astype(np.float32)


def _one(network: Network, inputs: Sequence[Input], picture: Path) -> NDArray[np.float32]:
    return seen(inputs, network.encode(squeeze(open_picture(picture).image, network.image_size)))


def _cells(name: str) -> int:
    return 3 if "keys" in name else 2
