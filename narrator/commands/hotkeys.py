"""`narrator hotkeys`: the keys, whether they work here, and how to let the desktop bind keys instead."""

import json
from typing import TYPE_CHECKING

import click

from narrator.errors import DaemonError
from narrator.settings.settings import load_settings
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option

if TYPE_CHECKING:
    from narrator.daemon.hotkeys.bindings import Action, Bindings


@click.command("hotkeys")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a key.")
@debug_option
def command(as_json: bool) -> int:
    """List the keys that work everywhere while narrator watch runs, and how to bind others."""
    from narrator.daemon.hotkeys.bindings import Action, read_bindings
    from narrator.daemon.hotkeys.desktops import how_to_bind

    bindings = read_bindings(load_settings().hotkeys)
    everywhere, single = _trouble(bindings)
    for action in Action:
        trouble = everywhere or single.get(action, "")
        if as_json:
            show(json.dumps(_record(action, bindings, trouble)))
        else:
            show(_line(action, bindings, single.get(action, "")))
    if not as_json:
        show(
            everywhere
            or "They work while narrator watch runs; the table hotkeys in the settings changes them."
        )
        for step in how_to_bind(bindings):
            show(step)
    return 0


def _trouble(bindings: "Bindings") -> tuple[str, "dict[Action, str]"]:
    """Why no key can work here, or why single keys cannot."""
    from narrator.daemon.hotkeys.choice import hotkeys_for

    try:
        return "", dict(hotkeys_for(bindings).trouble())
    except DaemonError as error:
        return str(error), {}


def _line(action: "Action", bindings: "Bindings", trouble: str) -> str:
    key = str(bindings[action]) if action in bindings else "no key"
    return " ".join(filter(None, (f"{key}: {action.what}.", trouble)))


def _record(action: "Action", bindings: "Bindings", trouble: str) -> dict[str, object]:
    bound = action in bindings
    return {
        "action": action.value,
        "what": action.what,
        "key": str(bindings[action]) if bound else None,
        "usable": bound and not trouble,
        "problem": trouble or None,
        "command": action.command,
    }
