"""The pictures in a folder and in the folders beneath it: each folder once, whatever links lead to it."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from narrator.picture.files import is_picture_name
from narrator.sources.folder.state import State, state_from
from narrator.sources.folder.watch import Watch


def is_wanted(path: Path) -> bool:
    """Whether a file is a picture that the person can see there, going by its name.

    Hidden ones are other programs' working copies; so is whatever has .part, .crdownload or .tmp at its end,
    which is no picture's ending.
    """
    return is_picture_name(path) and not is_hidden(path)


def is_hidden(path: Path) -> bool:
    """Whether file managers hide a file or folder."""
    return path.name.startswith(".")


class Tree:
    """Knows which folders there are, and has each of them watched before it is listed."""

    def __init__(self, root: Path, *, recursive: bool, denied: Callable[[Path, OSError], None]) -> None:
        """`denied` hears of each folder that cannot be listed."""
        self._root = root
        self._recursive = recursive
        self._denied = denied
        self._ways: dict[tuple[int, int], Path] = {}
        """Device and inode of a folder -> the path by which it is known."""

    def look(self, folder: Path, watch: Watch, *, everywhere: bool = False) -> Iterator[tuple[Path, State]]:
        """The pictures in a folder, and in those beneath it that are not watched yet, or in all of them.

        Each folder is watched before it is listed, so that nothing is missed in between. Hidden folders hold
        thumbnails, wastebaskets and the like; nobody looks into them. Raises CannotWatchError.
        """
        if folder != self._root and (not self._recursive or is_hidden(folder)):
            return
        folders, links = deque([folder]), deque[Path]()
        while folders or links:
            # Links last: a folder is best known by its own name, which stays when a link to it is removed.
            each = folders.popleft() if folders else links.popleft()
            try:
                if self._enter(each) and (watch.add(each) or everywhere or each == folder):
                    yield from self._list(each, folders, links)
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError as error:
                self._denied(each, error)

    def _enter(self, folder: Path) -> bool:
        """Whether this is the way by which a folder is known: by links there are many, and in circles."""
        status = folder.stat()
        identity = (status.st_dev, status.st_ino)
        way = self._ways.setdefault(identity, folder)
        if way != folder and not _leads_to(way, identity):
            self._ways[identity] = way = folder  # it was moved
        return way == folder

    def _list(self, folder: Path, folders: deque[Path], links: deque[Path]) -> Iterator[tuple[Path, State]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = folder / entry.name
                if self._recursive and leads_to_folder(entry):
                    if not is_hidden(path):
                        (links if entry.is_symlink() else folders).append(path)
                elif is_wanted(path) and (state := _state(entry)):
                    yield path, state


def leads_to_folder(path: Path | os.DirEntry[str]) -> bool:
    """Whether a folder is there, or a link to one; no if that cannot be told."""
    try:
        return path.is_dir()
    except OSError:
        return False  # a link in a circle, or behind a folder that may not be entered


def _state(entry: os.DirEntry[str]) -> State | None:
    try:
        return state_from(entry.stat())
    except OSError:
        return None  # gone since it was listed, or a link into nothing


def _leads_to(path: Path, identity: tuple[int, int]) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_dev, status.st_ino) == identity
