"""The seam of the autostarts: what a system runs when somebody logs in."""

import re
import shlex
import sys
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext


@dataclass(frozen=True, kw_only=True)
class Installed:
    """An autostart that is there."""

    place: str
    """Where: a file, or what a person would look for."""
    command: str
    """What it starts, as it is written there."""
    ours: bool
    """Whether that is this installation of Narrator, and not one that was moved or removed."""
    running: bool | None
    """Whether what it started runs; None where the system does not tell."""
    outdated: bool = False
    """Whether a version before wrote it, which left out what matters to the person."""

    @property
    def watched(self) -> Sequence[str]:
        """What stands behind `watch`: folders and options."""
        words = self._words()
        return words[words.index("watch") + 1 :] if "watch" in words else []

    @property
    def again(self) -> str:
        """The command that writes the same anew."""
        return shlex.join(["narrator", "autostart", "install", "--", *self.watched])

    def _words(self) -> list[str]:
        windows = sys.platform == "win32"
        # Desktops escape $ and ` twice and double %; systemd doubles both $ and %.
        text = self.command if windows else re.sub(r"\\\\([$`])|([$%])\2", r"\1\2", self.command)
        return [word.strip('"') for word in shlex.split(text, posix=not windows)]


def refuse_unwritable(command: Sequence[str], where: str, *, also: str = "") -> None:
    """Raise DaemonError for a word that cannot be written there: with control characters, or that is no text.

    `also` are control characters that can be written all the same.
    """
    for word in command:
        if any(letter not in also and _is_control(letter) for letter in word):
            shown = "".join(letter if letter.isprintable() else "?" for letter in word)
            raise DaemonError(
                gettext(
                    "{shown} has a letter that cannot be written where {where} looks; rename it "
                    "and try again."
                ).format(shown=shown, where=where)
            )


def _is_control(letter: str) -> bool:
    return letter < " " or letter == "\x7f" or "\ud800" <= letter <= "\udfff"


class Autostart(Protocol):
    """One way to be started at login."""

    name: str
    """What it is called in a sentence."""

    @abstractmethod
    def install(self, command: Sequence[str]) -> str:
        """Let a command be run at every login from now on, and give the place where that is written.

        Twice is the same as once. Raises DaemonError where it cannot be written.
        """

    @abstractmethod
    def doubt(self) -> str | None:
        """Why it may start nothing in this session all the same, as a sentence that says what to do."""

    @abstractmethod
    def remove(self) -> bool:
        """Undo that; whether there was anything. Raises DaemonError for what Narrator did not write."""

    @abstractmethod
    def installed(self) -> Installed | None:
        """What is there."""
