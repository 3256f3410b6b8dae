"""What the keys do, and which keys do it unless the person chose others."""

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum

from narrator.daemon.hotkeys.combination import Combination, parse_combination
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.places import settings_file

OFF = "off"
"""Set in place of a key, it leaves an action without one."""


class Action(Enum):
    """What a key can ask for; the value is the verb, in the settings and after `narrator` alike."""

    CLIPBOARD = "clipboard"
    REPEAT = "repeat"
    MORE = "more"
    STOP = "stop"
    ASK = "ask"

    @property
    def what(self) -> str:
        """What it does, as the end of a sentence."""
        return _WHAT[self]


_WHAT: Mapping[Action, str] = {
    Action.CLIPBOARD: "describe the picture on the clipboard",
    Action.REPEAT: "say the last description again",
    Action.MORE: "say more about the last picture",
    Action.STOP: "be silent",
    Action.ASK: "answer the question of the settings about the last picture",
}

Bindings = Mapping[Action, Combination]
"""The key of each action that has one."""

# D for describe, B for back, I for information, X to cut off. As far as their documentation tells, nothing
# has these with Super and Shift: not GNOME; not KDE (A, Q, R and S are its own there), Sway (C, E, H, J, K,
# L, Q, digits) or Windows (M, R, S, T and V; only the optional PowerToys have D); not Orca, NVDA, JAWS and
# Windows' own Narrator, whose keys begin with Insert or CapsLock. On macOS programs own Command with Shift
# (Finder has D), and VoiceOver owns Control with Option; Command, Control and Shift together are free but for
# the digits of screenshots. What answers a question has no key until somebody wants one.
_HELD = "Super+Ctrl+Shift" if sys.platform == "darwin" else "Super+Shift"
DEFAULTS: Bindings = {
    Action.CLIPBOARD: parse_combination(f"{_HELD}+D"),
    Action.REPEAT: parse_combination(f"{_HELD}+B"),
    Action.MORE: parse_combination(f"{_HELD}+I"),
    Action.STOP: parse_combination(f"{_HELD}+X"),
}


def read_bindings(table: Mapping[str, str]) -> Bindings:
    """Join the table [hotkeys] of the settings with the defaults; "off" leaves an action without a key.

    Raises SettingsError for an unknown action, a key that cannot be one, and one key for two actions.
    """
    verbs = {action.value: action for action in Action}
    bindings = dict(DEFAULTS)
    for verb, text in table.items():
        if verb not in verbs:
            near = get_close_matches(verb.lower(), verbs, n=1)
            advice = f"did you mean {near[0]}?" if near else f"the actions are {', '.join(verbs)}."
            raise SettingsError(
                gettext("{place} is no action; {advice}").format(place=_place(verb), advice=advice)
            )
        if text.strip().lower() == OFF:
            bindings.pop(verbs[verb], None)
            continue
        try:
            bindings[verbs[verb]] = parse_combination(text)
        except SettingsError as error:
            raise SettingsError(
                gettext("{place}: {error}").format(place=_place(verb), error=error)
            ) from error
    _refuse_doubles(bindings)
    return bindings


def _place(verb: str) -> str:
    return f"hotkeys.{verb} in the settings file {settings_file()}"


def _refuse_doubles(bindings: Bindings) -> None:
    first: dict[Combination, Action] = {}
    for action, combination in bindings.items():
        other = first.setdefault(combination, action)
        if other is not action:
            raise SettingsError(
                gettext(
                    "{combination} is the key for both {value} and {other}; set another one in "
                    "the settings file {settings_file}."
                ).format(
                    combination=combination,
                    value=other.value,
                    other=action.value,
                    settings_file=settings_file(),
                )
            )
