"""The JSON object with which a bundle says what it is, read as far as it can be trusted."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from narrator.captioning.integrity import damage_of
from narrator.errors import BundleError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a bundle's folder states of itself. Each fault is a `BundleError`."""

    folder: Path
    noted_in: str
    """The file's name, such as "manifest.json"."""
    kind: str
    """What the folder holds, as it is said: "model"."""
    remedy: str
    """What a person can do about a fault: the end of each message."""

    def read(self) -> Mapping[str, Any]:
        """The whole object, of which nothing is checked yet."""
        try:
            stated = json.loads((self.folder / self.noted_in).read_text(encoding="utf-8"))
        except OSError as error:
            raise self.broken(f"cannot be opened, because its {self.noted_in} cannot be read") from error
        except ValueError as error:
            raise self.broken(f"is damaged, because its {self.noted_in} is no JSON") from error
        if not isinstance(stated, dict):
            raise self.broken(f"is damaged, because its {self.noted_in} is no JSON object")
        return stated

    def field(self, stated: Mapping[str, Any], key: str, kind: type[T]) -> T:
        """One value, of the type that it must have."""
        value = stated.get(key)
        if not isinstance(value, kind):
            raise self.broken(f"is damaged, because {key} is missing or wrong in its {self.noted_in}")
        return value

    def check_files(self, files: Mapping[str, Any], needed: set[str], *, later: Collection[str] = ()) -> None:
        """See that the needed files are noted, and that each noted file has the content that is noted.

        Of files that are checked `later`, only the note is looked at.
        """
        for name in needed - set(files):
            raise self.broken(f"has no {name} in its {self.noted_in}")
        for name, entry in files.items():
            damage = damage_of(self.folder, name, entry, noted_in=self.noted_in, noted_only=name in later)
            if damage:
                raise self.broken(damage)

    def broken(self, what: str) -> BundleError:
        """The error for a fault: `what` goes on after the bundle's name."""
        return BundleError(f"The {self.kind} {self.folder.resolve().name} {what}; {self.remedy}.")
