"""`narrator hotkeys`: the keys, whether they work here, and how to let the desktop bind keys instead."""

import json
import shlex
from typing import TYPE_CHECKING

import click

from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.settings.settings import load_settings
from narrator.terminal.command_group import CommandGroup
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option

if TYPE_CHECKING:
    from narrator.daemon.hotkeys.bindings import Action, Bindings
    from narrator.daemon.hotkeys.bound.binder import Binder


@click.group("hotkeys", cls=CommandGroup, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a key.")
@debug_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> int:
    """List the keys that work everywhere while narrator watch runs, and how to bind others."""
    return 0 if context.invoked_subcommand else _list(as_json)


@command.command("install")
@click.option("--print", "only_print", is_flag=True, help="Print the commands that do it, and run none.")
@debug_option
def install(only_print: bool) -> int:
    """Bind the keys in the settings of GNOME, Cinnamon, MATE or XFCE.

    They start Narrator's commands then, also while narrator watch does not run.
    """
    from narrator.daemon.hotkeys.bindings import read_bindings
    from narrator.daemon.hotkeys.bound.binder import perform

    binder, bindings = _binder(), read_bindings(load_settings().hotkeys)
    commands = binder.to_bind(bindings)
    if only_print:
        for each in commands:
            show(shlex.join(each))
        return 0
    perform(commands)
    bound = binder.bound()
    for action, key in bindings.items():
        if action in bound:
            show(f"{key}: {action.what}.")
        else:
            show(f"{key} has another command in {binder.name}'s settings, which stays.")
    show(f"{binder.name} binds these keys from now on; narrator hotkeys remove takes them away again.")
    return 0


@command.command("remove")
@debug_option
def remove() -> int:
    """Take the keys out of the desktop's settings again."""
    from narrator.daemon.hotkeys.bound.binder import perform

    binder = _binder()
    had = binder.bound()
    perform(binder.to_unbind())
    if had:
        show(f"{binder.name} does not bind Narrator's keys any more.")
    else:
        show(f"{binder.name} does not bind any of Narrator's keys, so there was nothing to remove.")
    return 0


def _binder() -> "Binder":
    """The settings of this desktop. Raises DaemonError where they cannot be used."""
    from narrator.daemon.hotkeys.bound.choice import binder_here

    if binder := binder_here():
        return binder
    raise DaemonError(
        gettext(
            "In this desktop Narrator cannot bind keys itself, only in GNOME, Cinnamon, "
            "MATE and XFCE; narrator hotkeys tells how you do it."
        )
    )


def _list(as_json: bool) -> int:
    from narrator.daemon.hotkeys.bindings import Action, read_bindings
    from narrator.daemon.hotkeys.bound.choice import bound_here
    from narrator.daemon.hotkeys.desktops import how_to_bind

    bindings = read_bindings(load_settings().hotkeys)
    desktop, bound = bound_here()
    everywhere, single = _trouble({action: key for action, key in bindings.items() if action not in bound})
    for action in Action:
        trouble = "" if action in bound else everywhere or single.get(action, "")
        if as_json:
            show(json.dumps(_record(action, bindings, trouble)))
        elif action in bound:
            show(f"{bound[action]}: {action.what}. It is in the settings of {desktop}.")
        else:
            show(_line(action, bindings, single.get(action, "")))
    if not as_json and len(bound) < len(bindings):
        show(
            everywhere
            or "They work while narrator watch runs; the table hotkeys in the settings changes them."
        )
    if not as_json:
        for step in how_to_bind(bindings, needed=bool(everywhere or single)):
            show(step)
    return 0


def _trouble(bindings: "Bindings") -> tuple[str, "dict[Action, str]"]:
    """Why no key can work here, or why single keys cannot."""
    from narrator.daemon.hotkeys.choice import hotkeys_for

    if not bindings:
        return "", {}
    try:
        return "", dict(hotkeys_for(bindings).trouble())
    except DaemonError as error:
        return str(error), {}


def _line(action: "Action", bindings: "Bindings", trouble: str) -> str:
    key = str(bindings[action]) if action in bindings else "no key"
    return " ".join(filter(None, (f"{key}: {action.what}.", trouble)))


def _record(action: "Action", bindings: "Bindings", trouble: str) -> dict[str, object]:
    from narrator.daemon.hotkeys.bound.binder import command_of

    bound = action in bindings
    return {
        "action": action.value,
        "what": action.what,
        "key": str(bindings[action]) if bound else None,
        "usable": bound and not trouble,
        "problem": trouble or None,
        "command": command_of(action),
    }
