"""The command that starts this very installation."""

import sys
import sysconfig
from pathlib import Path


def program() -> tuple[str, ...]:
    """The words of the command, the first an absolute path; they work from any folder and without PATH."""
    if sys.platform == "win32":
        # The installed narrator.exe opens a console window, which nobody wants at every logon.
        windowless = Path(sys.executable).with_name("pythonw.exe")
        return (str(windowless), "-P", "-m", "narrator")
    for scheme in (sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")):
        script = Path(sysconfig.get_path("scripts", scheme)) / "narrator"
        if script.is_file():
            return (str(script),)
    # Without -P, a folder called narrator where it is started would be taken for the program.
    return (sys.executable, "-P", "-m", "narrator")
