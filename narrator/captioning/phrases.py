"""The parts of a caption: phrases, each of words that stay or fall together, which hang on one another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from narrator.captioning.claims import Claimed


class Sort(Enum):
    """What a phrase is."""

    CLAUSE = "clause"
    """Who does what; its nouns are who, its parts what they do and where."""
    VERB = "verb"
    """An action, or "is" and "has"; its nouns are what it is done to."""
    PLACE = "place"
    """A preposition with its nouns."""
    NOUN = "noun"
    """A thing with its article and what describes it."""
    LOOSE = "loose"
    """Words that claim nothing: "up", "together"."""


@dataclass(kw_only=True, eq=False)
class Phrase:
    """Words that stay or fall together, with the phrases that hang on them."""

    sort: Sort
    places: list[int]
    """Its own words' places in the caption, in order."""
    link: list[int] = field(default_factory=list)
    """Those before them that join it to what comes before: "and", "that", "while"."""
    head: Claimed | None = None
    """The thing or the action; None where none is named, as in "it" and "is"."""
    modifiers: list[Claimed] = field(default_factory=list)
    """What describes or counts the head."""
    nouns: list["Phrase"] = field(default_factory=list)
    """The things that it speaks of, joined by "and" if they are several."""
    parts: list["Phrase"] = field(default_factory=list)
    """What else hangs on it."""

    def walk(self) -> Iterator["Phrase"]:
        """It and all that hangs on it."""
        yield self
        for phrase in (*self.nouns, *self.parts):
            yield from phrase.walk()

    @property
    def claims(self) -> list[Claimed]:
        """What its own words claim, in order."""
        return [*self.modifiers, *([self.head] if self.head else [])]

    @property
    def extent(self) -> list[int]:
        """The places of all words of it and of what hangs on it, in order."""
        return sorted(place for each in self.walk() for place in (*each.link, *each.places))
