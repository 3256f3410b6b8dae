"""The listing of a collection, written down before anything is described: what a later run goes on with.

    _narrator/listing-000.json            how many pictures and shards; written last, so it means all is there
    _narrator/listing-000-00000.parquet   the pictures: a row group is a shard
    _narrator/listing-001.json            what a later run found besides, and so on

Memory stays flat: a segment is written as the pictures are found, and a worker reads its row group alone.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from narrator.cluster.pictures import ListedPicture
from narrator.cluster.shard import Shard
from narrator.cluster.storage import Storage, StorageError
from narrator.collection.tables import load_pyarrow

FOLDER = "_narrator"
"""Beside the parts; what reads folders of Parquet passes over names that begin so."""
_SEGMENT_SHARDS = 1000


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A listing that is whole."""

    number: int
    first_shard: int
    shards: int
    pictures: int
    shard_pictures: int
    """How many a shard has, but for the last one."""

    def __iter__(self) -> Iterator[Shard]:
        for number in range(self.shards):
            segment, group = divmod(number, _SEGMENT_SHARDS)
            yield Shard(
                number=self.first_shard + number,
                segment=_segment(self.number, segment),
                group=group,
                pictures=min(self.shard_pictures, self.pictures - number * self.shard_pictures),
            )


class Manifest:
    """All listings of an output."""

    def __init__(self, out: Storage) -> None:
        """Read them. Raises StorageError."""
        self._out = out
        self.listings: list[Listing] = []
        while (content := out.read(_name(len(self.listings)))) is not None:
            self.listings.append(_listing(content, out.address))

    @property
    def pictures(self) -> int:
        """How many there are in all."""
        return sum(listing.pictures for listing in self.listings)

    def shards(self) -> Iterator[Shard]:
        """All of them, in order."""
        for listing in self.listings:
            yield from listing

    def add(self, pictures: Iterable[ListedPicture], *, shard_pictures: int) -> None:
        """Write the pictures down as another listing; none where there are no pictures.

        Raises StorageError; then there is no such listing, and the next call begins anew.
        """
        number = len(self.listings)
        first = sum(listing.shards for listing in self.listings)
        left, shards, count = iter(pictures), 0, 0
        while lengths := self._write_segment(number, shards, left, shard_pictures):
            shards += len(lengths)
            count += sum(lengths)
        if count:
            listing = Listing(
                number=number,
                first_shard=first,
                shards=shards,
                pictures=count,
                shard_pictures=shard_pictures,
            )
            self._out.write(_name(number), json.dumps(vars(listing)).encode())
            self.listings.append(listing)

    def paths(self) -> Iterator[str]:
        """The path of each picture of all listings."""
        for listing in self.listings:
            for segment in dict.fromkeys(shard.segment for shard in listing):
                with self._out.opened(segment) as stream:
                    for batch in load_pyarrow()[1].ParquetFile(stream).iter_batches(columns=["path"]):
                        yield from batch.column(0).to_pylist()

    def _write_segment(
        self, listing: int, shards: int, pictures: Iterator[ListedPicture], shard_pictures: int
    ) -> list[int]:
        """How many pictures each shard of it has; none where no pictures are left."""
        lengths: list[int] = []
        pyarrow, parquet = load_pyarrow()
        schema = pyarrow.schema([("path", pyarrow.string()), ("size", pyarrow.int64())])
        file = BytesIO()
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for _ in range(_SEGMENT_SHARDS):
                group = [vars(picture) for picture in islice(pictures, shard_pictures)]
                if not group:
                    break
                writer.write_table(pyarrow.Table.from_pylist(group, schema), row_group_size=len(group))
                lengths.append(len(group))
        if lengths:
            self._out.write(_segment(listing, shards // _SEGMENT_SHARDS), file.getvalue())
        return lengths


def pictures_of_shard(out: Storage, shard: Shard) -> list[ListedPicture]:
    """The pictures of a shard. Raises StorageError."""
    with out.opened(shard.segment) as stream:
        group: Any = load_pyarrow()[1].ParquetFile(stream).read_row_group(shard.group)
    return [ListedPicture(**record) for record in group.to_pylist()]


def _listing(content: bytes, address: str) -> Listing:
    try:
        return Listing(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise StorageError(
            f"What narrator wrote down in {address}/{FOLDER} is damaged; name another output."
        ) from error


def _name(listing: int) -> str:
    return f"{FOLDER}/listing-{listing:03}.json"


def _segment(listing: int, segment: int) -> str:
    return f"{FOLDER}/listing-{listing:03}-{segment:05}.parquet"
