"""What a desktop must have read before it gives keys to a program: who that is."""

from pathlib import Path

from platformdirs import user_data_path

from narrator.daemon.desktop_entry import APP_ID, desktop_entry
from narrator.daemon.program import program
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext


def entry_file() -> Path:
    """Where the portal looks for the desktop entry behind our name."""
    return user_data_path() / "applications" / f"{APP_ID}.desktop"


def make_known() -> None:
    """Write that desktop entry, if it is not there yet.

    Desktops name Narrator by it in their lists of hotkeys; in their menus it does not appear.
    """
    file = entry_file()
    text = desktop_entry(
        name="Narrator",
        comment="Says aloud what is in pictures",
        command=[*program(), "status"],
        extra={"NoDisplay": "true"},
    )
    try:
        if file.exists() and file.read_text(encoding="utf-8") == text:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DaemonError(
            gettext(
                "The file {file}, by which desktops know Narrator, cannot be written "
                "({strerror}); make its folder writable."
            ).format(file=file, strerror=error.strerror)
        ) from error
