"""Words of a picture in the listener's language, and how they become sentences."""

from collections.abc import Iterable

from narrator.description import Description
from narrator.languages.catalogue import ENGLISH, gettext, has, pgettext, spoken, tongue
from narrator.languages.passages import Multilingual, Passage, filled, in_language, joined

_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔")  # noqa: RUF001  # people write so
"""What ends a sentence, in the letters of whoever wrote it."""
A_THING, A_COLOUR = "a thing in a picture", "a colour"
"""Contexts of the catalogues. Their words come from bundles and from the names of colours."""


def worded(description: Description, english: str) -> str:
    """A caption, or part of one, in the tongue if it was translated; else English, and marked so."""
    if tongue() == ENGLISH:
        return english
    translated = description.translation
    if translated is None or translated.language != tongue() or english not in translated.texts:
        return in_language(english, ENGLISH)
    return in_language(translated.texts[english], tongue())


def is_unsure(description: Description, english: str) -> bool:
    """Whether what is said for a caption may have gained or lost something."""
    translated = description.translation
    return bool(translated and translated.language == tongue() and english in translated.unsure)


def named(description: Description, thing: str) -> str:
    """A thing with its article, "a bottle": as the catalogue has it, else as it was translated."""
    return thing_name(thing) if has(A_THING, thing) else worded(description, thing)


def thing_name(english: str) -> str:
    """A thing with its article; English, and marked so, where the catalogue has no such thing."""
    return pgettext(A_THING, english)


def colour_name(colour: str) -> str:
    """A colour as it stands in "mostly grey and white"."""
    return pgettext(A_COLOUR, colour)


def as_sentence(words: str) -> str:
    """With a capital letter and an end."""
    begun = capitalised(words)
    return begun if begun.endswith(_ENDS) else joined([begun, "."], "")


def capitalised(words: str) -> str:
    """With a capital letter; the languages of its passages stay."""
    if not isinstance(words, Multilingual) or not words:
        return words[:1].upper() + words[1:]
    first, *others = words.passages
    return Multilingual(
        [Passage(text=first.text[:1].upper() + first.text[1:], language=first.language), *others]
    )


def introduced(name: str | None, sentences: Iterable[str]) -> str:
    """Sentences after what they are of: "holiday: A dog runs on a beach."."""
    if name is None:
        return together(sentences)
    # A name is not ours, so nothing in it may be taken for a place to fill.
    return together([filled(pgettext("a name before sentences", "{name}:"), name=name), *sentences])


def together(sentences: Iterable[str]) -> str:
    """One text for the voice: what has no language of its own is in the tongue."""
    return spoken(joined(sentences))


def note(english: str) -> str:
    """A note or an advice, which a description keeps as it was made: looked up if it is English."""
    return gettext(english) if has("", english) else english
