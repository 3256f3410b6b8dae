"""docs/privacy.md: where files lie on each system, as narrator/places.py finds them there."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from tempfile import TemporaryDirectory

from docs.make.imports import ROOT
from docs.make.part import Part
from training.terminal.markdown import markdown_table

PLACES: Mapping[str, str] = {
    "settings_file": "your settings",
    "journal_file": "the journal",
    "index_file": "the index of pictures",
    "log_file": "the log of `narrator watch`",
    "token_file": "the token of `narrator serve`",
    "ended_file": "which browsers signed out of it",
    "told_file": "which lasting facts of your desktop you were told",
    "allowed_file": "which second describers elsewhere you allowed",
    "models_folder": "bundles of your own",
    "graphs_folder": "networks as they are optimised for this machine",
    "control_file": "where the running Narrator listens",
    "handed_over_file": "what it was handed over since it began",
}
"""Function in narrator.places -> what lies there."""

SYSTEMS: Mapping[str, str] = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
"""`sys.platform` -> the system's name."""

_HOME = "/home/person"
_WINDOWS = "%LOCALAPPDATA%"
_RUNTIME = "XDG_RUNTIME_DIR"
_BACKSLASH = "\\"

# The modules choose their answers when they are imported, so each system is asked in a process of its own.
# The library has no other way to be asked about Windows elsewhere than by the variables.
_ASK = """
import json, sys
system, names = sys.argv[1], sys.argv[2:]
sys.platform = system
import platformdirs.windows
platformdirs.windows.get_win_folder = platformdirs.windows.get_win_folder_from_env_vars
from narrator import places
print(json.dumps([str(getattr(places, name)()) for name in names]))
"""


def places_table() -> str:
    """One row for each file, with its place on each system."""
    found = [_places(system) for system in SYSTEMS]
    rows = zip(PLACES.values(), *found, strict=True)
    return markdown_table(("What", *SYSTEMS.values()), rows)


def _places(system: str) -> list[str]:
    command = [sys.executable, "-c", _ASK, system, *PLACES]
    with TemporaryDirectory() as runtime:  # one that is not there is not used
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": _HOME,
            "LOCALAPPDATA": _WINDOWS,
            **({_RUNTIME: runtime} if system == "linux" else {}),
        }
        answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        paths = [path.replace(runtime, f"${_RUNTIME}").replace(_HOME, "~") for path in json.loads(answer)]
    return [f"`{path.replace('/', _BACKSLASH) if system == 'win32' else path}`" for path in paths]


PARTS = (Part(page="docs/privacy.md", name="places", make=places_table),)
