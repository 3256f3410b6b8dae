"""XFCE: keys in the channel xfce4-keyboard-shortcuts, through the program xfconf-query."""

import shutil
from collections.abc import Mapping, Sequence

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.bound.binder import Command, answer, command_of, started_by
from narrator.daemon.hotkeys.bound.gsettings import accelerator

_QUERY = ("xfconf-query", "--channel", "xfce4-keyboard-shortcuts")
_FOLDER = "/commands/custom"


class XfconfBinder:
    """Each key has a property, whose value is its command: those with a command of ours are ours."""

    name = "XFCE"

    def is_here(self) -> bool:
        """Whether there is xfconf-query."""
        return shutil.which(_QUERY[0]) is not None

    def bound(self) -> Mapping[Action, str]:
        """The keys that have a command of ours."""
        return {action: key.rpartition("/")[2] for key, action in self._ours().items()}

    def to_bind(self, bindings: Bindings) -> Sequence[Command]:
        """What is bound to other keys is unbound first. A key that has somebody else's command keeps it."""
        wanted = {f"{_FOLDER}/{accelerator(key)}": command_of(action) for action, key in bindings.items()}
        have, ours = self._properties(), self._ours()
        return [
            *(_reset(key) for key in ours if key not in wanted),
            *(
                (*_QUERY, "--property", key, "--create", "--type", "string", "--set", command)
                for key, command in wanted.items()
                if key in ours or not have.get(key)
            ),
        ]

    def to_unbind(self) -> Sequence[Command]:
        """Every key that has a command of ours."""
        return [_reset(key) for key in self._ours()]

    def _ours(self) -> Mapping[str, Action]:
        found = ((key, started_by(command)) for key, command in self._properties().items())
        return {key: action for key, action in found if action}

    def _properties(self) -> Mapping[str, str]:
        """Key -> command; a person who never had a key of their own has no such channel yet."""
        if _QUERY[-1] not in answer(("xfconf-query", "--list")).split():
            return {}
        printed = answer((*_QUERY, "--list", "--verbose"))
        pairs = (line.split(None, 1) for line in printed.splitlines() if line.startswith(f"{_FOLDER}/"))
        return {key: "".join(command).strip() for key, *command in pairs}


def _reset(key: str) -> Command:
    return (*_QUERY, "--property", key, "--reset")
