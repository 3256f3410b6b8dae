"""Texts in several languages: which of them is for this listener, and what language it is in."""

from collections.abc import Mapping, Sequence

from narrator.languages.lookup import nearest
from narrator.languages.tags import stated

Texts = Mapping[str, str]
"""What one place says, by language tag in the order of the file; "" and "x-default" state no language."""

_DEFAULT = "x-default"


def chosen(texts: Texts, preferred: Sequence[str]) -> tuple[str, str | None]:
    """The text for a listener with these languages, and its tag; ("", None) if there is no text.

    That is the nearest by `lookup.nearest`, then the file's default, then its first. Where nobody states the
    language of a text, that of its twin counts, and what its letters tell: Adobe's programs write the
    default's text a second time, under its language.
    """
    twins = {text: language for tag, text in reversed([*texts.items()]) if (language := stated(tag))}
    languages = {tag: stated(tag) or twins.get(text) for tag, text in texts.items()}
    offered = {
        language: tag
        for tag in reversed([*texts])
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
