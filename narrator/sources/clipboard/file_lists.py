"""Lists of copied files, as the file managers of GNOME, KDE and others put them on the clipboard."""

from pathlib import Path

from narrator.picture.addresses import local_file
from narrator.sources.clipboard.network_files import NetworkFile

GNOME_FILES = "x-special/gnome-copied-files"
"""What is to be done with the files, "copy" or "cut", then one URI a line."""

MATE_FILES = "x-special/mate-copied-files"
"""The same in MATE's file manager."""

URI_LIST = "text/uri-list"
"""One URI a line (RFC 2483)."""

KDE_CUT = "application/x-kde-cutselection"
"""Stands beside a URI_LIST: "1" when the files are to be moved, "0" when they are to be copied."""


def is_cut(kind: str, content: bytes) -> bool:
    """Whether content of one of these types says that the files are to be moved."""
    first = b"1" if kind == KDE_CUT else b"cut"
    return kind in (GNOME_FILES, MATE_FILES, KDE_CUT) and content.split(b"\n")[0].strip() == first


def listed_files(content: bytes) -> list[Path | NetworkFile]:
    """The files that a GNOME_FILES, MATE_FILES or URI_LIST names, in order."""
    addresses = [line.strip() for line in content.splitlines()]
    # Others are comments, the word "copy", or lead to web pages.
    return [file for each in addresses if (file := local_file(each) or NetworkFile.at(each)) is not None]
