"""A file that a command writes: it is there whole, or as it was before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrator.errors import NarratorError, SettingsError


class WholeFile:
    """A text file that will be written at the end of long work."""

    def __init__(self, path: str) -> None:
        """Raises SettingsError, before any work is done, when it could not be written."""
        self._path = Path(path).resolve()  # a link keeps pointing to the file
        name = self._path.name
        try:
            if self._path.is_dir():
                raise SettingsError(f"{name} is a folder, so nothing can be saved there; name a file in it.")
            if not self._path.parent.is_dir():
                folder = self._path.parent.name
                raise SettingsError(
                    f"There is no folder {folder} to save {name} in; make it or name another one."
                )
            with self._part():
                pass
        except OSError as error:
            raise SettingsError(
                f"{name} cannot be saved there ({error.strerror}); name another place."
            ) from error

    def write(self, text: str) -> None:
        """Put the text in the place of what was there. Raises NarratorError when that fails."""
        try:
            with self._part() as part:
                part.write_text(text, encoding="utf-8", newline="\n")
                part.replace(self._path)
        except OSError as error:
            raise NarratorError(
                f"{self._path.name} cannot be saved ({error.strerror}); make room or name another place."
            ) from error

    @contextmanager
    def _part(self) -> Iterator[Path]:
        """A new file beside it, gone at the end."""
        part = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        try:
            part.touch()
            yield part
        finally:
            part.unlink(missing_ok=True)
