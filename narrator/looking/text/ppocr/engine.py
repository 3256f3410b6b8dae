"""A picture read: its lines found, set upright and read, whichever way up they are.

A line that was found runs along its longer side, and may be read from either end. It is read the way the
surest line of the picture is, and only if that leaves doubt the other way, too. That costs a page on its head
no second search for its lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from narrator.looking.text.ppocr.finding import find
from narrator.looking.text.ppocr.letters import letters
from narrator.looking.text.ppocr.networks import Network
from narrator.looking.text.ppocr.rectangle import Rectangle
from narrator.looking.text.reader import Piece

_LONG = 1.5
"""How many times as wide as high a line is at least whose longer side tells its direction."""
_SURE = 0.95
"""Lines the right way up have such scores, those on their heads hardly ever."""
_WORD = 3
"""Letters that a line has at least to tell which way up it is."""
_SYMMETRIC = frozenset("01689HINOSXZlosxz")
"""Letters and digits that stand on their heads as well."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What stands in a rectangle, read in its direction."""

    place: Rectangle
    text: str
    score: float

    @property
    def evidence(self) -> float:
        """How much was read there, and how surely: gibberish of many letters must not win."""
        return sum(map(str.isalnum, self.text)) * max(0.0, self.score - 0.5)

    @property
    def is_sure(self) -> bool:
        """Whether it is the right way up without doubt."""
        letters = [letter for letter in self.text if letter.isalnum()]
        telling = any(letter not in _SYMMETRIC for letter in letters)
        return self.score >= _SURE and len(letters) >= _WORD and telling


class Engine:
    """Finds and reads text with two networks."""

    def __init__(self, finder: Network, reader: Network, alphabet: Sequence[str]) -> None:
        self._finder = finder
        self._reader = reader
        self._alphabet = alphabet

    def pieces(self, image: Image.Image) -> Iterator[Piece]:
        """All that may be text in an RGB image, the largest first."""
        lying, standing = _by_axis(find(image, self._finder))
        for group in (lying, standing):
            yield from (_piece(reading) for reading in self._read(image, group) if reading.text)

    def _read(self, image: Image.Image, places: Sequence[Rectangle]) -> Iterator[Reading]:
        """Rectangles that run along one axis, each in the direction in which it makes sense."""
        flip = 0
        for place in sorted(places, key=lambda place: -place.width * place.height):
            reading = self._one(image, place.turned(flip))
            if not reading.is_sure:
                other = self._one(image, place.turned(2 - flip))
                reading = max(reading, other, key=lambda each: each.evidence)
            if reading.is_sure:
                flip = 0 if reading.place == place else 2
            yield reading

    def _one(self, image: Image.Image, place: Rectangle) -> Reading:
        text, score = letters(place.cut_from(image), self._reader, self._alphabet)
        return Reading(place=place, text=text, score=score)


def _by_axis(places: Sequence[Rectangle]) -> tuple[list[Rectangle], list[Rectangle]]:
    """What runs from side to side, and what runs from top to bottom; nearly square ones as most others do."""
    tall = [place for place in places if place.height > _LONG * place.width]
    wide = [place for place in places if place.width > _LONG * place.height]
    square = [place for place in places if place not in tall and place not in wide]
    if sum(place.height for place in tall) > sum(place.width for place in wide):
        tall += square
    else:
        wide += square
    return wide, [place.turned(1) for place in tall]


def _piece(reading: Reading) -> Piece:
    place = reading.place
    return Piece(
        text=reading.text,
        score=reading.score,
        left=place.x - place.width / 2,
        top=place.y - place.height / 2,
        right=place.x + place.width / 2,
        bottom=place.y + place.height / 2,
        angle=place.angle,
    )
