"""The pictures in a folder and in the folders beneath it."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from narrator.picture.files import is_picture_name, is_rare_picture_name
from narrator.sources.folder.others import NO_MEDIA, is_hidden, is_kept_by_a_program
from narrator.sources.folder.state import State, state_from
from narrator.sources.folder.watch import Watch

_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT: how Windows marks a folder that is another one, and that it calls no link."""


def is_wanted(path: Path | os.DirEntry[str]) -> bool:
    """Whether a file is a picture that the person can see there, going by its name.

    Hidden ones are other programs' working copies; so is whatever has .part, .crdownload or .tmp at its end,
    which is no picture's ending.
    """
    return is_picture_name(path) and not is_hidden(path)


def is_noticed(path: Path) -> bool:
    """Whether a file is wanted, or of a rare kind, of which one is told of."""
    return is_wanted(path) or (is_rare_picture_name(path) and not is_hidden(path))


class Tree:
    """A folder as the person means it: with what is beneath it where that is wanted, but for others' folders.

    Pictures are those of rare kinds, too.

    Links to pictures count as pictures. Links to folders are not followed: what they lead to is either in the
    tree anyway, or outside of the folder that was named. The root itself is wanted whatever it is.
    """

    def __init__(self, root: Path, *, recursive: bool, denied: Callable[[Path, OSError], None]) -> None:
        """`denied` hears of each folder that cannot be listed."""
        self._root = root
        self._recursive = recursive
        self._denied = denied

    def holds(self, picture: Path) -> bool:
        """Whether a file is a picture of this tree."""
        return is_noticed(picture) and self._reaches(picture.parent)

    def look(self, folder: Path, watch: Watch, *, everywhere: bool = False) -> Iterator[tuple[Path, State]]:
        """The pictures in a folder, and in those beneath it that are not watched yet, or in all of them.

        Each folder is watched before it is listed, so that nothing is missed in between. Raises
        CannotWatchError.
        """
        if not self._reaches(folder):
            return
        folders = deque([folder])
        while folders:
            each = folders.popleft()
            try:
                if watch.add(each) or everywhere or each == folder:
                    yield from self._list(each, folders)
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError as error:
                self._denied(each, error)

    def _reaches(self, folder: Path) -> bool:
        """Whether a folder is the root, or beneath it with no other program's folder in between."""
        while folder != self._root:
            if not self._recursive or is_kept_by_a_program(folder) or _has_no_media(folder):
                return False
            if folder == folder.parent:
                return False
            folder = folder.parent
        return True

    def _list(self, folder: Path, folders: deque[Path]) -> Iterator[tuple[Path, State]]:
        with os.scandir(folder) as listing:
            entries = list(listing)
        if folder != self._root and any(entry.name == NO_MEDIA for entry in entries):
            return
        for entry in entries:
            path = folder / entry.name
            if self._recursive and is_folder(entry):
                if not is_kept_by_a_program(entry):
                    folders.append(path)
            elif is_noticed(path) and (state := _state(entry)):
                yield path, state


def _has_no_media(folder: Path) -> bool:
    try:
        return (folder / NO_MEDIA).exists()
    except OSError:
        return False  # which may not be asked, or whose server does not answer


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, and no link to one."""
    try:
        if not entry.is_dir(follow_symlinks=False):
            return False
        # Asked on Windows alone, where the answer came with the listing.
        return sys.platform != "win32" or entry.stat(follow_symlinks=False).st_reparse_tag != _JUNCTION
    except OSError:
        return False  # gone since it was listed


def _state(entry: os.DirEntry[str]) -> State | None:
    try:
        return state_from(entry.stat())
    except OSError:
        return None  # gone since it was listed, or a link into nothing
