"""Which languages a person's session is in, as its system tells."""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache

from narrator.languages.tags import stated


@cache
def session_languages() -> tuple[str, ...]:
    """The languages of this person's session as tags, the dearest first; none where it states none."""
    if sys.platform == "win32" and (tag := _of_windows()):
        return (tag,)
    return languages_of(os.environ)


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


def _of_windows() -> str:
    """The language of Windows' own texts."""
    import ctypes
    from locale import windows_locale

    if sys.platform != "win32":
        return ""
    return _as_tag(windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
