"""What the person wants of single folders: what their settings say, and what came with a folder since."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from narrator.settings.settings import FolderSettings

_NOTHING = FolderSettings()


class Wishes:
    """Asked for each picture. Any thread may ask, and add."""

    def __init__(self, settings: Mapping[Path, FolderSettings]) -> None:
        """`settings` are those of the settings file, by whole paths."""
        self._settings = settings
        self._lock = Lock()
        self._added: dict[Path, Mapping[str, Any]] = {}

    def add(self, folder: Path, own: Mapping[str, Any]) -> Callable[[], None]:
        """Let these fields of FolderSettings hold for a folder, and all folders in it, until the daemon ends.

        What was wanted of it before holds on where it says nothing else. Returns what takes it back.
        """
        # By its other name, too: the same pictures may come by a link, or past it.
        names = {folder, folder.resolve()}
        with self._lock:
            before = {name: self._added[name] for name in names if name in self._added}
            self._added |= {name: {**before.get(name, {}), **own} for name in names}

        def take_back() -> None:
            with self._lock:
                for name in names:
                    self._added.pop(name, None)
                self._added |= before

        return take_back

    def of(self, picture: Path | None) -> FolderSettings:
        """What holds for a file: of the innermost folder that the settings name, and over it what was added.

        For a picture without a file nothing is wanted that is not wanted for all.
        """
        if picture is None:
            return _NOTHING
        return self.inside(picture.parent)

    def inside(self, folder: Path) -> FolderSettings:
        """What holds for the files in a folder."""
        named = (folder, *folder.parents)
        own = next((self._settings[each] for each in named if each in self._settings), _NOTHING)
        with self._lock:
            if not self._added:
                return own
            for added in self._along(folder.resolve(), *named):
                own = replace(own, **added)
        return own

    def _along(self, real: Path, *named: Path) -> Iterator[Mapping[str, Any]]:
        """What was added for any folder that a file is in, the innermost last."""
        around = {*named, real, *real.parents}
        for each in sorted(around, key=lambda path: len(path.parts)):
            if each in self._added:
                yield self._added[each]
