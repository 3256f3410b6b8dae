"""Which languages a person's session is in, as its system tells."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

from narrator.languages.tags import stated

_PATIENCE_SECONDS = 2.0
_PROFILE = r"Control Panel\International\User Profile"
"""Where Windows keeps the languages that a person has put in order."""


@cache
def session_languages() -> tuple[str, ...]:
    """The languages of this person's session as tags, the dearest first; none where it states none.

    Windows and macOS have a list of their own, which no program started from the desktop gets otherwise.
    """
    tags: list[str] = []
    if sys.platform == "win32":
        tags = _of_windows()
    elif sys.platform == "darwin":
        tags = of_apple(_printed("defaults", "read", "-g", "AppleLanguages"))
    named = (stated(tag.strip()) for tag in tags)
    return tuple(dict.fromkeys(filter(None, named))) or languages_of(os.environ)


def of_apple(printed: str) -> list[str]:
    """The tags of a list as `defaults` prints it, each in a line of its own, some within quotes."""
    return re.findall(r'^\s*"?([\w-]+)"?,?$', printed, re.MULTILINE)


def languages_of(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The same of an environment, in the order in which gettext asks it; POSIX's own locale states none."""
    locales = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = _as_tag(next(filter(None, locales), ""))
    if not locale:
        return ()
    asked = [*map(_as_tag, environ.get("LANGUAGE", "").split(":")), locale]
    return tuple(dict.fromkeys(filter(None, asked)))


def _as_tag(locale: str) -> str:
    """The tag of a locale: "de-AT" of "de_AT.UTF-8@euro"; "" of POSIX's own, "C"."""
    return stated(re.split(r"[.@]", locale, maxsplit=1)[0].replace("_", "-")) or ""


def _printed(*command: str) -> str:
    """What a program prints; "" where that fails, for there are other ways to know the languages."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _of_windows() -> list[str]:
    """The language of Windows' own texts, then the list in "Language and region" of its settings."""
    if sys.platform != "win32":
        return []
    import ctypes
    import winreg
    from locale import windows_locale

    shown = _as_tag(windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _PROFILE) as profile:
            listed, _ = winreg.QueryValueEx(profile, "Languages")
    except OSError:  # before Windows 8, and of a person who never had a desktop
        return [shown]
    return [shown, *map(str, listed)]
