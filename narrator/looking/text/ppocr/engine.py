"""A picture read: its lines found, set upright and read, whichever way up they are.

A line that was found runs along its longer side, and may be read from either end. It is read the way the
lines before it are, and only if that leaves doubt the other way, too. So a page on its head is not searched
twice. Lines that run down or up are found less well than those that lie; where little is sure, the picture is
searched once more, turned by a quarter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from time import monotonic

from PIL import Image

from narrator.looking.text.ppocr.finding import find
from narrator.looking.text.ppocr.letters import read_line
from narrator.looking.text.ppocr.networks import Network
from narrator.looking.text.ppocr.rectangle import Rectangle
from narrator.looking.text.reader import Piece

_LONG = 1.5
"""How many times as wide as high a line is at least whose longer side tells its direction."""
_SURE = 0.95
"""Lines the right way up have such scores, those on their heads hardly ever."""
_SURELY = 0.9
"""Most letters that were read right have such scores."""
_MOST = 0.7
"""The share of the letters that has them where nothing was overlooked."""
_TELLING = 8
"""So many of the largest lines tell which way up the others are."""
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
    scores: tuple[float, ...]
    """The score of each word."""
    late: bool = False
    """Whether there was no time left to read it."""

    @property
    def evidence(self) -> float:
        """How much was read there, and how surely: gibberish of many letters must not win."""
        return sum(map(str.isalnum, self.text)) * max(0.0, self.score - 0.5)

    @property
    def is_sure(self) -> bool:
        """Whether it is the right way up without doubt."""
        return self.score >= _SURE and sum(map(str.isalnum, self.text)) >= _WORD and self.tells_the_way

    @property
    def tells_the_way(self) -> bool:
        """Whether it would be something else, or nothing, on its head."""
        return any(letter.isalnum() and letter not in _SYMMETRIC for letter in self.text)


class Engine:
    """Finds and reads text with two networks."""

    def __init__(self, finder: Network, reader: Network, alphabet: Sequence[str]) -> None:
        self._finder = finder
        self._reader = reader
        self._alphabet = alphabet

    def pieces(self, image: Image.Image, *, seconds: float = inf) -> list[Piece]:
        """All that may be text in an RGB image. After so many seconds no further line of it is read."""
        deadline = monotonic() + seconds
        found = self._readings(image, deadline)
        if not _convincing(found) and monotonic() < deadline:
            turned = self._readings(image.transpose(Image.Transpose.ROTATE_90), deadline)
            found = _best_of_each_place([*found, *(_turned_back(each, image.width) for each in turned)])
        return [_piece(reading) for reading in found]

    def _readings(self, image: Image.Image, deadline: float) -> list[Reading]:
        groups = _by_axis(find(image, self._finder))
        readings = (reading for group in groups for reading in self._read(image, group, deadline))
        return [reading for reading in readings if reading.text or reading.late]

    def _read(self, image: Image.Image, places: Sequence[Rectangle], deadline: float) -> Iterator[Reading]:
        """Rectangles that run along one axis, each in the direction in which it makes sense."""
        way, silent, evidence = 0, [], {0: 0.0, 2: 0.0}
        for place in _in_order(places):
            if monotonic() >= deadline:
                yield Reading(place=place, text="", score=0.0, scores=(), late=True)
                continue
            readings = {way: self._one(image, place.turned(way))}
            if not readings[way].is_sure:
                readings[2 - way] = self._one(image, place.turned(2 - way))
            if not any(reading.tells_the_way for reading in readings.values()):
                silent.append(readings)
                continue
            best = max(readings, key=lambda each: readings[each].evidence)
            evidence[best] += readings[best].evidence
            way = best if readings[best].is_sure else way
            yield readings[best]
        upright = max(evidence, key=lambda each: evidence[each])
        for readings in silent:
            yield _with_doubt_of_both(readings[upright], readings[2 - upright])

    def _one(self, image: Image.Image, place: Rectangle) -> Reading:
        line = read_line(place.cut_from(image), self._reader, self._alphabet)
        return Reading(place=place, **vars(line))


def _in_order(places: Sequence[Rectangle]) -> list[Rectangle]:
    """The largest first, which tell the way, then from the top: what a deadline leaves out is the end."""
    largest_first = sorted(places, key=lambda place: -place.width * place.height)
    return largest_first[:_TELLING] + sorted(largest_first[_TELLING:], key=lambda place: place.y)


def _with_doubt_of_both(one: Reading, other: Reading) -> Reading:
    """What can be read from either end: "66" as the other lines lie, with the doubt of "0000" in grass."""
    doubt = min(one.score, other.score)
    return replace(one, score=doubt, scores=tuple(min(score, doubt) for score in one.scores))


def _convincing(readings: Sequence[Reading]) -> bool:
    """Whether most of the letters are sure, so that hardly any were overlooked."""
    letters = sum(len(reading.text) for reading in readings)
    sure = sum(len(reading.text) for reading in readings if reading.score >= _SURELY)
    return letters > 0 and sure >= _MOST * letters


def _turned_back(reading: Reading, width: float) -> Reading:
    """From a picture that was turned counterclockwise by a quarter to the picture of that width."""
    place = reading.place
    back = replace(place, x=width - place.y, y=place.x, angle=(place.angle + 270) % 360 - 180)
    return replace(reading, place=back)


def _best_of_each_place(readings: Iterable[Reading]) -> list[Reading]:
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda each: -each.evidence):
        if not any(reading.place.meets(other.place) for other in kept):
            kept.append(reading)
    return kept


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
        scores=reading.scores,
        left=place.x - place.width / 2,
        top=place.y - place.height / 2,
        right=place.x + place.width / 2,
        bottom=place.y + place.height / 2,
        angle=place.angle,
    )
