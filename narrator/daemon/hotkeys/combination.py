"""A combination of keys, as a person writes it: Super+Shift+D."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext


class Modifier(Enum):
    """A key that is held while another is pressed, in the order in which they are named."""

    SUPER = "Super"
    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"


NAMED_KEYS = (
    *("Space", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown", "Left", "Right", "Up", "Down"),
)
FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
KEYS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", *FUNCTION_KEYS, *NAMED_KEYS)
"""All keys that can end a combination, as they are named."""

_KEYS = {key.lower(): key for key in KEYS}
_MODIFIERS: Mapping[str, Modifier] = {
    **{modifier.value.lower(): modifier for modifier in Modifier},
    # The same key has a name of its own on every keyboard.
    **dict.fromkeys(("win", "windows", "meta", "cmd", "command", "logo", "mod4"), Modifier.SUPER),
    "control": Modifier.CTRL,
    "option": Modifier.ALT,
}
_SCREEN_READERS_KEYS = {"insert": "Insert", "capslock": "CapsLock"}


@dataclass(frozen=True, kw_only=True)
class Combination:
    """One key and those that are held meanwhile; `str()` writes it as a person would."""

    modifiers: frozenset[Modifier]
    key: str
    """One of KEYS."""

    def __str__(self) -> str:
        held = (modifier.value for modifier in Modifier if modifier in self.modifiers)
        return "+".join((*held, self.key))


def parse_combination(text: str) -> Combination:
    """Read a combination; upper and lower case, spaces and the order of the held keys do not matter.

    Raises SettingsError for what is no combination, and for those that would take a key from everybody.
    """
    *held, last = (part.strip().lower() for part in text.split("+"))
    for part in (*held, last):
        if reserved := _SCREEN_READERS_KEYS.get(part):
            raise _refused(text, f"{reserved} belongs to screen readers")
        if part == "altgr":
            raise _refused(text, "AltGr is for typing letters")
    if last not in _KEYS:
        raise _refused(text, "its last key must be a letter, a digit, F1 to F24 or a key such as Home")
    if unknown := [part for part in held if part not in _MODIFIERS]:
        raise _refused(text, f"{unknown[0] or 'nothing'} cannot be held, only Super, Ctrl, Alt and Shift")
    combination = Combination(modifiers=frozenset(_MODIFIERS[part] for part in held), key=_KEYS[last])
    if reason := _harm(combination):
        raise _refused(text, reason)
    return combination


def _harm(combination: Combination) -> str | None:
    held = combination.modifiers
    if not held:
        return "without Super, Ctrl, Alt or Shift the key is lost to all other programs"
    if held == {Modifier.SHIFT} and combination.key not in FUNCTION_KEYS:
        return "with Shift alone the key is for typing"
    # Windows sends Ctrl+Alt for AltGr; Linux has its consoles there, and desktops their workspaces.
    if {Modifier.CTRL, Modifier.ALT} <= held and Modifier.SUPER not in held:
        return "Ctrl with Alt is AltGr, which is for typing letters"
    return None


def _refused(text: str, reason: str) -> SettingsError:
    return SettingsError(
        gettext("{text!r} cannot be a hotkey ({reason}); choose one such as Super+Shift+D.").format(
            text=text, reason=reason
        )
    )
