"""Which way up text is, told from what an engine finds."""

from collections.abc import Sequence

from PIL import Image

from narrator.looking.text.reader import Piece, TextReader
from narrator.looking.text.turning import upright
from tests.looking.text.readers import piece

SIZE = (400, 300)


class TurningReader(TextReader):
    """Finds one thing in a picture and another in the same upside down, which it knows by its first pixel."""

    name = "turning"
    least = 0.5

    def __init__(self, found: Sequence[Piece], upside_down: Sequence[Piece] = ()) -> None:
        self.found = found
        self.upside_down = upside_down
        self.read = 0

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        self.read += 1
        return self.found if image.getpixel((0, 0)) == (255, 0, 0) else self.upside_down

    def unload(self, *, unused_for: float = 0.0) -> bool:
        return False

    def close(self) -> None:
        """Holds nothing."""


def texts(reader: TurningReader) -> list[list[str]]:
    image = Image.new("RGB", SIZE, "white")
    image.putpixel((0, 0), (255, 0, 0))
    return [[piece.text for piece in group] for group in upright(image, reader)]


def tall(text: str, left: float, top: float, score: float = 1.0) -> Piece:
    """A piece that lies on its side."""
    return Piece(text=text, score=score, left=left, top=top, right=left + 10, bottom=top + 5 * len(text))


def test_what_is_surely_upright_is_read_once() -> None:
    reader = TurningReader([piece("Fresh bread"), piece("daily", 0, 20)])
    assert (texts(reader), reader.read) == ([["Fresh bread", "daily"]], 1)


def test_what_lies_on_its_side_is_turned_and_not_read_again() -> None:
    reader = TurningReader([tall("second line", 50, 20), tall("first line", 80, 20)])
    image = Image.new("RGB", SIZE, "red")
    (group,) = upright(image, reader)
    assert reader.read == 1
    assert [(each.left, each.top, each.right, each.bottom) for each in group] == [
        (20, 340, 75, 350),
        (20, 310, 70, 320),
    ]


def test_what_stands_on_its_head_is_read_the_other_way() -> None:
    gibberish = piece("pe3aq 4s3", 290, 280, score=0.6)
    reader = TurningReader([gibberish], [piece("Fresh bread", 60, 10)])
    assert texts(reader) == [["Fresh bread"]]


def test_each_place_is_told_once_by_the_reading_that_is_surer() -> None:
    upright_one, gibberish = piece("Fresh bread", 10, 10), piece("x7w qqk", 200, 250, score=0.6)
    reader = TurningReader(
        [upright_one, gibberish], [piece("ppeq usa", 330, 280, score=0.62), piece("Gluten free", 165, 40)]
    )
    assert texts(reader) == [["Fresh bread"], ["Gluten free"]]


def test_what_looks_the_same_on_its_head_tells_no_way() -> None:
    reader = TurningReader([piece("oooo", score=0.6)], [piece("0000", 380, 290, score=0.95)])
    assert texts(reader) == [["oooo"]]


def test_the_larger_group_comes_first() -> None:
    reader = TurningReader([piece("Tea"), tall("organic and fair", 100, 20)])
    assert texts(reader) == [["organic and fair"], ["Tea"]]


def test_a_short_word_may_be_higher_than_wide() -> None:
    reader = TurningReader([Piece(text="I2", score=1.0, left=0, top=0, right=10, bottom=20), piece("Bus")])
    assert texts(reader) == [["I2", "Bus"]]


def test_nothing_is_nothing() -> None:
    assert texts(TurningReader([])) == []
