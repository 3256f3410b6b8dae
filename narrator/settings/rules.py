"""Which values a setting can have, and how they are read from a file, a variable or the command line."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """A part of each day; one that ends before it begins goes over midnight."""

    begin: time
    end: time

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


class Rule(Protocol):
    """Reads one setting; as text, a rule says what values it takes, after "must be"."""

    @abstractmethod
    def read(self, value: object) -> object:
        """The value in the setting's own type. Raises ValueError when it is not such a value."""


@dataclass(frozen=True)
class Text(Rule):
    """Any text but the empty one."""

    def __str__(self) -> str:
        return "a text that is not empty"

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
        number = "a whole number" if self.kind is int else "a number"
        return f"{number} from {self.lowest} to {self.highest}"

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
        return "true or false"

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
        return f"{', '.join(self.words[:-1])} or {self.words[-1]}"

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
        return "two times of day such as 22:00-07:00"

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
        return "a table of texts"

    def read(self, value: object) -> Mapping[str, str]:
        """The table."""
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValueError
        return MappingProxyType({key: text.strip() for key, text in value.items()})


@dataclass(frozen=True)
class Folders(Rule):
    """A table of folders, each a table of its own settings."""

    verbosity: Rule

    def __str__(self) -> str:
        own = f"speak = true or false or verbosity = {self.verbosity}"
        return f"a table of folders, whole or from ~/ on, each with {own}"

    def read(self, value: object) -> Mapping[Path, FolderSettings]:
        """The settings of each folder, "~" at the beginning of its path replaced."""
        if not isinstance(value, dict):
            raise ValueError
        try:
            return MappingProxyType(
                {Path(path).expanduser(): self._folder(own) for path, own in value.items()}
            )
        except RuntimeError as error:  # of "~somebody" whom this machine does not know
            raise ValueError from error

    def _folder(self, own: object) -> FolderSettings:
        if not isinstance(own, dict) or own.keys() - {"speak", "verbosity"}:
            raise ValueError
        verbosity = str(self.verbosity.read(own["verbosity"])) if "verbosity" in own else None
        return FolderSettings(speak=Switch().read(own.get("speak", True)), verbosity=verbosity)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value.strip().lower()
