"""Where pictures come from and results go: a folder here, or whatever fsspec has an address for."""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from narrator.errors import NarratorError, SettingsError
from narrator.installation.choice import this_installation
from narrator.picture.addresses import local_file
from narrator.whole_file import whole_file

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
"""How an address begins; with a single letter, it is a disk of Windows."""
_WHOLE_PUTS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "memory"})
"""Stores in which an object is there whole or not at all."""


class StorageError(NarratorError):
    """A store that does not answer, or not as it should; the same command may succeed later."""


def is_address(text: str) -> bool:
    """Whether a text names something in a store, and no file of this machine."""
    return _SCHEME.match(text) is not None and local_file(text.encode(errors="surrogateescape")) is None


class Storage:
    """A folder, here or in a store. Paths are relative to it, with slashes."""

    def __init__(self, address: str) -> None:
        """Open it; nothing is asked of the store yet.

        Raises SettingsError for a store that nobody here knows, and where a package for it is missing.
        """
        self.address = address.rstrip("/")
        self._folder = None if is_address(address) else Path(address)
        self._files: Any
        self._files, self._root = file_system_of(address) if self._folder is None else (None, "")

    def refuse_unwritable(self) -> None:
        """Raise SettingsError where files could be there by half, or cannot be made."""
        scheme = _SCHEME.match(self.address)
        if self._folder is None and scheme and scheme[1].lower() not in _WHOLE_PUTS:
            raise SettingsError(
                f"Results cannot be written to {scheme[1]}:// safely; "
                "name a folder, or one in s3://, gs:// or az://."
            )
        try:
            self.write("_narrator/probe", b"")
            self.remove("_narrator/probe")
        except NarratorError as error:
            raise SettingsError(str(error)) from error

    def read(self, name: str) -> bytes | None:
        """A file's content; None where there is none. Raises StorageError."""
        with _sentences(self.address):
            try:
                if self._folder is not None:
                    return (self._folder / name).read_bytes()
                content: bytes = self._files.cat_file(self._path(name))
                return content
            except (FileNotFoundError, NotADirectoryError):
                return None

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, whole or not at all. Raises StorageError."""
        with _sentences(self.address):
            if self._folder is None:
                self._files.pipe_file(self._path(name), content)
                return
            file = self._folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(file) as stream:
            stream.write(content)

    def create(self, name: str, content: bytes) -> bool:
        """Put a file there if there is none; whether there was none. Raises StorageError."""
        with _sentences(self.address):
            try:
                if self._folder is None:
                    self._files.pipe_file(self._path(name), content, mode="create")
                    return True
                file = self._folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("xb") as stream:
                    stream.write(content)
            except FileExistsError:
                return False
            return True

    def remove(self, name: str) -> None:
        """Take a file away, if it is there. Raises StorageError."""
        with _sentences(self.address):
            try:
                if self._folder is not None:
                    (self._folder / name).unlink(missing_ok=True)
                else:
                    self._files.rm_file(self._path(name))
            except FileNotFoundError:
                return

    def names(self, folder: str = "") -> Iterator[str]:
        """The names of the files in a folder, in no order. Raises StorageError."""
        with _sentences(self.address):
            try:
                if self._folder is not None:
                    yield from (file.name for file in (self._folder / folder).iterdir())
                    return
                # Not from what fsspec remembers: others write here, too.
                found = self._files.ls(self._path(folder), detail=False, refresh=True)
                yield from (name.rsplit("/", 1)[-1] for name in found)
            except (FileNotFoundError, NotADirectoryError):
                return

    @contextmanager
    def opened(self, name: str) -> Iterator[Any]:
        """A file from which parts are read. Raises StorageError, and FileNotFoundError."""
        with _sentences(self.address):
            if self._folder is not None:
                with (self._folder / name).open("rb") as stream:
                    yield stream
            else:
                with self._files.open(self._path(name), "rb") as stream:
                    yield stream

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")


def file_system_of(address: str) -> tuple[Any, str]:
    """The file system that fsspec has for an address, and the path in it. Raises SettingsError."""
    to_add = this_installation().to_add("cluster")
    try:
        fsspec = importlib.import_module("fsspec")
    except ImportError as error:
        raise SettingsError(f"Addresses need a part that is not installed; run {to_add}.") from error
    try:
        # What others write meanwhile must be seen, so nothing is remembered.
        files, root = fsspec.url_to_fs(address, use_listings_cache=False)
    except ImportError as error:
        raise SettingsError(f"{address} needs a part that is not installed ({error}); install it.") from error
    except ValueError as error:
        raise SettingsError(
            f"{address} is an address of a kind that is not known; check its beginning."
        ) from error
    return files, root.rstrip("/")


@contextmanager
def storage_errors(address: str) -> Iterator[None]:
    """Whatever a store raises becomes a StorageError, but for FileNotFoundError and PermissionError."""
    try:
        yield
    except (FileNotFoundError, PermissionError, FileExistsError):
        raise
    except _store_errors() as error:
        raise StorageError(_sentence(address, error)) from error


@contextmanager
def _sentences(address: str) -> Iterator[None]:
    try:
        with storage_errors(address):
            yield
    except FileNotFoundError as error:
        raise StorageError(
            f"There is no bucket or folder {address}; check the name, or make it first."
        ) from error
    except PermissionError as error:
        raise StorageError(
            f"{address} may not be read or written with these rights; check them, or name another place."
        ) from error


def _sentence(address: str, error: BaseException) -> str:
    if type(error).__name__ in ("NoCredentialsError", "PartialCredentialsError"):
        return (
            f"There are no credentials for {address}; run aws configure, or set AWS_PROFILE, "
            "or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    reason = " ".join(str(error).split())[:200].rstrip(".")
    return (
        f"{address} cannot be used now ({type(error).__name__}: {reason}); "
        "start the same command again later."
    )


def _store_errors() -> tuple[type[Exception], ...]:
    """What libraries for stores raise: those of the system, and botocore's, which are none of these."""
    errors: tuple[type[Exception], ...] = (OSError, TimeoutError)
    try:
        botocore = importlib.import_module("botocore.exceptions")
    except ImportError:
        return errors
    return (*errors, botocore.BotoCoreError, botocore.ClientError)
