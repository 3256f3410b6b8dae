"""Lists of copied files, as the file managers of GNOME, KDE and others put them on the clipboard."""

import os
import socket
from pathlib import Path
from urllib.parse import unquote_to_bytes

GNOME_FILES = "x-special/gnome-copied-files"
"""What is to be done with the files, "copy" or "cut", then one URI a line."""

URI_LIST = "text/uri-list"
"""One URI a line (RFC 2483)."""

KDE_CUT = "application/x-kde-cutselection"
"""Stands beside a URI_LIST: "1" when the files are to be moved, "0" when they are to be copied."""

_SCHEME = b"file://"


def is_cut(kind: str, content: bytes) -> bool:
    """Whether content of one of these types says that the files are to be moved."""
    first = b"cut" if kind == GNOME_FILES else b"1"
    return kind in (GNOME_FILES, KDE_CUT) and content.split(b"\n")[0].strip() == first


def local_files(content: bytes) -> list[Path]:
    """The files on this machine that a GNOME_FILES or URI_LIST names, in order."""
    return [file for line in content.splitlines() if (file := _local_file(line.strip())) is not None]


def _local_file(uri: bytes) -> Path | None:
    if not uri.lower().startswith(_SCHEME):
        return None  # a comment, the word "copy", or something on the network
    host, slash, path = uri[len(_SCHEME) :].partition(b"/")
    if host not in (b"", b"localhost", socket.gethostname().encode()):
        return None
    return Path(os.fsdecode(unquote_to_bytes(slash + path)))
