"""Files that were copied on a network drive or a phone: GNOME names them by addresses such as smb://nas/a.jpg.

GVfs, GNOME's file systems, shows each drive that is open as a folder, such as
"smb-share:server=nas,share=photos".
"""

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from narrator.picture.files import short_name

_SCHEMES = frozenset(
    {"afc", "afp", "dav", "davs", "ftp", "ftps", "gphoto2", "mtp", "nfs", "sftp", "smb", "ssh"}
)
"""Addresses of web pages are not among them: those are copied as text, or beside the picture itself."""

_BACKENDS = {"smb": "smb-share", "ssh": "sftp", "davs": "dav", "ftps": "ftp", "afp": "afp-volume"}
"""A scheme -> what the folder of such a drive is called, where the names differ."""

_HOSTS = ("server", "host")
_BEGINNINGS = ("share", "volume", "prefix")
"""The properties of a drive that are the first part of the path in an address."""


class NetworkFile:
    """One file that an address of GVfs leads to."""

    def __init__(self, address: SplitResult) -> None:
        self._scheme = address.scheme.lower()
        self._user = unquote(address.username or "").rpartition(";")[2]  # a domain may stand before it
        self._path = PurePosixPath(unquote(address.path, errors="surrogateescape").lstrip("/"))
        self.host = short_name(unquote(address.hostname or ""))
        """The machine or phone, fit to be spoken. A password that stands before it is never kept."""
        self.name = short_name(self._path.name)

    @classmethod
    def at(cls, address: bytes) -> "NetworkFile | None":
        """The file of an address; None if it is an address of another kind, or none at all."""
        try:
            parts = urlsplit(os.fsdecode(address))
            named = bool(parts.hostname)
        except ValueError:  # brackets that do not close
            return None
        if parts.scheme.lower() not in _SCHEMES or not named or ".." in unquote(parts.path).split("/"):
            return None
        return cls(parts)

    def path(self) -> Path | None:
        """Where it is to be found on this machine; None if its drive is not open.

        Nothing but the names of the drives is looked at: to ask for the file itself takes as long as its
        server likes, and the clipboard must not wait for that.
        """
        return next(filter(None, map(self._path_on, _drives())), None)

    def _path_on(self, drive: Path) -> Path | None:
        backend, _, listed = drive.name.partition(":")
        pairs = (each.partition("=") for each in listed.split(","))
        properties = {key: unquote(value) for key, _, value in pairs}
        if backend != _BACKENDS.get(self._scheme, self._scheme):
            return None
        if _first(properties, _HOSTS).lower() != self.host.lower():
            return None
        if self._user and properties.get("user", self._user) != self._user:
            return None
        beginning = PurePosixPath(_first(properties, _BEGINNINGS).lstrip("/")).parts
        parts = self._path.parts
        # GVfs writes the names of shares in small letters.
        if [part.lower() for part in parts[: len(beginning)]] != [part.lower() for part in beginning]:
            return None
        return drive.joinpath(*parts[len(beginning) :])


def _drives() -> list[Path]:
    """The folders of the drives that are open."""
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "gvfs")
    try:
        return sorted(folder.iterdir())  # which asks none of them anything
    except OSError:
        return []


def _first(properties: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((properties[name] for name in names if name in properties), "")
