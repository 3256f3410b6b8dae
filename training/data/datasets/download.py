"""Downloads that go on where they were cut off, and that count only once their checksum is right.

What has arrived lies in `NAME.part`, and `NAME.part.json` says of which version of the file it is: its ETag,
or else its date. The server is asked for the rest of exactly that version (RFC 9110, If-Range), so that two
versions are never glued together. A library would be welcome, but pooch, which is made for data sets, begins
anew whenever it is cut off.
"""

import contextlib
import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO, Never, cast
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click
from tqdm import tqdm

from narrator.whole_file import whole_file
from training.data.datasets.archives import Archive
from training.errors import DatasetError

BLOCK = 2**20
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that mean: later perhaps."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a server is waited for."""

    attempts: int = 7
    """Failures in a row without anything new before it is given up."""
    pause: float = 1.0
    """Seconds after the first failure; after each further one twice as long, up to a minute."""
    timeout: float = 30.0
    """Seconds without a byte that count as a failure."""

    def wait(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row."""
        return float(min(60.0, self.pause * 2 ** (failures - 1)))


class _InterruptedError(Exception):
    """The connection ended too early or was not to be had; trying again may help."""


class _Part:
    """What has arrived of a file, and of which version of it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}.part"
        self._state = folder / f"{name}.part.json"

    @property
    def size(self) -> int:
        """Bytes that have arrived of a version that is known; others cannot be added to."""
        return self.file.stat().st_size if self.file.is_file() and self.version else 0

    @property
    def version(self) -> str:
        """The version's ETag or date; empty if it has none."""
        return str(self._read()["version"])

    @property
    def total(self) -> int | None:
        """The bytes of the whole file, as the server said."""
        total = self._read()["total"]
        return None if total is None else int(str(total))

    def begin(self, version: str, total: int | None) -> None:
        """Forget what has arrived; another version follows."""
        # In this order, so that a kill never leaves old bytes beside the name of a new version.
        self.file.write_bytes(b"")
        with whole_file(self._state, synced=True) as file:
            file.write(json.dumps({"version": version, "total": total}).encode())

    def move_to(self, target: Path) -> None:
        """The whole file has arrived."""
        self.file.replace(target)
        self._state.unlink(missing_ok=True)

    def _read(self) -> dict[str, object]:
        # A damaged state is as good as none: then the download begins anew.
        with contextlib.suppress(OSError, ValueError):
            state = json.loads(self._state.read_text(encoding="utf-8"))
            if isinstance(state, dict) and state.keys() == {"version", "total"}:
                return state
        return {"version": "", "total": None}


def download(
    archive: Archive,
    folder: Path,
    url: str = "",
    patience: Patience | None = None,
    tell: Callable[[str], None] = click.echo,
) -> Path:
    """The archive as a file in the folder, downloaded as far as it is not there yet.

    `url` is where it is downloaded from, if not from its own address. `tell` is handed what a person should
    know.

    Raises `DatasetError`, one sentence, for a server that cannot be reached or lacks the file, a full disk,
    and a file with another size or checksum, which is set aside as `NAME.wrong`.
    """
    url, patience = url or archive.url, patience or Patience()
    if not url.startswith(("http://", "https://")):
        raise DatasetError(f"{url} is no address to download from: it should begin with http:// or https://.")
    folder.mkdir(parents=True, exist_ok=True)
    target, part = folder / archive.name, _Part(folder, archive.name)
    if target.is_file():
        _check(target, archive, target)
        return target
    failures = 0
    while part.total is None or part.size < part.total:
        before = part.size
        try:
            _receive(archive, url, part, patience.timeout, tell)
            break
        except _InterruptedError as error:
            failures = 1 if part.size > before else failures + 1
            if failures >= patience.attempts:
                raise DatasetError(
                    f"{url} cannot be downloaded ({error}): check the network and start the same command "
                    f"again, which goes on after the {part.size / 1e6:,.1f} MB that are here."
                ) from error
            seconds = patience.wait(failures)
            tell(f"{archive.name} was interrupted ({error}); trying again in {seconds:.0f} s.")
            time.sleep(seconds)
    _check(part.file, archive, target)
    part.move_to(target)
    return target


def _receive(archive: Archive, url: str, part: _Part, timeout: float, tell: Callable[[str], None]) -> None:
    """Receive what is still wanted. Raises `_InterruptedError` when it is not all."""
    have = part.size
    with _ask(url, part, timeout) as response:
        version = _version(response)
        if response.status == 206:
            start, total = _range(response)
            if start != have or total != part.total or (version and version != part.version):
                part.begin("", None)
                raise _InterruptedError("the server sent a part of something else")
        else:
            if have:
                same = version == part.version
                why = "cannot go on where it was cut off" if same else "has another version now"
                tell(f"{archive.name}: the server {why}, so the download starts anew.")
            length = response.headers.get("Content-Length")
            have, total = 0, archive.size if length is None else int(length)
            _refuse_other_size(archive, url, total)
            part.begin(version, total)
        if total is not None:
            _refuse_full_disk(archive, part.file.parent, total - have)
        bar = tqdm(
            total=total, initial=have, desc=archive.name, unit="B", unit_scale=True, disable=None, leave=False
        )
        try:
            with bar, part.file.open("ab") as file:
                have += _copy(response, file, bar)
        except OSError as error:
            raise DatasetError(
                f"{part.file} cannot be written ({error.strerror}): make room and start the same command "
                "again, which goes on where it stopped."
            ) from error
    if total is not None and have < total:
        raise _InterruptedError("the connection was cut")


def _ask(url: str, part: _Part, timeout: float) -> HTTPResponse:
    """Ask for the file, or for what is still wanted of the version that has begun to arrive."""
    headers = {"User-Agent": "narrator", "Accept-Encoding": "identity"}
    if part.size:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.version}
    try:
        return cast(HTTPResponse, urlopen(Request(url, headers=headers), timeout=timeout))
    except HTTPError as error:
        error.close()
        answer = f"it answers {error.code} {error.reason}"
        if error.code == 416:  # what is here is no beginning of what is there
            part.begin("", None)
        elif error.code not in TRY_AGAIN:
            raise DatasetError(
                f"{url} cannot be downloaded ({answer}): name another address with --from."
            ) from error
        raise _InterruptedError(answer) from error
    except (OSError, HTTPException) as error:
        raise _InterruptedError(_reason(error)) from error


def _copy(response: HTTPResponse, file: BinaryIO, bar: "tqdm[Never]") -> int:
    """Write what the server sends; returns how many bytes came. Raises `OSError` of the disk alone."""
    copied = 0
    while True:
        try:
            block = response.read1(BLOCK)
        except (OSError, HTTPException) as error:
            raise _InterruptedError(_reason(error)) from error
        if not block:
            return copied
        file.write(block)
        copied += len(block)
        bar.update(len(block))


def _version(response: HTTPResponse) -> str:
    """What names this version of the file; empty if nothing does so exactly."""
    etag: str = response.headers.get("ETag", "")
    # A weak ETag may stay the same while bytes change, and If-Range must not be asked with one.
    return etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")


def _range(response: HTTPResponse) -> tuple[int | None, int | None]:
    """Where the part begins that the server sends, and the bytes of the whole; None where it does not say."""
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
    return (int(match[1]), int(match[2])) if match else (None, None)


def _reason(error: Exception) -> str:
    """Why a connection failed, in a few words."""
    if isinstance(error, URLError):
        return _reason(error.reason) if isinstance(error.reason, Exception) else str(error.reason)
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _refuse_other_size(archive: Archive, url: str, total: int | None) -> None:
    if archive.size is not None and total != archive.size:
        raise DatasetError(
            f"{url} has {total:,} bytes, but {archive.name} should have {archive.size:,}: it is another "
            "file, so name another address with --from."
        )


def _refuse_full_disk(archive: Archive, folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise DatasetError(
            f"{archive.name} needs another {needed / 1e9:,.1f} GB, but {folder} has {free / 1e9:,.1f} GB "
            "left: make room or name another folder with --out."
        )


def _check(file: Path, archive: Archive, target: Path) -> None:
    """Set the file aside and raise `DatasetError` unless it has the archive's checksum."""
    algorithm, _, expected = archive.checksum.partition(":")
    digest = hashlib.new(algorithm, usedforsecurity=False)
    bar = tqdm(
        total=file.stat().st_size,
        desc=f"{archive.name}: checking",
        unit="B",
        unit_scale=True,
        disable=None,
        leave=False,
    )
    with bar, file.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            bar.update(len(block))
    if digest.hexdigest() != expected:
        wrong = target.with_name(f"{target.name}.wrong")
        file.replace(wrong)
        raise DatasetError(
            f"{archive.name} does not have its published checksum ({archive.checksum}) but "
            f"{digest.hexdigest()}, so it was set aside as {wrong}: start the same command again to download "
            "it anew."
        )
