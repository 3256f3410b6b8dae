"""How a desktop's own settings give a key to one of our commands, for who prefers that or has to."""

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action, Bindings
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.keysyms import keysym_of

_SWAY_HELD = {Modifier.SUPER: "Mod4", Modifier.CTRL: "Ctrl", Modifier.ALT: "Mod1", Modifier.SHIFT: "Shift"}


def how_to_bind(bindings: Bindings) -> list[str]:
    """One sentence or line for each step; keys that are off are shown with their defaults."""
    shown = {**DEFAULTS, **bindings}
    commands = ", ".join(action.command for action in Action)
    return [
        f"A desktop can bind keys to these commands itself: {commands}.",
        "GNOME: open Settings, Keyboard, View and Customize Shortcuts, Custom Shortcuts, Add Shortcut; "
        f"type a name, the command, such as {Action.CLIPBOARD.command}, and press the keys.",
        "KDE: open System Settings, Keyboard, Shortcuts, Add New, Command or Script; "
        f"type the command, such as {Action.CLIPBOARD.command}, and press the keys.",
        "Sway: put these lines into its config, and run swaymsg reload:",
        *(f"bindsym {_sway(shown[action])} exec {action.command}" for action in Action),
    ]


def _sway(combination: Combination) -> str:
    held = (_SWAY_HELD[modifier] for modifier in Modifier if modifier in combination.modifiers)
    return "+".join((*held, keysym_of(combination.key)))
