"""A text whose passages may be in several languages, on its way from the picture to the voice."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from string import Formatter
from typing import Self

from narrator.languages.tags import primary


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Part of a text, in one language."""

    text: str
    language: str | None = None
    """Its tag, such as "de-AT" (BCP 47); None for the language of all that nothing is known of."""


class Multilingual(str):
    """A text that knows the languages of its passages.

    To whoever prints, compares or keeps it, it is a str like any other. `joined` keeps the languages; what
    Python makes of it, by `+`, a slice or a format string, is a plain str, of which only the letters tell.
    """

    passages: tuple[Passage, ...]

    def __new__(cls, passages: Iterable[Passage]) -> Self:
        """The passages' texts, one after the other; neighbours of one language become one passage."""
        groups = groupby(filter(attrgetter("text"), passages), key=attrgetter("language"))
        merged = tuple(
            Passage(text="".join(each.text for each in group), language=language)
            for language, group in groups
        )
        text = super().__new__(cls, "".join(passage.text for passage in merged))
        text.passages = merged
        return text

    def __getnewargs__(self) -> tuple[tuple[Passage, ...]]:  # type: ignore[override]
        """What a copy is made of."""
        return (self.passages,)


def in_language(text: str, language: str | None) -> str:
    """A text with the language that somebody stated for it; tags that name none change nothing."""
    return Multilingual([Passage(text=text, language=language)]) if primary(language) else text


def joined(parts: Iterable[str], between: str = " ") -> str:
    """What `between.join(parts)` is, with the languages of all parts."""
    passages: list[Passage] = []
    for part in parts:
        if passages:
            passages.append(Passage(text=between, language=passages[-1].language))
        passages += _stated(part)
    return Multilingual(passages)


def filled(template: str, **parts: object) -> str:
    """What `template.format(**parts)` is, with the languages of the template and of all parts."""
    language = _stated(template)[0].language
    passages: list[Passage] = []
    for text, name, form, _ in Formatter().parse(template):
        passages.append(Passage(text=text, language=language))
        if name is not None:
            part = parts[name]
            said = part if isinstance(part, str) else format(part, form or "")
            passages += _stated(said)
    return Multilingual(passages)


def marked(text: str, language: str) -> str:
    """The text with this language where none was stated."""
    return Multilingual(Passage(text=part.text, language=part.language or language) for part in _stated(text))


def passages_of(text: str) -> tuple[Passage, ...]:
    """The passages of a text, by what was stated for them and by their letters."""
    divided = (
        Passage(text=run, language=language) for stated in _stated(text) for run, language in _runs(stated)
    )
    return Multilingual(divided).passages


def _runs(stated: Passage) -> Iterable[tuple[str, str | None]]:
    if stated.text.isascii():
        return [(stated.text, stated.language)]
    from narrator.languages.scripts import runs_of  # a millisecond, for which no English sentence waits

    return runs_of(stated.text, stated.language)


def _stated(text: str) -> tuple[Passage, ...]:
    return text.passages if isinstance(text, Multilingual) else (Passage(text=text),)
