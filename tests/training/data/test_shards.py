"""Shards: whole or absent, read like one array, few of them mapped at a time."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training.data.shards import Layout, ShardReader, older_layout, pictures_in_shard, write_shard
from training.errors import DatasetError

SHAPE = (2, 3, 4, 4)
"""Of a picture: views, C', H, W."""


def activations(pictures: int) -> NDArray[np.float16]:
    return np.random.default_rng(0).standard_normal((pictures, *SHAPE)).astype(np.float16)


def write(folder: Path, pictures: int, per_shard: int) -> Layout:
    layout = Layout(folder=folder, pictures=pictures, shape=SHAPE, pictures_per_shard=per_shard)
    whole = activations(pictures)
    for shard in range(layout.count):
        held = layout.held(shard)
        write_shard(layout, shard, iter(np.array_split(whole[held.start : held.stop], 3)))
    return layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return write(tmp_path, pictures=23, per_shard=5)


def test_shards_hold_every_picture_once(layout: Layout) -> None:
    assert layout.count == 5
    assert [picture for shard in range(5) for picture in layout.held(shard)] == list(range(23))
    assert layout.absent() == []


def test_any_pictures_are_read_as_from_one_array(layout: Layout) -> None:
    random = np.random.default_rng(1)
    pictures, views = random.integers(23, size=60), random.integers(2, size=60)
    whole, reader = activations(23), ShardReader(layout)
    np.testing.assert_array_equal(reader.read(pictures, views), whole[pictures, views])
    np.testing.assert_array_equal(reader.read(range(23), 1), whole[:, 1])
    assert reader.shape == whole.shape


def test_reading_ahead_gives_the_same(layout: Layout) -> None:
    np.testing.assert_array_equal(ShardReader(layout, ahead=True).read(range(23), 0), activations(23)[:, 0])


def mapped_here(folder: Path) -> int:
    """Files of the folder that the system says are mapped into this process."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return len({line.split(maxsplit=5)[-1] for line in lines if f"{folder}/" in line})


def test_only_so_many_shards_are_mapped_at_a_time(layout: Layout) -> None:
    reader = ShardReader(layout, at_once=2)
    most = 0
    for picture in np.random.default_rng(2).permutation(23):
        reader.read([picture], 0)
        most = max(most, mapped_here(layout.folder))
    assert most == reader.mapped == 2


def test_a_shard_takes_as_many_pictures_as_fit() -> None:
    assert pictures_in_shard((1, 2048, 7, 7)) == 1337  # 256 MB of ResNet-101's activations
    assert pictures_in_shard((1, 8), shard_bytes=47) == 2
    assert pictures_in_shard((1, 8), shard_bytes=1) == 1


def test_what_stops_within_a_shard_leaves_none(layout: Layout) -> None:
    def broken() -> Iterator[NDArray[np.float16]]:
        yield activations(3)
        raise KeyboardInterrupt

    layout.file(2).unlink()
    with pytest.raises(KeyboardInterrupt):
        write_shard(layout, 2, broken())
    assert layout.absent() == [2]
    assert len(list(layout.folder.iterdir())) == 4


def test_what_a_killed_run_left_of_a_shard_is_cleared_away(layout: Layout) -> None:
    left = layout.file(1).with_name(f".{layout.file(1).name}.12345.part")
    other = layout.file(3).with_name(f".{layout.file(3).name}.12345.part")  # another process is at it
    for file in (left, other):
        file.write_bytes(b"half a shard")
    write_shard(layout, 1, [activations(5)])
    assert not left.exists() and other.exists()


@pytest.mark.parametrize("size", [0, 60, 128, 300])
def test_a_shard_that_is_cut_short_is_named_with_what_to_delete(layout: Layout, size: int) -> None:
    file = layout.file(3)
    file.write_bytes(file.read_bytes()[:size])
    sentence = rf"^{file} cannot be read \(.*\): delete {file} and run python -m training\.features again, "
    with pytest.raises(DatasetError, match=sentence):
        layout.refuse_damaged()
    with pytest.raises(DatasetError, match=sentence):
        ShardReader(layout).read([15], 0)


def test_a_shard_of_another_cache_is_refused(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = write(tmp_path / "other", pictures=8, per_shard=4)
    layout.file(1).write_bytes(other.file(0).read_bytes())
    with pytest.raises(
        DatasetError, match=r"features-00001\.npy is not the shard that should be there: delete"
    ):
        layout.refuse_damaged()
    layout.file(1).write_bytes(layout.file(0).read_bytes() + b"more")
    with pytest.raises(DatasetError, match=r"features-00001\.npy is not the shard"):
        layout.refuse_damaged()


def test_the_older_layout_is_one_shard(tmp_path: Path) -> None:
    np.save(tmp_path / "features.npy", activations(7))
    layout = older_layout(tmp_path)
    assert (layout.count, layout.pictures, layout.shape) == (1, 7, SHAPE)
    np.testing.assert_array_equal(
        ShardReader(layout).read([6, 0, 3], [1, 0, 1]), activations(7)[[6, 0, 3], [1, 0, 1]]
    )
    (tmp_path / "features.npy").write_bytes((tmp_path / "features.npy").read_bytes()[:1000])
    with pytest.raises(
        DatasetError, match=rf"features\.npy cannot be read \(.*\): delete {tmp_path} and run"
    ):
        older_layout(tmp_path)
