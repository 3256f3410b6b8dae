"""Pictures on their way from wherever they are to a file of this machine, several at once."""

import os
import re
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import psutil

from narrator.cluster.pictures import ListedPicture
from narrator.cluster.storage import StorageError, file_system_of, is_address, storage_errors
from narrator.picture.addresses import path_of
from narrator.picture.files import LENGTH_LIMIT

_AT_ONCE = 8
"""Downloads at once: a store answers after some ten milliseconds, however fast it is then."""
_PAUSES = (1.0, 4.0)
"""Seconds before what failed is tried again. The stores' own libraries have tried several times before."""
_PREFIX = "narrator-shard-"
_LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A picture that is here, or the reason why it is not."""

    listed: ListedPicture
    file: Path | None
    reason: str = ""
    copied: bool = False
    changed: bool = False
    """Whether it has another size than when it was listed."""

    def forget(self) -> None:
        """Remove the copy, if it is one."""
        if self.copied and self.file:
            shutil.rmtree(self.file.parent)


class Fetcher:
    """Used in a `with`, its copies are gone at the end."""

    def __init__(self) -> None:
        """Make a folder for copies, and remove those of processes that were killed."""
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self._threads = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="narrator fetcher")

    def fetched(self, pictures: Iterable[ListedPicture]) -> Iterator[Fetched]:
        """The pictures in their order, some of them ahead. Raises StorageError for a store that fails."""
        ahead: deque[Future[Fetched]] = deque()
        for number, picture in enumerate(pictures):
            ahead.append(self._threads.submit(self._fetch, number, picture))
            if len(ahead) > 2 * _AT_ONCE:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()

    def close(self) -> None:
        """Give up what is on its way."""
        self._threads.shutdown(cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fetch(self, number: int, picture: ListedPicture) -> Fetched:
        if not is_address(picture.path):
            file = path_of(picture.path)
            return Fetched(listed=picture, file=file, changed=_has_changed(file, picture.size))
        name = _file_name(picture.path)
        if (picture.size or 0) > LENGTH_LIMIT:
            reason = f"{name} has {picture.size or 0:,} bytes, more than can be opened safely."
            return Fetched(listed=picture, file=None, reason=reason)
        try:
            content = _content(picture)
        except FileNotFoundError:
            return Fetched(listed=picture, file=None, reason=f"{name} has gone since it was listed.")
        except PermissionError:
            return Fetched(listed=picture, file=None, reason=f"{name} may not be read with these rights.")
        file = self._folder / str(number) / name
        file.parent.mkdir()
        file.write_bytes(content)
        changed = picture.size is not None and len(content) != picture.size
        return Fetched(listed=picture, file=file, copied=True, changed=changed)


def _has_changed(file: Path, size: int | None) -> bool:
    try:
        return size is not None and file.stat().st_size != size
    except OSError:
        return False  # it is gone, which whoever opens it says


def _content(picture: ListedPicture) -> bytes:
    """Its bytes, and no more than a picture may have. Raises OSError and StorageError."""
    if picture.size == 0:
        return b""  # S3 refuses to give a range of nothing
    files = _file_system(picture.path.partition("://")[0])
    for pause in (*_PAUSES, None):
        try:
            with storage_errors(picture.path):
                content: bytes = files.cat_file(picture.path, start=0, end=LENGTH_LIMIT + 1)
                return content
        except StorageError:
            if pause is None:
                raise
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


@cache
def _file_system(scheme: str) -> Any:
    return file_system_of(f"{scheme}://")[0]


def _file_name(address: str) -> str:
    """The end of an address as a name that any system takes; a picture is known by its content."""
    name = address.rpartition("/")[2][-_LONGEST_NAME:]
    return re.sub(r"[^\w. ()+,=@~-]", "_", name) or "picture"


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
