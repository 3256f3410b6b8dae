"""Texts in several languages: which of them is for this listener, and what language it is in."""

from collections.abc import Mapping, Sequence

from narrator.languages.tags import normal, primary, stated

Texts = Mapping[str, str]
"""What one place says, by language tag in the order of the file; "" and "x-default" state no language."""

_DEFAULT = "x-default"


def chosen(texts: Texts, preferred: Sequence[str]) -> tuple[str, str | None]:
    """The text for a listener with these languages, and its tag; ("", None) if there is no text.

    That is a text with exactly a preferred tag, then one in the same language of another country, then the
    file's default, then its first.
    """
    for wanted in preferred:
        for part in (normal, primary):
            for tag, text in texts.items():
                if part(wanted) and part(tag) == part(wanted):
                    return text, stated(tag)
    tag = _DEFAULT if _DEFAULT in texts else next(iter(texts), "")
    return texts.get(tag, ""), stated(tag) or _language_of_the_default(texts, tag)


def _language_of_the_default(texts: Texts, default: str) -> str | None:
    """Adobe's programs write the default's text a second time, under its language."""
    said = texts.get(default)
    twins = (stated(tag) for tag, text in texts.items() if tag != default and text == said)
    return next(filter(None, twins), None)
