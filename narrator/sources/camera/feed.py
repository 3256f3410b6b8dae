"""Where frames come from: what a person calls a camera, a stream or a video, and what FFmpeg calls it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import local_file
from narrator.picture.files import short_name

PATIENCE = 10.0
"""Seconds without an answer or a frame after which a feed counts as lost."""

_STREAMS = ("rtsp", "rtsps", "http", "https")

# A stream may send playlists and redirections; none leads into the person's own files.
_STREAM_PROTOCOLS = "http,https,httpproxy,rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto"


class Kind(Enum):
    """What frames come from."""

    DEVICE = "device"
    STREAM = "stream"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One source of frames, not yet opened."""

    kind: Kind
    name: str
    """What it is called in a sentence; without the password that an address may hold."""
    place: str
    """What tells it from others, if the word camera does not: a host's or a file's name."""
    address: str
    """What FFmpeg opens."""
    format: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


def feed_for(where: str | None) -> Feed:
    """The feed that a person means; None is the default camera.

    A stream is an rtsp:// or http:// address. A device is a number, a path below /dev or, on Windows and
    macOS, a name that no file has. All else is a file. Only a stream opens a network connection.
    Raises SourceError for an address of another kind, and where no camera can be found to be the default.
    """
    if where is None:
        return _device(None)
    scheme = where.partition("://")[0].lower() if "://" in where else ""
    if scheme in _STREAMS:
        return _stream(where)
    if file := file_of(where):
        return _file(file)
    if scheme:
        raise SourceError(
            gettext(
                "Addresses that begin with {scheme}:// cannot be watched; use rtsp:// or http://."
            ).format(scheme=scheme)
        )
    return _device(where)


def file_of(where: str | None) -> Path | None:
    """The file that a person means, by its whole path; None for devices and addresses."""
    if where is None:
        return None
    if file := local_file(os.fsencode(where)):
        return file
    return None if "://" in where or _is_device(where) else Path(where).absolute()


def from_everywhere(where: str) -> str:
    """The same for a process with another working directory."""
    return str(file_of(where) or where)


def without_secrets(where: str) -> str:
    """What a person calls a feed, fit to be kept: without a password, before the machine or in the query."""
    scheme, separator, rest = where.partition("://")
    if not separator:
        return where
    return scheme + separator + rest.rpartition("@")[2].partition("?")[0]


def _stream(address: str) -> Feed:
    try:
        host = urlsplit(address).hostname
    except ValueError:  # brackets that do not close
        host = None
    if not host:
        raise SourceError(
            gettext("The camera's address names no machine; write it as in rtsp://machine/path.")
        )
    return Feed(
        kind=Kind.STREAM,
        name=f"the camera at {host}",
        place=host,
        address=address,
        # Over TCP no packet is lost; UDP is still tried where a camera wants it.
        options={"rtsp_flags": "prefer_tcp", "protocol_whitelist": _STREAM_PROTOCOLS},
    )


def _file(path: Path) -> Feed:
    name = short_name(path)
    return Feed(
        kind=Kind.FILE,
        name=f"the video {name}",
        place=name,
        # Without file: a name such as "tcp:..." would be an address. The list is for playlists that claim to
        # be videos: FFmpeg follows none of those to the network, but that is its choice and not ours.
        address=f"file:{path.absolute()}",
        options={"protocol_whitelist": "file"},
    )


def _is_device(where: str) -> bool:
    if where.isdecimal() or where.startswith("/dev/"):
        return True
    return sys.platform in ("win32", "darwin") and not Path(where).exists() and not Path(where).suffix


def _device(where: str | None) -> Feed:
    address, format = _driver(where)
    return Feed(kind=Kind.DEVICE, name="the camera", place="", address=address, format=format)


def _driver(where: str | None) -> tuple[str, str]:
    """What FFmpeg calls a device, and through which of its drivers it is read."""
    if sys.platform == "win32":
        number = int(where or "0") if where is None or where.isdecimal() else None
        return f"video={where if number is None else _nth_camera(number)}", "dshow"
    if sys.platform == "darwin":
        return f"{where or 'default'}:none", "avfoundation"
    number = where or "0"
    return (f"/dev/video{number}" if number.isdecimal() else number), "v4l2"


def _nth_camera(number: int) -> str:
    """DirectShow knows cameras by name only."""
    from narrator.sources.camera.devices import cameras

    names = [camera.name for camera in cameras()]
    if number >= len(names):
        raise SourceError(gettext("There is no such camera; connect one, or name a stream or a video file."))
    return names[number]
