"""Desktop entries: the files by which Linux desktops know programs, as freedesktop.org specifies them."""

from collections.abc import Mapping, Sequence

APP_ID = "io.github.narrator.Narrator"
"""What Narrator is called where a desktop wants a name that nobody else has."""

_QUOTED = {letter: f"\\{letter}" for letter in '"`$\\'}
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def desktop_entry(*, name: str, comment: str, command: Sequence[str], extra: Mapping[str, str]) -> str:
    """The text of an entry that starts a command."""
    keys = {
        "Type": "Application",
        "Name": _value(name),
        "Comment": _value(comment),
        "Exec": exec_value(command),
        "Terminal": "false",
        **extra,
    }
    return "\n".join(("[Desktop Entry]", *(f"{key}={value}" for key, value in keys.items()), ""))


def exec_value(command: Sequence[str]) -> str:
    """A command as the key Exec wants it: quoted for its own rules, then escaped as any value is."""
    return _value(" ".join(_argument(word) for word in command))


def _argument(word: str) -> str:
    quoted = "".join(_QUOTED.get(letter, letter) for letter in word)
    return f'"{quoted}"'.replace("%", "%%")


def _value(text: str) -> str:
    return "".join(_ESCAPED.get(letter, letter) for letter in text)
