"""One thing that Narrator keeps on this machine."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from narrator.errors import NarratorError


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """Something that is there, and that Narrator alone may remove."""

    what: str
    """What it is, as a sentence begins."""
    place: str
    """Where it is: a path, or what a person would look for."""
    size: int | None
    """In bytes; None where it is no file."""
    erase: Callable[[], object]
    """Removes it. Raises OSError or NarratorError."""

    @classmethod
    def at(cls, path: Path, what: str) -> Self:
        """A file, a link or a folder with all that is in it; where a link leads is nobody's business here."""
        is_folder = path.is_dir() and not leads_elsewhere(path)
        return cls(
            what=what,
            place=str(path),
            size=_size_of(path) if is_folder else path.lstat().st_size,
            erase=(lambda: shutil.rmtree(path)) if is_folder else path.unlink,
        )

    def remove(self) -> str | None:
        """Remove it; why that failed, if it did."""
        try:
            self.erase()
        except FileNotFoundError:
            return None  # a daemon takes its socket away itself
        except OSError as error:
            return error.strerror or str(error)
        except NarratorError as error:
            return str(error).rstrip(".")
        return None

    def __str__(self) -> str:
        return f"{self.what}: {self.place}" + ("" if self.size is None else f", {_in_words(self.size)}")


def leads_elsewhere(path: Path) -> bool:
    """Whether a path is a link or, on Windows, a junction, which Python does not take for one."""
    return path.is_symlink() or path.resolve() != path.parent.resolve() / path.name


def _size_of(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(place) / name).lstat().st_size
    return total


def _in_words(size: int) -> str:
    for unit, bytes_a_unit in (("MB", 1_000_000), ("kB", 1000)):
        if size >= bytes_a_unit:
            return f"{size / bytes_a_unit:.1f} {unit}"
    return f"{size} bytes"
