"""Autostart by the desktop itself: an entry in the person's folder autostart.

https://specifications.freedesktop.org/autostart-spec/latest/
"""

import os
from collections.abc import Sequence

from platformdirs import user_config_path

from narrator.daemon.autostart.autostart import Installed, refuse_unwritable
from narrator.daemon.autostart.owned_file import OwnedFile
from narrator.daemon.desktop_entry import desktop_entry, exec_value
from narrator.daemon.program import program

_MARK = "X-Narrator-Autostart=true"


class XdgAutostart:
    """A desktop entry, for desktops without systemd."""

    name = "the desktop's autostart"

    def __init__(self) -> None:
        self._entry = OwnedFile(user_config_path() / "autostart" / "narrator.desktop", _MARK)

    def install(self, command: Sequence[str]) -> str:
        """Write the entry."""
        refuse_unwritable(command, self.name, also="\n\r\t")
        key, _, value = _MARK.partition("=")
        text = desktop_entry(
            name="Narrator",
            comment="Says aloud what is in pictures",
            command=command,
            extra={"NoDisplay": "true", "X-GNOME-Autostart-enabled": "true", key: value},
        )
        self._entry.write(text)
        return str(self._entry.path)

    def doubt(self) -> str | None:
        """Sway and i3 start nothing but what their own config says."""
        for name, variable in (("Sway", "SWAYSOCK"), ("i3", "I3SOCK")):
            if os.environ.get(variable):
                return (
                    f"{name} does not read that; "
                    "put the line exec narrator watch, with your folders and options, into its config."
                )
        return None

    def remove(self) -> bool:
        """Remove the entry."""
        return self._entry.remove()

    def installed(self) -> Installed | None:
        """What the entry says."""
        text = self._entry.read()
        if text is None:
            return None
        lines = (line.partition("=") for line in text.splitlines())
        command = next((value for key, _, value in lines if key == "Exec"), "")
        ours = f"{command} ".startswith(f"{exec_value(program())} ")
        return Installed(place=str(self._entry.path), command=command, ours=ours, running=None)
