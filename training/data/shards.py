"""Activations of many pictures, in files of some hundred megabytes that are each there whole or not at all.

All hold as many pictures, in the order of their list, but for the last: `features-00000.npy`,
`features-00001.npy` and so on, float16 [pictures, views, C', H, W]. What is killed while it writes one has
lost that one alone, and a reader has only a few of them mapped at a time.
"""

import math
import mmap
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from narrator.whole_file import whole_file
from training.errors import DatasetError

SHARD_BYTES = 256 * 2**20
"""What a shard takes at most: at a hundred pictures a second what a kill can cost is less than a minute."""

OPEN = 8
"""Shards that a reader has mapped at a time, if it is not told otherwise."""

BYTES = np.dtype(np.float16).itemsize


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Which pictures lie in which file of a folder."""

    folder: Path
    pictures: int
    shape: tuple[int, ...]
    """Of one picture's activations: views, C', H, W."""
    pictures_per_shard: int
    older: bool = False
    """All lie in `features.npy`, as caches were laid out before there were shards."""

    @property
    def count(self) -> int:
        """How many shards there are when all are done."""
        return math.ceil(self.pictures / self.pictures_per_shard)

    def file(self, shard: int) -> Path:
        """Where a shard lies."""
        return self.folder / ("features.npy" if self.older else f"features-{shard:05}.npy")

    def held(self, shard: int) -> range:
        """The numbers of the pictures in a shard."""
        start = shard * self.pictures_per_shard
        return range(start, min(start + self.pictures_per_shard, self.pictures))

    def absent(self) -> list[int]:
        """The shards that are not there yet."""
        return [shard for shard in range(self.count) if not self.file(shard).is_file()]

    def refuse_damaged(self) -> None:
        """Raise `DatasetError` for the first shard that is there and has not the size or the kind it should.

        What the numbers are is not looked at, which would be to read them all.
        """
        for shard in range(self.count):
            if self.file(shard).is_file():
                open_shard(self, shard)

    def refuse_full_disk(self) -> None:
        """Raise `DatasetError` when the absent shards need more room than the disk has."""
        pictures = sum(len(self.held(shard)) for shard in self.absent())
        needed, free = pictures * math.prod(self.shape) * BYTES, shutil.disk_usage(self.folder).free
        if needed > free:
            raise DatasetError(
                f"{self.folder} needs another {needed / 1e9:,.1f} GB, but its disk has {free / 1e9:,.1f} GB "
                "left: make room, name another folder with --cache, or set fewer views."
            )


def older_layout(folder: Path) -> Layout:
    """The layout of before there were shards: one file, whose own header says what it holds.

    Raises `DatasetError` when it cannot be read.
    """
    file = folder / "features.npy"
    try:
        pictures, *shape = np.lib.format.open_memmap(file, mode="r").shape
    except (OSError, ValueError, EOFError) as error:
        raise DatasetError(
            f"{file} cannot be read ({error}): delete {folder} and run python -m training.features again."
        ) from error
    return Layout(
        folder=folder, pictures=pictures, shape=tuple(shape), pictures_per_shard=pictures, older=True
    )


def pictures_in_shard(shape: Sequence[int], shard_bytes: int = SHARD_BYTES) -> int:
    """How many pictures, each with activations of this shape, fit into so many bytes; at least one."""
    return max(1, shard_bytes // (math.prod(shape) * BYTES))


def write_shard(layout: Layout, shard: int, activations: Iterable[NDArray[np.float16]]) -> None:
    """Write a shard from the activations of its pictures, some at a time [N, views, C', H, W].

    Raises `NarratorError` when the disk is full; then, and after a kill, there is no such shard.
    """
    file = layout.file(shard)
    for left_over in file.parent.glob(f".{file.name}.*.part"):  # by a run that was killed
        left_over.unlink(missing_ok=True)
    header = {"descr": "<f2", "fortran_order": False, "shape": (len(layout.held(shard)), *layout.shape)}
    with whole_file(file, synced=True) as stream:
        np.lib.format.write_array_header_1_0(stream, header)
        for part in activations:
            stream.write(np.ascontiguousarray(part, dtype="<f2").data)


def open_shard(layout: Layout, shard: int) -> "np.memmap[tuple[int, ...], np.dtype[np.float16]]":
    """Map a shard [pictures, views, C', H, W]. Raises `DatasetError` when it is absent or damaged."""
    file = layout.file(shard)
    remedy = f"delete {file} and run python -m training.features again, which computes this file alone."
    if layout.older:
        remedy = f"delete {layout.folder} and run python -m training.features again."
    try:
        # Reading beyond the end of a mapped file kills the process, so its size is compared first.
        mapped = np.lib.format.open_memmap(file, mode="r")
        size = file.stat().st_size
    except (OSError, ValueError, EOFError) as error:
        raise DatasetError(f"{file} cannot be read ({error}): {remedy}") from error
    shape = (len(layout.held(shard)), *layout.shape)
    if mapped.shape != shape or mapped.dtype != np.float16 or size != mapped.offset + mapped.nbytes:
        raise DatasetError(f"{file} is not the shard that should be there: {remedy}")
    return mapped


class ShardReader:
    """Reads the activations of any pictures, with a bounded number of shards mapped at a time."""

    def __init__(self, layout: Layout, *, at_once: int = OPEN, ahead: bool = False) -> None:
        """Map so many shards at once at most; `ahead` has the system read each as a whole once it is mapped.

        That is for readers who soon want most of a shard, in any order.
        """
        self.layout = layout
        self._ahead = ahead
        self._mapped = lru_cache(at_once)(self._map)

    @property
    def shape(self) -> tuple[int, ...]:
        """P, views, C', H, W."""
        return (self.layout.pictures, *self.layout.shape)

    @property
    def mapped(self) -> int:
        """How many shards are mapped now."""
        return self._mapped.cache_info().currsize

    def read(self, pictures: ArrayLike, views: ArrayLike) -> NDArray[np.float16]:
        """One view of each of N pictures [N, C', H, W]; a single number as `views` is for all of them."""
        pictures = np.asarray(pictures, dtype=np.int64)
        views = np.broadcast_to(np.asarray(views, dtype=np.int64), pictures.shape)
        activations = np.empty((len(pictures), *self.layout.shape[1:]), dtype=np.float16)
        shards = pictures // self.layout.pictures_per_shard
        for shard in np.unique(shards).tolist():
            rows = np.flatnonzero(shards == shard)
            places = pictures[rows] - self.layout.held(shard).start
            activations[rows] = self._mapped(shard)[places, views[rows]]
        return activations

    def _map(self, shard: int) -> "np.memmap[tuple[int, ...], np.dtype[np.float16]]":
        mapped = open_shard(self.layout, shard)
        if self._ahead and hasattr(mmap, "MADV_WILLNEED"):
            mapped._mmap.madvise(mmap.MADV_WILLNEED)  # type: ignore[attr-defined]  # not in numpy's types
        return mapped
