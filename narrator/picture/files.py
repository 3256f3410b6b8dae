"""Picture files on the disk: their names, and reading one whole without ever hanging on it."""

import os
import shlex
import stat
import sys
from pathlib import Path

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext

LENGTH_LIMIT = 256 * 2**20
"""Bytes. Camera files stay below, uncompressed ones too; more would fill the memory for one caption."""

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".avif", ".gif"}
    | {".tif", ".tiff", ".bmp", ".dib", ".heic", ".heif", ".hif", ".heics", ".avifs"}
    | {".jxl", ".jp2", ".j2k", ".jpf", ".jpx", ".svg", ".svgz", ".psd", ".tga"}
    | {".pbm", ".pgm", ".ppm", ".pnm", ".ico", ".icns"}
    | {".dng", ".cr2", ".cr3", ".nef", ".nrw", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"}
)
"""The usual endings of the names of pictures that can be opened. PDF is not here: a folder of downloads is
full of documents that nobody wants to hear unasked. Who names one hears it."""

_RARE_SUFFIXES = frozenset(
    {".xcf", ".kra", ".ora", ".psb", ".eps", ".wmf", ".emf", ".djvu", ".djv", ".jxr", ".exr", ".hdr", ".dds"}
    | {".pcx", ".pam", ".pfm", ".qoi", ".x3f"}
)
"""Endings of pictures that mostly cannot be opened. Folders may be full of them: one of each is told of."""

_VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv", ".3gp", ".ogv", ".mts", ".flv"}
)


def is_picture_name(path: str | os.PathLike[str]) -> bool:
    """Whether a file in a folder is a picture going by its name.

    Names that begin with "._" are not: macOS leaves them beside the pictures on foreign disks, and they hold
    no picture.
    """
    # Not with pathlib, which takes most of the time in which a large folder is listed.
    name, ending = os.path.basename(path), os.path.splitext(path)[1]  # noqa: PTH119, PTH122
    return ending.lower() in SUFFIXES and not name.startswith("._")


def is_rare_picture_name(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a picture of a kind that mostly cannot be opened, going by its name."""
    path = Path(path)
    return path.suffix.lower() in _RARE_SUFFIXES and not path.name.startswith("._")


def is_video_name(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a video going by its name."""
    return Path(path).suffix.lower() in _VIDEO_SUFFIXES


def short_name(path: str | os.PathLike[str]) -> str:
    """The last part of a path, fit to be printed and spoken: what is not text in it becomes "?"."""
    path = Path(path)
    return printable(path.name or path)


def printable(path: str | os.PathLike[str]) -> str:
    """A path fit to be printed and spoken: what is not text in it becomes "?"."""
    return "".join(letter if letter.isprintable() else "?" for letter in os.fspath(path))


def as_argument(path: str | os.PathLike[str]) -> str:
    """A path as it is typed after a command, in quotes where it needs them."""
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline([path])
    return shlex.quote(os.fspath(path))


def check_length(length: int, subject: str) -> None:
    """Raise PictureError if a file of this many bytes holds nothing, or more than is read into memory."""
    if length == 0:
        raise PictureError(
            gettext("{subject} is empty; copy it or download it again.").format(subject=subject)
        )
    if length > LENGTH_LIMIT:
        raise PictureError(
            gettext(
                "{subject} has {length} megabytes, more than the {length_limit} that can be "
                "opened; make it smaller and try again."
            ).format(subject=subject, length=length // 2**20, length_limit=LENGTH_LIMIT // 2**20)
        )


def read_file(path: Path) -> bytes:
    """All bytes of a regular file, as they were at one moment.

    Raises PictureError if it is missing, may not be read, is a folder, a device or a pipe, is empty or too
    long, or changes while it is read.
    """
    name = short_name(path)
    try:
        return _read_unchanged(path, name)
    except FileNotFoundError as error:
        raise PictureError(
            gettext("{name} does not exist; check the name and the folder.").format(name=name)
        ) from error
    except PermissionError as error:
        raise PictureError(
            gettext("{name} may not be read by you; change its permissions and try again.").format(name=name)
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else None
        raise PictureError(
            gettext("{name} cannot be read ({reason}); check the disk and the name.").format(
                name=name, reason=reason or error
            )
        ) from error


def _read_unchanged(path: Path, name: str) -> bytes:
    # Before it is opened: opening a device can already do something.
    _refuse_special(path.stat(), name)
    # A pipe that took the file's place meanwhile must not be waited for.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        before = os.fstat(descriptor)
        _refuse_special(before, name)
        check_length(before.st_size, name)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(before.st_size + 1)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise PictureError(
            gettext("{name} changed while it was read; wait until it is finished and try again.").format(
                name=name
            )
        )
    return data


def _refuse_special(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise PictureError(gettext("{name} is a folder; name a picture in it.").format(name=name))
    if not stat.S_ISREG(status.st_mode):
        raise PictureError(
            gettext("{name} is a device or a pipe and not a file; name a picture file.").format(name=name)
        )
