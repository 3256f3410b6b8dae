"""The words of a text, and what each is: language, a name, or something technical."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from unicodedata import category

from narrator.picture.written.vocabulary import (
    COMPANIES,
    CONNECTIVES,
    EVERYDAY,
    MAKERS,
    OF_PLACES,
    PREPOSITIONS,
    PROGRAMS,
    THINGS,
    VERBS,
)


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    """A word of a language that no machine uses here."""
    NAME = auto()
    """A word that nobody knows and that begins with a capital: Anna, Yosemite, Kofax."""
    CAPITALS = auto()
    """The same in capitals: PARIS, HELLOMOTO."""
    PLACE = auto()
    """A small word for where something is."""
    CONNECTIVE = auto()
    """A small word that programs use too."""
    VERB = auto()
    """What is done to a picture."""
    THING = auto()
    """Something that machines speak of, a program, a file, an address or a version."""
    MAKER = auto()
    """Who makes cameras, or whose name they have."""
    CODE = auto()
    """Letters that spell nothing: S730, oznorWO, fbt."""
    COMPANY = auto()
    """What stands behind a company's name: Inc., Corp."""
    YEAR = auto()
    """A number that may be one since there are photographs."""
    NUMBER = auto()


@dataclass(frozen=True, kw_only=True)
class Token:
    """One word as it stands, without the punctuation around it."""

    text: str
    kind: Kind

    @property
    def small(self) -> str:
        """In small letters."""
        return self.text.lower()


_SEPARATORS = re.compile(r"[\s,;|()<>\[\]{}\"“”„«»!?*+~–—®™©…]+|:(?!\\)|/")  # noqa: RUF001
# Each kind begins where its letters begin, or a long word would be read once more from each of its letters.
_ADDRESS = (
    r"(?i:(?<!\w)\w++://\S+|www\.\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+"
    r"|(?<![\w-])[\w-]++\.(?:com|net|org|info|io|de|jp|ru|cn)\b)"
)
_FILE = (
    r"(?i:\S*\.(?:jpe?g|jpe|png|gif|tiff?|bmp|webp|hei[cf]|avif|dng|raw|cr2|cr3|nef|arw|pdf|psd|mp4|mov|svg|js)"
    r"|\S*\\\S*)"
)
_VERSION = r"(?i:v(?:er(?:sion)?)?\.?\d[\w.]*|\d{1,3}(?:\.\d{1,5}){1,3}[a-z]?\d?)"
_AROUND = ".'’‘`´&#%^=-$@"  # noqa: RUF001
_YEAR = r"18[3-9]\d|19\d\d|20\d\d"
_COUNTED = r"(?i:\d+(?:st|nd|rd|th|s|x|km|m|cm|mm|kg|g|am|pm|h|yrs?|er|ème|e|o|a))"
_OF_FAMILIES = r"(?:Mc|Mac|De|Del|Di|La|Le|Van|Von|Fitz|O['’])[A-Z][a-z]+"  # noqa: RUF001


def tokens(line: str) -> list[Token]:
    """All tokens of a line."""
    texts = list(_texts(line))
    return [Token(text=text, kind=_kind(text, alone=len(texts) <= 2)) for text in texts]


def _texts(line: str) -> Iterator[str]:
    rest = 0
    for address in re.finditer(_ADDRESS, line):
        yield from _parts(line[rest : address.start()])
        yield address[0]
        rest = address.end()
    yield from _parts(line[rest:])


def _parts(line: str) -> Iterator[str]:
    for text in _SEPARATORS.split(line):
        whole = "_" in text or any(letter.isdigit() for letter in text) or text.lower() in _vocabulary()
        for part in [text] if whole else text.split("-"):
            if bare := part.strip(_AROUND):
                yield bare


def _kind(text: str, *, alone: bool) -> Kind:
    if any(letter.isalpha() and not letter.isascii() for letter in text):
        return Kind.WORD  # Machines' own words are English and have no accents.
    if known := _vocabulary().get(text.lower()):
        return known
    if re.fullmatch(rf"{_ADDRESS}|{_FILE}|{_VERSION}", text) or "_" in text:
        return Kind.THING
    if any(letter > "\u2190" and category(letter) == "So" for letter in text):
        return Kind.WORD  # Only people write emoji.
    if not any(letter.isalpha() for letter in text):
        return Kind.YEAR if re.fullmatch(_YEAR, text) else Kind.NUMBER
    if any(letter.isdigit() for letter in text):
        return Kind.WORD if re.fullmatch(_COUNTED, text) else Kind.CODE
    return _spelling(text, alone=alone)


@cache
def _vocabulary() -> dict[str, Kind]:
    """What each word is that is known; of two meanings the first here counts."""
    meanings = (
        (Kind.CONNECTIVE, CONNECTIVES | PREPOSITIONS),
        (Kind.PLACE, OF_PLACES),
        (Kind.VERB, VERBS),
        (Kind.COMPANY, COMPANIES),
        (Kind.MAKER, MAKERS),
        (Kind.THING, THINGS | PROGRAMS),
    )
    return {word: kind for kind, words in reversed(meanings) for word in words}


def _spelling(text: str, *, alone: bool) -> Kind:
    """What letters without digits are, by their capitals and vowels alone."""
    if text.isupper() and text.lower() in EVERYDAY:
        return Kind.WORD
    if not text.isalpha() and not re.fullmatch(_OF_FAMILIES, text):
        return Kind.WORD  # "Anna's", "don't", "U.S."
    if len(text) == 1:
        return Kind.CODE
    if text.islower():
        return Kind.CODE if alone and not set(text) & set("aeiouy") else Kind.WORD
    if text.isupper():
        return Kind.CAPITALS
    return Kind.NAME if text.istitle() or re.fullmatch(_OF_FAMILIES, text) else Kind.CODE
