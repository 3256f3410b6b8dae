"""Fonts for the text of a drawing whose own font is not installed."""

import subprocess
import sys

_OF_LINUX = {"serif": "DejaVu Serif", "sans-serif": "DejaVu Sans", "monospace": "DejaVu Sans Mono"}
"""What nearly every Linux has, where fontconfig is not there to be asked."""

_SECONDS = 3


def installed_families() -> dict[str, str]:
    """The options of resvg that name a family for each generic one; none where its own are right.

    resvg takes Times New Roman, Arial and Courier New to be installed. Windows and macOS have them; where
    they are missing, as on most Linux, it leaves out every text in them without a word
    (findings/resvg_py_leaves_out_text.sh).
    """
    if sys.platform in {"win32", "darwin"}:
        return {}
    serif, sans, mono = (_matched(generic) or family for generic, family in _OF_LINUX.items())
    return {
        "serif_family": serif,
        "sans_serif_family": sans,
        "monospace_family": mono,
        "cursive_family": sans,
        "fantasy_family": sans,
    }


def _matched(generic: str) -> str:
    """What fontconfig has for a generic family; "" if it cannot be asked."""
    try:
        done = subprocess.run(
            ["fc-match", "--format=%{family[0]}", generic],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
