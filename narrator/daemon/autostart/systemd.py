"""Autostart by the person's own systemd: a unit that comes and goes with the desktop."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path

from narrator.daemon.autostart.autostart import Installed, refuse_unwritable
from narrator.daemon.autostart.owned_file import OwnedFile
from narrator.daemon.program import program
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

UNIT = "narrator.service"
_TARGET = "graphical-session.target"
_MARK = "# Written by narrator autostart install; narrator autostart remove takes it away."
_PATIENCE_SECONDS = 10.0
_BOOTED = Path("/run/systemd/system")  # exists where systemd runs the machine, see sd_booted(3)

# What would break the daemon is left out: private or read-only folders (it reads the person's pictures, and
# reaches sound server, clipboard and session bus through sockets in shared folders), limits of connections
# (cameras that the person names) and of executable memory (the neural network's libraries make code).
_TEMPLATE = f"""{_MARK}
[Unit]
Description=Narrator, which says aloud what is in pictures
PartOf={_TARGET}
After={_TARGET}
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=notify
ExecStart={{command}}
# Loading the network takes seconds on a slow disk just after login.
TimeoutStartSec=90
TimeoutStopSec=10
WatchdogSec=30
# So it ends at logout, by the signal that it is sent then.
SuccessExitStatus=143
Restart=on-failure
RestartSec=2
# A wrong option is wrong again.
RestartPreventExitStatus=2
# It takes 200 MB, and for a moment several times that for a huge picture. No MemoryMax: slow is better
# than silent.
MemoryHigh=1G
TasksMax=256
# What it prints of pictures is for a terminal. Why it cannot start, the journal may know.
StandardOutput=null
StandardError=journal
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictSUIDSGID=yes

[Install]
WantedBy={_TARGET}
"""
_NEEDED = frozenset({"StandardOutput=null", "SuccessExitStatus=143"})
"""Lines that units of versions before lack: those put captions into the journal, and end as failed."""
_ESCAPES = {code: f"\\x{code:02x}" for code in (*range(1, 32), 127)}
"""Control characters, of which several end a line for systemd."""


class SystemdAutostart:
    """A unit in the person's settings, enabled by systemctl or, where that does not answer, by hand."""

    name = "systemd"

    def __init__(self) -> None:
        folder = user_config_path() / "systemd" / "user"
        self._unit = OwnedFile(folder / UNIT, _MARK)
        self._link = folder / f"{_TARGET}.wants" / UNIT

    def install(self, command: Sequence[str]) -> str:
        """Write the unit and enable it; it starts with the next login."""
        refuse_unwritable(command, self.name, also="".join(map(chr, _ESCAPES)))
        self._unit.write(_TEMPLATE.format(command=exec_start(command)))
        if not (_systemctl("daemon-reload") and _systemctl("enable", UNIT)):
            self._enable()
        return str(self._unit.path)

    def doubt(self) -> None:
        """There is none."""

    def remove(self) -> bool:
        """Disable and remove the unit; what runs, runs until the person logs out."""
        removed = self._unit.remove()
        if removed:
            self._disable()
            _systemctl("daemon-reload")
        return removed

    def installed(self) -> Installed | None:
        """What the unit says."""
        text = self._unit.read()
        if text is None:
            return None
        lines = text.splitlines()
        settings = (line.partition("=") for line in lines)
        command = next((value for key, _, value in settings if key == "ExecStart"), "")
        return Installed(
            place=str(self._unit.path),
            command=command,
            ours=f"{command} ".startswith(f"{exec_start(program())} "),
            running=_systemctl("is-active", UNIT) if _answers() else None,
            outdated=not set(lines) >= _NEEDED,
        )

    def _enable(self) -> None:
        try:
            self._link.parent.mkdir(parents=True, exist_ok=True)
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self._unit.path)
        except OSError as error:
            raise DaemonError(
                gettext(
                    "The link {link} cannot be made ({strerror}); make its folder yours, try again."
                ).format(link=self._link, strerror=error.strerror)
            ) from error

    def _disable(self) -> None:
        self._link.unlink(missing_ok=True)
        with suppress(OSError):  # it may not be there, or hold what others want started
            self._link.parent.rmdir()


def starts_programs(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a unit that belongs to the desktop would be started here.

    It is not where no systemd runs, nor in desktops that do not tell systemd of themselves.
    """
    if not _answers():
        return _BOOTED.exists()
    in_desktop = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return not in_desktop or _systemctl("is-active", _TARGET)


def exec_start(command: Sequence[str]) -> str:
    """A command as ExecStart wants it; see "Command lines" in systemd.service(5)."""
    path, *arguments = (_quoted(word) for word in command)
    return " ".join((path, *(argument.replace("$", "$$") for argument in arguments)))


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.translate(_ESCAPES)}"'


def _answers() -> bool:
    return _systemctl("show", "--property=Version")


def _systemctl(*arguments: str) -> bool:
    """Whether systemctl did it. It may be missing, or have nobody to talk to."""
    command = ("systemctl", "--user", "--no-ask-password", *arguments)
    try:
        return subprocess.run(command, capture_output=True, timeout=_PATIENCE_SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
