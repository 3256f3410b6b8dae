"""Autostart on macOS: a launchd agent of the person."""

import os
import plistlib
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from narrator.daemon.autostart.autostart import Installed, refuse_unwritable
from narrator.daemon.autostart.owned_file import OwnedFile
from narrator.daemon.desktop_entry import APP_ID
from narrator.daemon.program import program

_PATIENCE_SECONDS = 10.0


class LaunchdAutostart:
    """A property list among the person's launch agents, which launchd reads at login."""

    name = "launchd"

    def __init__(self, is_running: Callable[[str], bool] | None = None) -> None:
        """`is_running` asks launchd for an agent by its label."""
        path = Path.home() / "Library" / "LaunchAgents" / f"{APP_ID}.plist"
        self._agent = OwnedFile(path, f"<string>{APP_ID}</string>")
        self._is_running = is_running or _is_running

    def install(self, command: Sequence[str]) -> str:
        """Write the agent. What it prints goes nowhere, as launchd sends it nowhere else."""
        refuse_unwritable(command, self.name, also="\n\t")
        agent = {
            "Label": APP_ID,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},  # start again what failed, not what was told to quit
            "ThrottleInterval": 10,
            "LimitLoadToSessionType": "Aqua",  # a person at the screen, not one over the network
            "ProcessType": "Interactive",  # else macOS slows it down
        }
        self._agent.write(plistlib.dumps(agent).decode())
        return str(self._agent.path)

    def doubt(self) -> None:
        """There is none."""

    def remove(self) -> bool:
        """Remove the agent; what runs, runs until the person logs out."""
        return self._agent.remove()

    def installed(self) -> Installed | None:
        """What the agent says."""
        text = self._agent.read()
        if text is None:
            return None
        words = plistlib.loads(text.encode()).get("ProgramArguments", [])
        return Installed(
            place=str(self._agent.path),
            command=shlex.join(words),
            ours=tuple(words[: len(program())]) == program(),
            running=self._is_running(APP_ID),
        )


def _is_running(label: str) -> bool:
    if sys.platform == "win32":  # for the type checker: there is no getuid
        return False
    command = ["launchctl", "print", f"gui/{os.getuid()}/{label}"]
    process = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS)
    return "state = running" in process.stdout
