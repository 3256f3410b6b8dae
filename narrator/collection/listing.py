"""Which pictures a collection has: those of folders, patterns and lists, always in the same order."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from glob import has_magic
from pathlib import Path

from narrator.documents.document import is_document_name
from narrator.documents.within import pictures_within
from narrator.errors import PictureError, SettingsError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import path_of
from narrator.picture.files import is_picture_name, is_video_name, short_name
from narrator.sources.folder.others import NO_MEDIA, is_hidden, is_kept_by_a_program
from narrator.sources.folder.tree import is_folder, is_wanted

STANDARD_INPUT = "-"
_LIST_ENDINGS = {".txt", ".lst"}

Wanted = Callable[[Path | os.DirEntry[str]], bool]
"""Whether a file is one to be described, going by its name."""


def pictures_of(
    arguments: Iterable[str],
    *,
    recursive: bool,
    denied: Callable[[Path, OSError], None],
    videos: bool = False,
) -> Iterator[Path]:
    """The pictures that each argument stands for, one argument after the other.

    An argument is a picture, a document, a folder, a pattern such as "scans/**/*.png", a text file with a
    path a line, or - for such a list on standard input. Of a document come the pictures within it. Of a
    folder come the pictures by name, then those of its folders by name; what other programs keep among a
    person's pictures is left out, and so are documents. Folders and patterns stand for `videos` too where
    these are wanted; one that is named is wanted. `denied` hears of each folder that cannot be listed. Raises
    SettingsError for an argument that stands for nothing.
    """
    wanted = is_picture_or_video if videos else is_wanted
    for argument in arguments:
        if argument == STANDARD_INPUT:
            yield from _listed(_standard_input())
            continue
        path = _path(argument)
        if path.is_dir():
            yield from _in_folder(path, wanted, recursive=recursive, denied=denied)
        elif path.suffix.lower() in _LIST_ENDINGS and path.is_file():
            with path.open("rb") as stream:
                yield from _listed(stream)
        elif not path.exists() and has_magic(argument):
            yield from _matching(argument, wanted, recursive=recursive, denied=denied)
        elif is_document_name(path):
            yield from pictures_within(path)
        elif path.exists() or is_picture_name(path) or is_video_name(path):
            yield path  # one that is not there gets a row that says so
        else:
            raise SettingsError(
                gettext("{name} is no picture, folder, pattern or list of paths; check the name.").format(
                    name=short_name(argument)
                )
            )


def is_picture_or_video(path: Path | os.DirEntry[str]) -> bool:
    """Whether a file is a picture or a video that the person can see there, going by its name."""
    return is_wanted(path) or (is_video_name(path) and not is_hidden(path))


def _path(argument: str) -> Path:
    try:
        path = path_of(argument)
        with suppress(FileNotFoundError, NotADirectoryError):
            path.stat()
    except PictureError as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(
            gettext("{name} cannot be reached ({strerror}); check the name.").format(
                name=short_name(argument), strerror=error.strerror
            )
        ) from error
    return path


def _in_folder(
    root: Path, wanted: Wanted, *, recursive: bool, denied: Callable[[Path, OSError], None]
) -> Iterator[Path]:
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            pictures, below, others = _listing(folder, wanted)
        except OSError as error:
            denied(folder, error)
            continue
        if others and folder != root:
            continue
        for name in pictures:
            yield folder / name
        if recursive:
            folders.extend(folder / name for name in reversed(below))


def _listing(folder: Path, wanted: Wanted) -> tuple[list[str], list[str], bool]:
    """The names of its pictures and of its folders, sorted, and whether a program says that they are its own.

    Names alone are kept, because half a million entries with all that is known of them take a gigabyte.
    """
    pictures: list[str] = []
    below: list[str] = []
    others = False
    with os.scandir(folder) as entries:
        for entry in entries:
            others |= entry.name == NO_MEDIA
            if is_folder(entry):
                if not is_kept_by_a_program(entry):
                    below.append(entry.name)
            elif wanted(entry):
                pictures.append(entry.name)
    # By bytes, so that the language of the session changes nothing.
    return sorted(pictures, key=os.fsencode), sorted(below, key=os.fsencode), others


def _matches(pattern: str) -> list[str]:
    """What a pattern stands for, by name; texts, because half a million paths take more memory.

    With pathlib and not with the module glob, whose ** follows links, and a link may lead back.
    """
    parts = Path(pattern).parts
    first = next(index for index, part in enumerate(parts) if has_magic(part))
    # Two stars beside other letters are one: pathlib refuses them.
    magic = [part if part == "**" else re.sub(r"\*+", "*", part) for part in parts[first:]]
    if magic[-1] == "**":
        magic.append("*")  # else folders alone
    return sorted(map(os.fspath, Path(*parts[:first]).glob("/".join(magic))), key=os.fsencode)


def _others_than_spelled(pattern: str) -> Callable[[Path], bool]:
    """Whether a star of a pattern led into a folder of another program; who spells such a folder wants it.

    One that may not be looked into is no reason to stop.
    """
    spelled = {"", *Path(pattern).parts}  # the first of them is where the session is

    @cache
    def is_others(folder: Path) -> bool:
        mine = folder.name in spelled or not (
            is_kept_by_a_program(folder) or os.access(folder / NO_MEDIA, os.F_OK)
        )
        return not mine or (folder.parent != folder and is_others(folder.parent))

    return is_others


def _matching(
    pattern: str, wanted: Wanted, *, recursive: bool, denied: Callable[[Path, OSError], None]
) -> Iterator[Path]:
    matches = _matches(pattern)
    if not matches:
        raise SettingsError(
            gettext("Nothing matches {pattern}; check the pattern, and put it in quotes.").format(
                pattern=pattern
            )
        )
    entered = "**" not in pattern  # which has entered them already
    is_others = _others_than_spelled(pattern)
    for match in map(Path, matches):
        if is_others(match if match.is_dir() else match.parent):
            continue
        if match.is_dir():
            if entered:
                yield from _in_folder(match, wanted, recursive=recursive, denied=denied)
        elif is_document_name(match) and not is_hidden(match):
            yield from pictures_within(match)
        elif wanted(match):
            yield match


@cache
def _standard_input() -> Sequence[bytes]:
    """Its lines: they come once, and the pictures are asked for several times."""
    return sys.stdin.buffer.readlines()


def _listed(stream: Iterable[bytes]) -> Iterator[Path]:
    """The paths of a list, a line each; a name may have any bytes but a line's end."""
    for line in stream:
        name = line.rstrip(b"\r\n")
        if name:
            path = Path(os.fsdecode(name))
            with suppress(PictureError):  # an address that leads elsewhere gets a row that says so
                path = path_of(os.fsdecode(name))
            yield from pictures_within(path) if is_document_name(path) else (path,)
