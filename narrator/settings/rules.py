"""Which values a setting can have, and how they are read from a file, a variable or the command line."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from narrator.enumeration import enumerated
from narrator.languages.catalogue import gettext


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """A part of each day; one that ends before it begins goes over midnight."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M} to {self.end:%H:%M}"

    def __contains__(self, moment: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


@dataclass(frozen=True, kw_only=True)
class FolderSettings:
    """What one watched folder has otherwise than the rest."""

    speak: bool = True
    """Whether its pictures are announced; if not, they are described into the journal only."""
    verbosity: str | None = None
    """None takes the one for all."""
    quiet_hours: QuietHours | None = None
    """When its pictures are not announced, besides the hours for all."""
    language: str | None = None
    """In which language its pictures are told; None takes the one for all."""
    journal: bool = True
    """Whether what its pictures show is kept, where anything is kept."""


class WrongPartError(ValueError):
    """A part of a table that is not as it must be."""

    def __init__(self, part: str, must_be: str, value: object) -> None:
        """`part` is the way to it from the setting, such as `.stop`."""
        super().__init__()
        self.part = part
        self.must_be = must_be
        self.value = value


class Rule(Protocol):
    """Reads one setting; as text, a rule says in TOML's words what values it takes, after "must be"."""

    @abstractmethod
    def read(self, value: object) -> object:
        """The value in the setting's own type.

        Raises ValueError when it is not such a value: of a table, WrongPartError.
        """


@dataclass(frozen=True)
class Text(Rule):
    """Any text but the empty one."""

    def __str__(self) -> str:
        return gettext("a string that is not empty")

    def read(self, value: object) -> str:
        """The text without spaces at its ends."""
        if not isinstance(value, str) or not value.strip():
            raise ValueError
        return value.strip()


@dataclass(frozen=True)
class Number(Rule):
    """A number within bounds; variables and the command line give it as text."""

    kind: type[int] | type[float]
    lowest: int
    highest: int

    def __str__(self) -> str:
        if self.kind is int:
            bounds = gettext("an integer from {lowest} to {highest}")
        else:
            bounds = gettext("a number from {lowest} to {highest}")
        return bounds.format(lowest=self.lowest, highest=self.highest)

    def read(self, value: object) -> int | float:
        """The number."""
        accepted = (int, str) if self.kind is int else (float, int, str)
        if not isinstance(value, accepted) or isinstance(value, bool):
            raise ValueError
        try:
            number = self.kind(value)
        except OverflowError as error:  # a whole number that is beyond all floats
            raise ValueError from error
        if not self.lowest <= number <= self.highest:
            raise ValueError
        return number


@dataclass(frozen=True)
class Switch(Rule):
    """On or off."""

    def __str__(self) -> str:
        return gettext("true or false")

    def read(self, value: object) -> bool:
        """Whether it is on."""
        if isinstance(value, bool):
            return value
        word = _word(value)
        if word not in ("true", "false", "on", "off"):
            raise ValueError
        return word in ("true", "on")


@dataclass(frozen=True)
class Choice(Rule):
    """One of some words."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return enumerated((f'"{word}"' for word in self.words), "or")

    def read(self, value: object) -> str:
        """The word."""
        word = _word(value)
        if word not in self.words:
            raise ValueError
        return word


@dataclass(frozen=True)
class Hours(Rule):
    """A part of the day."""

    def __str__(self) -> str:
        return gettext('a string of two times of day such as "22:00-07:00"')

    def read(self, value: object) -> QuietHours:
        """From when to when."""
        match = re.fullmatch(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})", _word(value))
        if not match:
            raise ValueError
        begin, end = (time.fromisoformat(text.zfill(5)) for text in match.groups())
        if begin == end:
            raise ValueError
        return QuietHours(begin=begin, end=end)


@dataclass(frozen=True)
class Words(Rule):
    """A table of texts, such as the keys of actions; what they mean is known where they are used."""

    def __str__(self) -> str:
        return gettext("a table of strings")

    def read(self, value: object) -> Mapping[str, str]:
        """The table."""
        if not isinstance(value, dict):
            raise ValueError
        for key, text in value.items():
            if not isinstance(text, str):
                raise WrongPartError(f".{key}", gettext("a string"), text)
        return MappingProxyType({key: text.strip() for key, text in value.items()})


@dataclass(frozen=True)
class Folder(Rule):
    """A table of what one folder has of its own."""

    verbosity: Rule
    language: Rule

    def __str__(self) -> str:
        return gettext("a table with {rules} alone").format(rules=enumerated(self._rules))

    def read(self, value: object) -> FolderSettings:
        """The folder's settings."""
        return FolderSettings(**self.given(value))

    def given(self, value: object) -> Mapping[str, Any]:
        """The values that are there, each in its own type, by the names of FolderSettings."""
        rules = self._rules
        if not isinstance(value, dict) or value.keys() - rules:
            raise WrongPartError("", str(self), value)
        read: dict[str, Any] = {}
        for key, part in value.items():
            try:
                read[key] = rules[key].read(part)
            except ValueError as error:
                raise WrongPartError(f".{key}", str(rules[key]), part) from error
        return MappingProxyType(read)

    @property
    def _rules(self) -> dict[str, Rule]:
        return {
            "speak": Switch(),
            "verbosity": self.verbosity,
            "quiet_hours": Hours(),
            "language": self.language,
            "journal": Switch(),
        }


@dataclass(frozen=True)
class Folders(Rule):
    """A table of folders, each a table of its own settings."""

    folder: Folder

    def __str__(self) -> str:
        return gettext("a table of tables, each named by a folder's path, whole or from ~/ on")

    def read(self, value: object) -> Mapping[Path, FolderSettings]:
        """The settings of each folder, "~" at the beginning of its path replaced."""
        if not isinstance(value, dict):
            raise ValueError
        return MappingProxyType(dict(self._folder(path, own) for path, own in value.items()))

    def _folder(self, path: str, own: object) -> tuple[Path, FolderSettings]:
        try:
            settings = self.folder.read(own)
        except WrongPartError as error:
            raise WrongPartError(f'."{path}"{error.part}', error.must_be, error.value) from error
        return self._whole(path), settings

    def _whole(self, path: str) -> Path:
        try:
            folder = Path(path).expanduser()
        except RuntimeError:  # of "~somebody" whom this machine does not know
            folder = Path(path)
        if not folder.is_absolute():
            raise WrongPartError("", str(self), path)
        return folder


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value.strip().lower()
