"""Keys as they are written in calls of the portal, and what is said of its answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from dbus_fast import Variant

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.keysyms import keysym_of
from narrator.desktop import desktop_names
from narrator.enumeration import enumerated

Triggers = Mapping[Action, str]
"""The key of each action that has one, in the desktop's words."""

_HELD = {Modifier.CTRL: "CTRL", Modifier.ALT: "ALT", Modifier.SHIFT: "SHIFT", Modifier.SUPER: "LOGO"}
_WHERE = {
    "KDE": "open System Settings, Keyboard, Shortcuts, look for Narrator there and give it keys.",
    "Hyprland": "put the lines into its config that narrator hotkeys prints.",
}
_ELSEWHERE = "bind commands to keys in the desktop's own settings, as narrator hotkeys tells."


def trigger(combination: Combination) -> str:
    """A combination as the specification of shortcuts writes it, such as LOGO+SHIFT+d.

    https://specifications.freedesktop.org/shortcuts-spec/latest/
    """
    held = (name for modifier, name in _HELD.items() if modifier in combination.modifiers)
    return "+".join((*held, keysym_of(combination.key)))


def wishes(bindings: Bindings) -> list[list[Any]]:
    """What is asked of the portal."""
    return [[action.value, _wish(action, combination)] for action, combination in bindings.items()]


def triggers(shortcuts: Iterable[tuple[str, Mapping[str, Variant]]]) -> Triggers:
    """What the portal gives. Desktops also list what has no key: GNOME without words, KDE with empty ones."""
    described = {
        name: facts["trigger_description"].value
        for name, facts in shortcuts
        if "trigger_description" in facts
    }
    return {action: described[action.value] for action in Action if described.get(action.value)}


def not_given(actions: Iterable[Action]) -> str:
    """The one sentence about all keys that the desktop has not given."""
    advice = next((_WHERE[name] for name in desktop_names() if name in _WHERE), _ELSEWHERE)
    return f"The desktop has given no key for {enumerated(action.value for action in actions)}; {advice}"


def news_of(before: Triggers, now: Triggers) -> str:
    """A sentence for the keys that the person has given or changed; empty where there are none."""
    changed = [f"{key} for {action.value}" for action, key in now.items() if before.get(action) != key]
    return f"The desktop gives these keys now: {enumerated(changed)}." if changed else ""


def _wish(action: Action, combination: Combination) -> dict[str, Variant]:
    what = f"{action.what[:1].upper()}{action.what[1:]}"  # heard as a line of the desktop's dialog
    return {"description": Variant("s", what), "preferred_trigger": Variant("s", trigger(combination))}
