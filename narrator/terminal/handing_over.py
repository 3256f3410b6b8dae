"""What becomes of a second `narrator watch`: the Narrator that runs watches that too, as far as it can."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from narrator.daemon.control.client import ask
from narrator.daemon.watching import Watching
from narrator.enumeration import enumerated
from narrator.errors import SettingsError

HAND_OVER_SECONDS = 10.0

_AS_A_FOLDERS = {"incognito": ("journal", False), "silent": ("speak", False)}
"""Switches that can hold for a folder, as the folder's settings say it."""
_FOLDERS = ("verbosity", "quiet_hours", "language")
"""Options that a folder's settings call the same."""
_REMEDY = "end that one with narrator quit and give the same command again"


def hand_over(watching: Watching, given: Mapping[str, object]) -> str:
    """Let the Narrator that runs watch that too, and give its answer.

    `given` are the options that stand on the command line, by their settings' names: what the settings file
    says holds for the Narrator that runs already. Those that can hold for a folder do so.

    Raises SettingsError for any other option, with nothing watched: if it were dropped, what the person wants
    neither said nor kept might be said or kept. Raises NoDaemonError when none runs, and DaemonError when it
    refuses.
    """
    own: dict[str, str | bool] = dict(_AS_A_FOLDERS[name] for name in given if name in _AS_A_FOLDERS)
    own |= {name: str(value) for name, value in given.items() if name in _FOLDERS}
    if refusal := _refusal(watching, given):
        ask("status", timeout=HAND_OVER_SECONDS)  # raises NoDaemonError where none runs
        raise SettingsError(refusal)
    arguments = replace(watching, own=own).to_arguments()
    return str(ask("watch", arguments, timeout=HAND_OVER_SECONDS)["text"])


def _refusal(watching: Watching, given: Mapping[str, object]) -> str | None:
    """Why that cannot be handed over."""
    for_folders = [name for name in given if name in _AS_A_FOLDERS or name in _FOLDERS]
    if others := [name for name in given if name not in for_folders]:
        are, them = ("is", "it") if len(others) == 1 else ("are", "them")
        return (
            f"{_spelt(others)} {are} for a Narrator that starts, and one runs already; "
            f"leave {them} out, or {_REMEDY}."
        )
    if for_folders and (watching.clipboard or watching.camera is not None):
        return (
            f"Narrator runs already and takes {_spelt(for_folders)} for folders alone, not for the clipboard "
            f"or a camera; name only folders beside it, or {_REMEDY}."
        )
    return None


def _spelt(options: Sequence[str]) -> str:
    """Options as they stand on the command line: "--voice, --rate and --json"."""
    return enumerated(f"--{option.replace('_', '-')}" for option in options)
