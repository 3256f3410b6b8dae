"""How a desktop's own settings give a key to one of our commands, for who prefers that or has to."""

import os
from collections.abc import Callable, Mapping

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action, Bindings
from narrator.daemon.hotkeys.bound.binder import command_of
from narrator.daemon.hotkeys.bound.choice import binder_here
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.keysyms import keysym_of
from narrator.desktop import desktop_names

_SWAY_HELD = {Modifier.SUPER: "Mod4", Modifier.CTRL: "Ctrl", Modifier.ALT: "Mod1", Modifier.SHIFT: "Shift"}


def how_to_bind(
    bindings: Bindings, environment: Mapping[str, str] = os.environ, *, needed: bool = True
) -> list[str]:
    """One sentence or line for each step, for this desktop if it is known, else for all, if `needed`.

    Keys that are off are shown with their defaults; what has no default is left out until it has a key.
    """
    wanted = {**DEFAULTS, **bindings}
    shown = {action: wanted[action] for action in Action if action in wanted}
    if binder := binder_here(environment):
        return [
            f"{binder.name} can have these keys in its own settings, where they work in every program: "
            "narrator hotkeys install puts them there, narrator hotkeys remove takes them away."
        ]
    here = [lines for is_here, lines in _WAYS.items() if is_here(environment)]
    ways = here or (_WAYS.values() if needed else ())
    return [line for lines in ways for line in lines(shown)]


def _kde(bindings: Bindings) -> list[str]:
    return [
        "KDE: open System Settings, Keyboard, Shortcuts, Add New, Command or Script; type one of these "
        "commands, and press the keys:",
        *(f"{command_of(action)}, for {combination}" for action, combination in bindings.items()),
    ]


def _gnome(bindings: Bindings) -> list[str]:
    return [
        "GNOME: open Settings, Keyboard, View and Customize Shortcuts, Custom Shortcuts, Add Shortcut; "
        f"type a name, the command, such as {command_of(Action.CLIPBOARD)}, and press the keys."
    ]


def _sway(bindings: Bindings) -> list[str]:
    lines = (
        f"bindsym {_written(combination)} exec {command_of(action)}"
        for action, combination in bindings.items()
    )
    return ["Sway and i3: put these lines into the config, and run swaymsg reload or i3-msg reload:", *lines]


def _hyprland(bindings: Bindings) -> list[str]:
    lines = (
        f"bind = {_listed(combination)}, exec, {command_of(action)}"
        for action, combination in bindings.items()
    )
    return ["Hyprland: put these lines into hyprland.conf:", *lines]


_WAYS: Mapping[Callable[[Mapping[str, str]], bool], Callable[[Bindings], list[str]]] = {
    lambda environment: "GNOME" in desktop_names(environment): _gnome,
    lambda environment: "KDE" in desktop_names(environment): _kde,
    lambda environment: not environment.keys().isdisjoint(("SWAYSOCK", "I3SOCK")): _sway,
    lambda environment: "HYPRLAND_INSTANCE_SIGNATURE" in environment: _hyprland,
}
"""Whether it is this desktop -> what to do there."""


def _written(combination: Combination) -> str:
    held = (_SWAY_HELD[modifier] for modifier in Modifier if modifier in combination.modifiers)
    return "+".join((*held, keysym_of(combination.key)))


def _listed(combination: Combination) -> str:
    held = (modifier.value.upper() for modifier in Modifier if modifier in combination.modifiers)
    return f"{' '.join(held)}, {keysym_of(combination.key)}"
