"""Which pictures a collection of folders and addresses has, in one order, without holding all of them."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from narrator.cluster.storage import StorageError, file_system_of, is_address, storage_errors
from narrator.collection.listing import pictures_of
from narrator.collection.row import name_of
from narrator.errors import SettingsError
from narrator.sources.folder.others import is_kept_by_a_program
from narrator.sources.folder.tree import is_wanted

_S3 = ("s3", "s3a")


@dataclass(frozen=True, kw_only=True)
class ListedPicture:
    """A picture as it was when the collection was listed."""

    path: str
    """An absolute path, or an address."""
    size: int | None
    """Bytes; None where the store does not say, or nothing is there."""


def listed_pictures(
    what: Iterable[str], *, recursive: bool, denied: Callable[[Path, OSError], None]
) -> Iterator[ListedPicture]:
    """The pictures of each folder, pattern, list or address, one after the other.

    Of an address come all pictures beneath it, in the order of the bytes of their names. `denied` hears of
    each folder that cannot be listed. Raises SettingsError for what stands for nothing, and StorageError.
    """
    for each in what:
        if is_address(each):
            yield from _stored(each, recursive=recursive)
            continue
        for picture in pictures_of([each], recursive=recursive, denied=denied):
            absolute = picture.absolute()
            yield ListedPicture(path=name_of(absolute), size=_size(absolute))


def _size(picture: Path) -> int | None:
    try:
        return picture.stat().st_size
    except OSError:
        return None  # gone already; whoever opens it says so


def _stored(address: str, *, recursive: bool) -> Iterator[ListedPicture]:
    files, root = file_system_of(address)
    scheme = address.split("://", 1)[0]
    found = False
    try:
        with storage_errors(address):
            for path, size in _objects(files, root, scheme):
                below = PurePosixPath(path.removeprefix(root).lstrip("/") or path.rsplit("/", 1)[-1])
                if _is_wanted(below, recursive=recursive):
                    found = True
                    yield ListedPicture(path=f"{scheme}://{path.lstrip('/')}", size=size)
    except FileNotFoundError as error:
        raise SettingsError(f"There is no bucket or folder {address}; check the name.") from error
    except PermissionError as error:
        raise SettingsError(f"{address} may not be listed with these rights; check them.") from error
    except StorageError as error:
        raise SettingsError(str(error)) if not found else error from error
    if not found:
        raise SettingsError(f"There are no pictures in {address}; check the address.")


def _objects(files: Any, root: str, scheme: str) -> Iterator[tuple[str, int | None]]:
    """The path and the size of each object at or below a path."""
    if scheme.lower() in _S3:
        yield from _objects_of_s3(files, root)
        return
    # All of them at once: fsspec has no other way for all stores.
    found: dict[str, dict[str, Any]] = files.find(root, detail=True)
    if not found:
        files.info(root)  # which raises FileNotFoundError where there is nothing
    for path in sorted(found, key=os.fsencode):
        yield path, found[path].get("size")


def _objects_of_s3(files: Any, root: str) -> Iterator[tuple[str, int | None]]:
    """Page by page as S3 gives them, by the bytes of their names.

    s3fs's `find` holds all of them, a kilobyte each; its `walk` leaves out names with two slashes in a row.
    """
    bucket, _, prefix = root.partition("/")
    if not bucket:
        raise FileNotFoundError
    more: dict[str, str] = {}
    while True:
        page = files.call_s3("list_objects_v2", Bucket=bucket, Prefix=prefix, **more)
        for each in page.get("Contents", ()):
            name: str = each["Key"]
            # A prefix ends in the middle of a name, too: "cat" is no folder of "cats/1.jpg".
            if not prefix or name == prefix or name.startswith(f"{prefix}/"):
                yield f"{bucket}/{name}", each["Size"]
        if not page.get("IsTruncated"):
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}


def _is_wanted(below: PurePosixPath, *, recursive: bool) -> bool:
    folders = below.parts[:-1]
    return (
        is_wanted(Path(below.name))
        and (recursive or not folders)
        and not any(is_kept_by_a_program(Path(folder)) for folder in folders)
    )
