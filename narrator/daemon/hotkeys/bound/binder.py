"""The seam: the settings of a desktop, in which keys start commands."""

import shlex
import subprocess
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.program import program
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

Command = tuple[str, ...]
"""The words of a command of the desktop's own tool."""

_PATIENCE_SECONDS = 10.0


class Binder(Protocol):
    """One desktop's settings. It changes Narrator's own entries in there and no others."""

    name: str
    """The desktop, as a sentence names it."""

    @abstractmethod
    def is_here(self) -> bool:
        """Whether this machine has these settings, and the tool for them."""

    @abstractmethod
    def bound(self) -> Mapping[Action, str]:
        """The keys that start our commands, as the desktop writes them. Raises DaemonError."""

    @abstractmethod
    def to_bind(self, bindings: Bindings) -> Sequence[Command]:
        """The commands that bind these keys and leave all that is not ours as it is. Raises DaemonError."""

    @abstractmethod
    def to_unbind(self) -> Sequence[Command]:
        """The commands that take all of our keys away again. Raises DaemonError."""


def command_of(action: Action) -> str:
    """What a key starts: by its whole path, for desktops do not look where shells find programs."""
    return shlex.join((*program(), action.value))


def started_by(command: str) -> Action | None:
    """Which action a command of ours starts, or of an installation that was elsewhere; None for others."""
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    match words:
        case [path, verb] if path.endswith("/narrator"):
            pass
        case [*_, "-m", "narrator", verb]:
            pass
        case _:
            return None
    return next((action for action in Action if action.value == verb), None)


def perform(commands: Iterable[Command]) -> None:
    """Run the commands one after the other. Raises DaemonError at the first that fails."""
    for command in commands:
        answer(command)


def answer(command: Command) -> str:
    """What a command prints. Raises DaemonError where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=True)
    except subprocess.CalledProcessError as error:
        # What it prints is written for who programs; --debug shows it.
        raise _failed(command, "does not reach them") from error
    except subprocess.TimeoutExpired as error:
        raise _failed(command, "does not answer") from error
    except OSError as error:
        raise _failed(command, "cannot be started") from error
    return done.stdout.strip()


def _failed(command: Command, reason: str) -> DaemonError:
    return DaemonError(
        gettext(
            "The desktop's settings cannot be used, because its program {command} "
            "{reason}; start narrator hotkeys in your desktop session."
        ).format(command=command[0], reason=reason)
    )
