"""Reading a picture: its pixels to an engine, what the engine is sure of to lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrator.description import Text
from narrator.looking.text.foremost import foremost, has_letters, letters
from narrator.looking.text.lettering import has_lettering
from narrator.looking.text.order import rows
from narrator.looking.text.reader import Piece, TextReader
from narrator.looking.text.strips import Strip, cut, cut_finely
from narrator.looking.text.turning import upright
from narrator.picture.opening import Picture, closer

_SHORT_SIDE = 1400
"""Pixels. A page of A4 at 170 dots an inch: its small print can still be told apart."""
_SHORT = 4
"""Letters. What grain and edges are taken for is shorter than this."""
_SURE = 0.9
"""The least score of so short a piece. In photographs without text, "0000" has reached 0.71."""
_MOST_LINES = 1000


@dataclass(frozen=True, kw_only=True)
class Part:
    """The text in a strip of a picture."""

    number: int
    """From 1 on."""
    of: int
    text: Text


def read_text(picture: Picture, reader: TextReader) -> Text:
    """All the text in a picture. Raises TextError and PictureError."""
    found = [_find(strip, reader) for strip in cut(closer(picture, _SHORT_SIDE))]
    return _text(found, reader)


def read_parts(picture: Picture, reader: TextReader) -> Iterator[Part]:
    """The same in parts, of a picture that is far taller than wide: each as soon as it is read.

    So is a page with letters of which nothing could be read, because they are small. Raises TextError and
    PictureError, perhaps after some parts.
    """
    image = closer(picture, _SHORT_SIDE)
    strips = cut(image)
    if len(strips) == 1:
        text = _text([_find(strip, reader) for strip in strips], reader)
        strips = cut_finely(image)
        if text.lines or text.unread or len(strips) == 1 or not has_lettering(picture):
            yield Part(number=1, of=1, text=text)
            return
    for number, strip in enumerate(strips, start=1):
        yield Part(number=number, of=len(strips), text=_text([_find(strip, reader)], reader))


def certain(pieces: Sequence[Piece], least: float) -> list[Piece]:
    """The pieces without what is more likely no text, and without signs that cannot be said."""
    return [replace(piece, text=_clean(piece.text)) for piece in pieces if _is_certain(piece, least)]


def lines_of(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The pieces as lines, in the order in which they are read."""
    return tuple(" ".join(piece.text for piece in row) for row in rows(pieces))


def _is_certain(piece: Piece, least: float) -> bool:
    if not has_letters(piece.text):
        return False
    return piece.score >= (_SURE if letters(piece.text) < _SHORT else least)


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What an engine found in a strip."""

    groups: Sequence[Sequence[Piece]]
    """What is likely text, those together that lie the same way."""
    unread: int
    """Lines that were not read in time."""


def _find(strip: Strip, reader: TextReader) -> _Found:
    pieces = [piece for piece in reader.pieces(strip.image) if strip.holds(piece)]
    read = [piece for piece in pieces if piece.text]
    groups = [certain(group, reader.least) for group in upright(read, strip.image.size)]
    return _Found(groups=groups, unread=len(pieces) - len(read))


def _text(found: Sequence[_Found], reader: TextReader) -> Text:
    groups = [group for each in found for group in each.groups]
    lines = tuple(line for group in groups for line in lines_of(group))
    return Text(
        lines=lines[:_MOST_LINES],
        engine=reader.name,
        foremost=foremost(groups, reader.least),
        unread=sum(each.unread for each in found),
    )


def _clean(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())
