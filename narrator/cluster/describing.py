"""A shard becomes a part: its pictures are fetched and described, and their rows written at once."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Self

from narrator.cluster.fetching import Fetched, Fetcher
from narrator.cluster.job import Job
from narrator.cluster.manifest import pictures_of_shard
from narrator.cluster.pictures import ListedPicture
from narrator.cluster.shard import Receipt, Shard
from narrator.cluster.storage import Storage
from narrator.collection.crew import Crew
from narrator.collection.row import Row, refused
from narrator.collection.tables import write_parquet
from narrator.errors import NarratorError

_CHANGED = "It has changed since the pictures were listed."


class ShardDescriber:
    """Loads the model once, and describes one shard after the other. Used in a `with`, its processes end."""

    def __init__(self, job: Job, *, hands: int) -> None:
        """`hands` processes describe, each on one core."""
        self._out = Storage(job.out)
        self._fetcher = Fetcher()
        self._crew = Crew(job.work, hands=hands)

    def describe(self, shard: Shard) -> Receipt:
        """Write its part, unless that is there. What fails is in the receipt, and then there is no part."""
        began = time.monotonic()
        try:
            listed = pictures_of_shard(self._out, shard)
            rows, changed = self._rows(listed)
            part = BytesIO()
            write_parquet(rows, part)
            self._out.write(shard.part, part.getvalue())
        except NarratorError as error:
            return Receipt(shard=shard.number, error=str(error))
        failed = sum(row.failed for row in rows)
        return Receipt(
            shard=shard.number,
            described=len(rows) - failed,
            failed=failed,
            changed=changed,
            seconds=time.monotonic() - began,
        )

    def close(self) -> None:
        """End the processes."""
        self._crew.close()
        self._fetcher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, pictures: list[ListedPicture]) -> tuple[list[Row], int]:
        """A row for each picture, in their order, and how many pictures have changed."""
        rows: dict[str, Row] = {}
        asked: deque[Fetched] = deque()
        changed = 0

        def here() -> Iterator[Path]:
            for fetched in self._fetcher.fetched(pictures):
                if fetched.file is None:
                    row = refused(Path(fetched.listed.path), fetched.reason, today=date.today())
                    rows[fetched.listed.path] = replace(row, path=fetched.listed.path)
                else:
                    asked.append(fetched)
                    yield fetched.file

        for row in self._crew.rows(here()):
            fetched = asked.popleft()
            fetched.forget()
            changed += fetched.changed
            notes = " ".join(filter(None, [row.notes, _CHANGED if fetched.changed else ""]))
            rows[fetched.listed.path] = replace(row, path=fetched.listed.path, notes=notes)
        return [rows[picture.path] for picture in pictures], changed
