"""Texts in several languages: which of them is for this listener, and what language it is in."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache

Texts = Mapping[str, str]
"""What one place says, by language tag in the order of the file; "" and "x-default" state no language."""

_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}"
"""A tag that names a language (BCP 47). "x-default", "x-repair" and "i-default" name none."""
_NO_LANGUAGE = frozenset({"und", "zxx", "mis", "mul"})
_DEFAULT = "x-default"
_OTHER_NAMES = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Languages that are stated by two names."""


def chosen(texts: Texts, preferred: Sequence[str]) -> tuple[str, str | None]:
    """The text for a listener with these languages, and its tag; ("", None) if there is no text.

    That is a text with exactly a preferred tag, then one in the same language of another country, then the
    file's default, then its first.
    """
    for wanted in preferred:
        for same in (str.lower, _primary):
            for tag, text in texts.items():
                if same(tag) == same(wanted):
                    return text, stated(tag)
    tag = _DEFAULT if _DEFAULT in texts else next(iter(texts), "")
    return texts.get(tag, ""), stated(tag) or _language_of_the_default(texts, tag)


def _language_of_the_default(texts: Texts, default: str) -> str | None:
    """Adobe's programs write the default's text a second time, under its language."""
    said = texts.get(default)
    twins = (stated(tag) for tag, text in texts.items() if tag != default and text == said)
    return next(filter(None, twins), None)


def stated(tag: str) -> str | None:
    """The tag if it names a language, else None."""
    named = re.fullmatch(_TAG, tag) and tag.lower() not in _NO_LANGUAGE
    return tag if named else None


def _primary(tag: str) -> str:
    primary = tag.lower().partition("-")[0]
    return _OTHER_NAMES.get(primary, primary)


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
