"""Which way a line is read, with networks that find and read what a test has drawn."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from narrator.looking.text.ppocr.engine import Engine
from narrator.looking.text.ppocr.letters import Line, read_line
from narrator.looking.text.reader import Piece

ALPHABET = ("", *"abcdefghijklmnopqrstuvwxyz0123456789", " ")
SIZE = (320, 320)

Pixels = NDArray[np.float32]


def as_probabilities(text: str, probability: float, alphabet: Sequence[str] = ALPHABET) -> Pixels:
    """What the reading network gives for a text: [1, steps, letters]."""
    steps = np.zeros((1, 2 * len(text) + 1, len(alphabet)), np.float32)
    steps[0, :, 0] = 1
    for i, letter in enumerate(text):
        steps[0, 2 * i + 1, 0] = 0
        steps[0, 2 * i + 1, alphabet.index(letter)] = probability
    return steps


class Reading:
    """Reads a bar whose left end is red as these words, and one on its head as gibberish."""

    def __init__(
        self, words: str = "fresh bread", *, reversed_: str = "peaq ysaj", doubt: float = 0.6
    ) -> None:
        self.words = words
        self.reversed = reversed_
        self.doubt = doubt
        self.read = 0

    def __call__(self, line: Pixels) -> Pixels:
        self.read += 1
        left, right = (line[0, 2, 24, round(share * line.shape[3])] for share in (0.2, 0.55))
        if left > right:
            return as_probabilities(self.words, 0.99)
        return as_probabilities(self.reversed, self.doubt)


def finding(pictures: Pixels) -> Pixels:
    """Whatever is dark in the middle of the network's red channel, or red, is text."""
    return np.asarray(pictures[:, 1:2] < 0, np.float32)


def bars(*boxes: tuple[int, int, int, int], turned: int = 0) -> Image.Image:
    """Black bars with a red left half on white paper, turned clockwise by quarters."""
    image = Image.new("RGB", SIZE, "white")
    for left, top, right, bottom in boxes:
        ImageDraw.Draw(image).rectangle((left, top, right, bottom), "black")
        ImageDraw.Draw(image).rectangle((left, top, (left + right) // 2, bottom), "red")
    return image.rotate(-90 * turned, expand=True)


def pieces(image: Image.Image, reading: Reading) -> list[Piece]:
    return list(Engine(finding, reading, ALPHABET).pieces(image))


def test_what_is_upright_is_read_once() -> None:
    reading = Reading()
    (piece,) = pieces(bars((40, 100, 240, 130)), reading)
    assert (piece.text, piece.angle, reading.read) == ("fresh bread", 0, 1)
    assert piece.left < 42 < 238 < piece.right
    assert piece.top < 102 < 128 < piece.bottom


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_line_is_read_whichever_way_up_it_lies(turned: int) -> None:
    (piece,) = pieces(bars((40, 100, 240, 130), turned=turned), Reading())
    assert (piece.text, piece.angle % 360) == ("fresh bread", 90 * turned)
    assert piece.right - piece.left > 190
    assert piece.bottom - piece.top < 80


def test_on_a_page_on_its_head_only_the_first_line_is_read_twice() -> None:
    reading = Reading()
    found = pieces(bars(*((40, top, 240, top + 20) for top in (40, 100, 160, 220)), turned=2), reading)
    assert [piece.text for piece in found] == 4 * ["fresh bread"]
    assert reading.read == 5


def test_after_the_deadline_lines_are_found_and_not_read() -> None:
    reading = Reading()
    image = bars((40, 40, 240, 60), (40, 100, 240, 120))
    found = Engine(finding, reading, ALPHABET).pieces(image, seconds=0)
    assert [piece.text for piece in found] == ["", ""]
    assert reading.read == 0


def test_what_a_deadline_leaves_out_is_the_end_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line takes a second; the largest are read first, because they tell the way."""
    reading = Reading()
    monkeypatch.setattr("narrator.looking.text.ppocr.engine.monotonic", lambda: float(reading.read))
    tops = range(10, 310, 20)
    image = bars(*((40, top, 240 if top < 140 else 280, top + 9) for top in tops))
    found = Engine(finding, reading, ALPHABET).pieces(image, seconds=10)
    read = sorted(round(piece.middle) // 20 for piece in found if piece.text)
    assert read == [0, 1, *range(7, 15)]


def test_what_reads_the_same_both_ways_does_not_tell_the_way() -> None:
    reading = Reading("0000")
    pieces(bars((40, 100, 240, 130), (40, 200, 240, 230)), reading)
    assert reading.read == 4


def test_what_is_taken_for_noughts_both_ways_is_as_doubtful_as_the_worse_way() -> None:
    (piece,) = pieces(bars((40, 100, 240, 130)), Reading("0000", reversed_="0000", doubt=0.7))
    assert piece.text == "0000"
    assert [piece.score, *piece.scores] == pytest.approx([0.7, 0.7])


def test_of_two_readings_the_one_of_more_letters_that_are_surer_is_kept() -> None:
    (piece,) = pieces(bars((40, 100, 240, 130)), Reading("42", doubt=0.55))
    assert (piece.text, piece.angle) == ("42", 0)


@pytest.mark.parametrize(("turned", "number"), [(0, "66"), (2, "99")])
def test_what_can_be_read_from_either_end_is_read_as_the_other_lines_are(turned: int, number: str) -> None:
    """Though it is larger than they are, and surer the other way."""

    class ReadingNumbers(Reading):
        def __call__(self, line: Pixels) -> Pixels:
            if line.shape[3] > 200:  # the longer bar
                return super().__call__(line)
            left, right = (line[0, 2, 24, round(share * line.shape[3])] for share in (0.2, 0.55))
            upright = (left > right) == (turned == 0)  # in the picture as it lies
            return as_probabilities("66" if upright else "99", 0.98 if left > right else 0.99)

    found = pieces(bars((40, 180, 280, 205), (40, 60, 240, 120), turned=turned), ReadingNumbers())
    assert sorted(piece.text for piece in found) == sorted(["fresh bread", number])


def test_where_little_is_sure_the_picture_is_searched_turned_by_a_quarter() -> None:
    """Of a network that overlooks what runs downwards, as far as it can."""

    def finding_what_lies(pictures: Pixels) -> Pixels:
        likely = finding(pictures)
        rows, columns = np.nonzero(likely[0, 0])
        return likely if len(rows) and np.ptp(columns) > np.ptp(rows) else np.zeros_like(likely)

    (piece,) = Engine(finding_what_lies, Reading(), ALPHABET).pieces(bars((40, 100, 240, 130), turned=3))
    assert (piece.text, piece.angle) == ("fresh bread", -90)
    (flat,) = pieces(bars((40, 100, 240, 130), turned=3), Reading())
    edges = [(each.left, each.top, each.right, each.bottom) for each in (piece, flat)]
    assert edges[0] == pytest.approx(edges[1], abs=1)


def test_each_place_is_told_once_by_the_reading_that_is_surer() -> None:
    """Gibberish makes the picture be searched twice, and what was sure is not told twice."""
    image = bars((40, 100, 240, 130))
    for top in (180, 240):
        ImageDraw.Draw(image).rectangle((40, top, 240, top + 20), "black")  # no end of it is red
    found = pieces(image, Reading())
    assert [piece.text for piece in found].count("fresh bread") == 1
    assert len(found) == 3


def test_nothing_is_read_where_nothing_is_found() -> None:
    reading = Reading()
    assert (pieces(Image.new("RGB", SIZE, "white"), reading), reading.read) == ([], 0)


def test_letters_are_those_between_which_there_is_none() -> None:
    steps = as_probabilities("hello", 0.9)
    steps = np.repeat(steps, 2, axis=1)  # each letter is held
    image = Image.new("RGB", (100, 20))
    line = read_line(image, lambda _: steps, ALPHABET)
    assert line.text == "hello"
    assert [line.score, *line.scores] == pytest.approx([0.9, 0.9])
    assert read_line(image, lambda _: steps[:, :1], ALPHABET) == Line(text="", score=0.0, scores=())


def test_each_word_has_a_score_of_its_own() -> None:
    steps = np.concatenate([as_probabilities(" fresh ", 0.9), as_probabilities(" bread", 0.6)], axis=1)
    line = read_line(Image.new("RGB", (100, 20)), lambda _: steps, ALPHABET)
    assert line.text == "fresh bread"
    assert line.scores == pytest.approx([0.9, 0.6])


def test_a_word_with_a_doubtful_letter_is_no_surer_than_that_letter() -> None:
    steps = as_probabilities("starting", 0.99)
    steps[0, 7, ALPHABET.index("r")] = 0.7
    line = read_line(Image.new("RGB", (100, 20)), lambda _: steps, ALPHABET)
    assert line.scores == pytest.approx([0.7])
    assert line.score > 0.9, "that there is text is sure"


@pytest.mark.parametrize(("text", "score"), [("20mg", 0.9), ("hmmg", 0.9675)])
def test_a_number_is_as_sure_as_its_least_sure_digit(text: str, score: float) -> None:
    steps = as_probabilities(text, 0.99)
    steps[0, 3, ALPHABET.index(text[1])] = 0.9
    line = read_line(Image.new("RGB", (100, 20)), lambda _: steps, ALPHABET)
    assert line.scores == pytest.approx([score])


def test_a_letter_is_as_sure_as_where_it_is_seen_best() -> None:
    steps = np.repeat(as_probabilities("m", 0.95), 2, axis=1)
    steps[0, 2, ALPHABET.index("m")] = 0.4
    line = read_line(Image.new("RGB", (100, 20)), lambda _: steps, ALPHABET)
    assert line.scores == pytest.approx([0.95])


def test_only_a_doubtful_word_is_parted_before_a_capital() -> None:
    """Narrow spaces are overlooked, but there are names such as McDonalds."""
    letters = (*ALPHABET, "H", "D")
    steps = as_probabilities("windowsHome", 0.99, letters)
    assert read_line(Image.new("RGB", (100, 20)), lambda _: steps, letters).text == "windowsHome"
    steps[0, -2, letters.index("e")] = 0.4
    line = read_line(Image.new("RGB", (100, 20)), lambda _: steps, letters)
    assert line.text == "windows Home"
    assert line.scores == pytest.approx([0.99, 0.4])
