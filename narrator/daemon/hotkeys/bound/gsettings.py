"""GNOME, Cinnamon and MATE: custom keys in GSettings, through the program gsettings."""

import ast
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.bound.binder import Command, answer, command_of
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.keysyms import keysym_of

_HELD = {
    Modifier.SUPER: "<Super>",
    Modifier.CTRL: "<Control>",
    Modifier.ALT: "<Alt>",
    Modifier.SHIFT: "<Shift>",
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How one of these desktops keeps custom keys."""

    entry: str
    """The schema of one key."""
    folder: str
    """The path below which each key has a folder."""
    command: str
    """The name of an entry's field for the command."""
    several: bool = False
    """Whether an entry may have several keys."""
    list_at: tuple[str, str] | None = None
    """Schema and key of the list of all entries; without one, the desktop looks into the folder."""
    lists_paths: bool = False
    """Whether that list has whole paths."""


GNOME = Shape(
    entry="org.gnome.settings-daemon.plugins.media-keys.custom-keybinding",
    folder="/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/",
    command="command",
    list_at=("org.gnome.settings-daemon.plugins.media-keys", "custom-keybindings"),
    lists_paths=True,
)
CINNAMON = Shape(
    entry="org.cinnamon.desktop.keybindings.custom-keybinding",
    folder="/org/cinnamon/desktop/keybindings/custom-keybindings/",
    command="command",
    several=True,
    list_at=("org.cinnamon.desktop.keybindings", "custom-list"),
)
MATE = Shape(
    entry="org.mate.control-center.keybinding",
    folder="/org/mate/desktop/keybindings/",
    command="action",
)


class GSettingsBinder:
    """Writes an entry for each action, and its name into the desktop's list, behind those of the person."""

    def __init__(self, name: str, shape: Shape) -> None:
        self.name = name
        self._shape = shape

    def is_here(self) -> bool:
        """Whether there is gsettings, and a schema for such keys."""
        if not shutil.which("gsettings"):
            return False
        known = subprocess.run(("gsettings", "list-relocatable-schemas"), capture_output=True, text=True)
        return self._shape.entry in known.stdout.splitlines()

    def bound(self) -> Mapping[Action, str]:
        """The keys of our entries that have a command."""
        listed = self._list()
        actions = [action for action in Action if listed is None or self._listed_as(action) in listed]
        return {
            action: " or ".join(keys)
            for action in actions
            if ast.literal_eval(self._get(action, self._shape.command)) and (keys := self._keys_of(action))
        }

    def to_bind(self, bindings: Bindings) -> Sequence[Command]:
        """Fields first and the list at last, so that the desktop finds whole entries."""
        bound = [action for action in Action if action in bindings]
        return [
            *self._resets(action for action in Action if action not in bindings),
            *(command for action in bound for command in self._entry(action, bindings[action])),
            *self._listing(bound),
        ]

    def to_unbind(self) -> Sequence[Command]:
        """The list first."""
        return [*self._listing([]), *self._resets(Action)]

    def _entry(self, action: Action, combination: Combination) -> Iterable[Command]:
        key = accelerator(combination)
        fields = {
            "name": _text(f"Narrator: {action.what}"),
            self._shape.command: _text(command_of(action)),
            "binding": f"[{_text(key)}]" if self._shape.several else _text(key),
        }
        return [("gsettings", "set", self._at(action), field, value) for field, value in fields.items()]

    def _resets(self, actions: Iterable[Action]) -> Iterable[Command]:
        return [("gsettings", "reset-recursively", self._at(action)) for action in actions]

    def _listing(self, actions: Sequence[Action]) -> Iterable[Command]:
        """What the person has stays as it is, in its order; ours come behind it."""
        listed = self._list()
        if listed is None or self._shape.list_at is None:
            return []
        ours = {self._listed_as(action) for action in Action}
        names = [name for name in listed if name not in ours] + [self._listed_as(each) for each in actions]
        if names == listed:
            return []
        return [("gsettings", "set", *self._shape.list_at, f"[{', '.join(map(_text, names))}]")]

    def _list(self) -> list[str] | None:
        if self._shape.list_at is None:
            return None
        printed = answer(("gsettings", "get", *self._shape.list_at))
        return [str(name) for name in ast.literal_eval(printed.removeprefix("@as "))]

    def _keys_of(self, action: Action) -> list[str]:
        value = ast.literal_eval(self._get(action, "binding").removeprefix("@as "))
        return [key for key in ([value] if isinstance(value, str) else value) if key]

    def _get(self, action: Action, field: str) -> str:
        return answer(("gsettings", "get", self._at(action), field))

    def _at(self, action: Action) -> str:
        return f"{self._shape.entry}:{self._path(action)}"

    def _listed_as(self, action: Action) -> str:
        return self._path(action) if self._shape.lists_paths else _name(action)

    def _path(self, action: Action) -> str:
        return f"{self._shape.folder}{_name(action)}/"


def accelerator(combination: Combination) -> str:
    """A combination as GTK writes it, such as <Super><Shift>d; XFCE does so, too."""
    held = (_HELD[modifier] for modifier in Modifier if modifier in combination.modifiers)
    return "".join((*held, keysym_of(combination.key)))


def _name(action: Action) -> str:
    return f"narrator-{action.value}"


def _text(value: str) -> str:
    """A string as GVariant writes it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
