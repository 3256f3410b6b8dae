"""Autostart on Windows: a value under the registry's key Run, which is read at every logon.

A task of the Task Scheduler could start the daemon again when it fails, yet many people may not make one that
starts at logon without an administrator, and its tool tells its state in the language of the machine only.
"""

import subprocess
import sys
from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from narrator.daemon.autostart.autostart import Installed, refuse_unwritable
from narrator.daemon.program import program
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE = "Narrator for pictures"  # Windows' own screen reader is called Narrator, too


class RunKey(Protocol):
    """The person's key Run; OSError where Windows refuses."""

    @abstractmethod
    def get(self, name: str) -> str | None:
        """A value; None where there is none."""

    @abstractmethod
    def set(self, name: str, value: str) -> None:
        """Write a value."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Delete a value that is there."""


class WindowsAutostart:
    """A value of our own name."""

    name = "Windows"

    def __init__(self, run_key: RunKey | None = None) -> None:
        self._run_key = run_key or _registry()

    def install(self, command: Sequence[str]) -> str:
        """Write the value."""
        refuse_unwritable(command, self.name)
        try:
            self._run_key.set(_VALUE, subprocess.list2cmdline(command))
        except OSError as error:
            raise _refused(error) from error
        return _place()

    def doubt(self) -> None:
        """There is none."""

    def remove(self) -> bool:
        """Delete the value."""
        if self._run_key.get(_VALUE) is None:
            return False
        try:
            self._run_key.delete(_VALUE)
        except OSError as error:
            raise _refused(error) from error
        return True

    def installed(self) -> Installed | None:
        """What the value says."""
        command = self._run_key.get(_VALUE)
        if command is None:
            return None
        ours = f"{command} ".startswith(f"{subprocess.list2cmdline(program())} ")
        return Installed(place=_place(), command=command, ours=ours, running=None)


def _place() -> str:
    return rf"the registry's HKEY_CURRENT_USER\{_KEY}"


def _refused(error: OSError) -> DaemonError:
    return DaemonError(
        gettext(
            "Windows does not let the autostart be changed ({strerror}); ask who manages this computer."
        ).format(strerror=error.strerror)
    )


def _registry() -> RunKey:
    if sys.platform == "win32":
        from narrator.daemon.autostart.windows_registry import RegistryRunKey

        return RegistryRunKey(_KEY)
    raise DaemonError(
        gettext("This autostart is that of Windows; narrator autostart uses the one there is here.")
    )
