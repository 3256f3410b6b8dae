"""Reading a picture: its pixels to an engine, what the engine is sure of to lines."""

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from narrator.description import Text
from narrator.looking.text.foremost import foremost, has_letters, letters
from narrator.looking.text.order import rows
from narrator.looking.text.reader import Piece, TextReader
from narrator.looking.text.turning import upright
from narrator.picture.opening import Picture, closer

_SHORT_SIDE = 1400
"""Pixels. A page of A4 at 170 dots an inch: its small print can still be told apart."""
_LONGEST_SIDE = 2000
"""Pixels. More costs time and memory, and the engines read hardly more in it."""
_SHORT = 4
"""Letters. What grain and edges are taken for is shorter than this."""
_SURE = 0.9
"""The least score of so short a piece. In photographs without text, "0000" has reached 0.71."""
_MOST_LINES = 1000


def read_text(picture: Picture, reader: TextReader) -> Text:
    """All the text in a picture. Raises TextError and PictureError."""
    groups = [certain(group, reader.least) for group in upright(_readable(picture), reader)]
    lines = tuple(line for group in groups for line in lines_of(group))
    return Text(lines=lines[:_MOST_LINES], engine=reader.name, foremost=foremost(groups, reader.least))


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


def _readable(picture: Picture) -> Image.Image:
    image = closer(picture, _SHORT_SIDE)
    scale = max(image.size) / _LONGEST_SIDE
    if scale <= 1:
        return image
    size = max(1, round(image.width / scale)), max(1, round(image.height / scale))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)


def _clean(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())
