"""Texts in several languages: which of them is for this listener, and what language it is in."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache

from narrator.languages.lookup import nearest
from narrator.languages.tags import primary

Texts = Mapping[str, str]
"""What one place says, by language tag in the order of the file; "" and "x-default" state no language."""

_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}"
"""What a tag looks like (BCP 47), and no more than that is believed of a file."""
_DEFAULT = "x-default"


def chosen(texts: Texts, preferred: Sequence[str]) -> tuple[str, str | None]:
    """The text for a listener with these languages, and its tag; ("", None) if there is no text.

    That is the nearest by `lookup.nearest`, then the file's default, then its first. Where nobody states the
    language of a text, that of its twin counts, and what its letters tell: Adobe's programs write the
    default's text a second time, under its language.
    """
    twins = {text: language for tag, text in reversed(texts.items()) if (language := stated(tag))}
    languages = {tag: stated(tag) or twins.get(text) for tag, text in texts.items()}
    offered = {
        language: tag
        for tag in reversed(texts)
        if (language := languages[tag] or _told_by_letters(tag, texts[tag]))
    }
    best = nearest(reversed(offered), preferred)
    tag = offered[best] if best else _DEFAULT if _DEFAULT in texts else next(iter(texts), "")
    return texts.get(tag, ""), languages.get(tag)


def _told_by_letters(tag: str, text: str) -> str | None:
    if text.isascii() or tag not in ("", _DEFAULT):
        return None
    from narrator.languages.scripts import language_of  # a millisecond, and most texts state their language

    return language_of(text)


def stated(tag: str) -> str | None:
    """The tag if it names a language, else None."""
    return tag if re.fullmatch(_TAG, tag) and primary(tag) else None


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
