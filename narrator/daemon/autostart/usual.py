"""What is watched at login for whoever names nothing: where their pictures and screenshots appear."""

import sys

from platformdirs import user_desktop_path

from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.places import pictures_folder


def usual_watch() -> list[str]:
    """The words for `narrator watch`.

    GNOME, Spectacle and Windows put screenshots into a folder inside Pictures. It is made with the first of
    them, and on Linux its name is in the person's language. So all folders inside Pictures are watched, also
    those that do not exist yet. macOS puts screenshots on the desktop.

    Raises DaemonError when there is no Pictures folder.
    """
    pictures = pictures_folder()
    if pictures is None:
        raise DaemonError(
            gettext(
                "You have no Pictures folder to watch; name your folders, as in narrator "
                "autostart install -- FOLDER --clipboard."
            )
        )
    if sys.platform == "darwin":
        return [str(pictures), str(user_desktop_path()), "--clipboard"]
    return [str(pictures), "--recursive", "--clipboard"]
