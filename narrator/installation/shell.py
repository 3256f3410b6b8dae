"""Commands as they are typed: quoted for the shells of the system."""

import re
import shlex
import sys
from collections.abc import Sequence

_PLAIN = re.compile(r"[\w.:\\/=+-]+")
"""What neither cmd nor PowerShell takes for anything else than letters."""


def typed(words: Sequence[str], *, windows: bool = sys.platform == "win32") -> str:
    """The line that runs a command, in a POSIX shell, or on Windows in both cmd and PowerShell."""
    return _for_windows(words) if windows else shlex.join(words)


def _for_windows(words: Sequence[str]) -> str:
    if _PLAIN.fullmatch(words[0]):
        return " ".join(word if _PLAIN.fullmatch(word) else f'"{word}"' for word in words)
    # PowerShell runs a program in quotes only behind &, with which cmd allows no line to begin.
    quoted = " ".join("'{}'".format(word.replace("'", "''")) for word in words)
    return f'powershell -Command "& {quoted}"'
