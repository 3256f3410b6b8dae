"""Where Narrator keeps what is not the program: one function for each place, asked each time."""

import sys
import warnings
from pathlib import Path

from platformdirs import (
    user_cache_path,
    user_config_path,
    user_data_path,
    user_log_path,
    user_pictures_path,
    user_runtime_path,
    user_state_path,
)

from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_NAME = "narrator"


def settings_file() -> Path:
    """The person's settings file, whether or not there is one."""
    return user_config_path(_NAME, appauthor=False) / "config.toml"


def journal_file() -> Path:
    """The journal of what was described."""
    return user_state_path(_NAME, appauthor=False) / "journal.sqlite"


def index_file() -> Path:
    """The index by which pictures are found again."""
    return user_state_path(_NAME, appauthor=False) / "pictures.sqlite"


def log_file() -> Path:
    """The daemon's log; older ones lie beside it."""
    return user_log_path(_NAME, appauthor=False) / "narrator.log"


def token_file() -> Path:
    """What a program has to show to the web service."""
    return user_state_path(_NAME, appauthor=False) / "web-token"


def told_file() -> Path:
    """Which lasting facts the person was told, so that none is told at every login."""
    return user_state_path(_NAME, appauthor=False) / "told.json"


def ended_file(token: Path | None = None) -> Path:
    """Which browsers signed out of the web service; beside the `token` file, or the usual one."""
    token = token or token_file()
    return token.with_name(f"{token.name}.ended")


def allowed_file() -> Path:
    """Which second describers on other machines may see pictures."""
    return user_state_path(_NAME, appauthor=False) / "allowed-second"


def models_folder() -> Path:
    """Models that the person has put there; each is found by its folder's name."""
    return user_data_path(_NAME, appauthor=False) / "models"


def graphs_folder() -> Path:
    """Networks as they were optimised for this machine; whatever is removed there is made again."""
    return user_cache_path(_NAME, appauthor=False) / "graphs"


def pictures_folder() -> Path | None:
    """The person's folder for pictures; None if there is none."""
    folder = user_pictures_path()
    # Whoever has no folder for pictures has the whole home folder set in its place.
    return folder if folder.is_dir() and folder.resolve() != Path.home().resolve() else None


def runtime_folder() -> Path:
    """What lives as long as the daemon; gone when the person logs out.

    Raises DaemonError where somebody else has made the folder that would take its place over SSH.
    """
    with warnings.catch_warnings(category=UserWarning, action="ignore"):
        # Without XDG_RUNTIME_DIR, as over SSH, another folder is as good; nobody has to hear of it each time.
        try:
            return user_runtime_path(_NAME, appauthor=False)
        except PermissionError as error:
            raise DaemonError(
                gettext(
                    "Somebody else has made the folder in which Narrator would listen; set "
                    "XDG_RUNTIME_DIR to a folder that you alone can use."
                )
            ) from error


def control_file() -> Path:
    """Where the daemon listens: a socket, or on Windows a file that names port and token."""
    return runtime_folder() / ("control.json" if sys.platform == "win32" else "control.sock")


def handed_over_file() -> Path:
    """What the running daemon was asked to watch since it began."""
    return runtime_folder() / "handed-over.json"
