"""Scrolled pages cut into strips, so that no line is lost, doubled or too small to be read."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from narrator.looking.text.reader import Piece
from narrator.looking.text.reading import read_parts, read_text
from narrator.looking.text.strips import LONGEST_SIDE, cut, cut_finely
from narrator.picture.opening import in_full, open_picture
from tests.drawings import encoded
from tests.looking.text.readers import MadeReader

WIDTH = 400


class BarReader(MadeReader):
    """Reads a red bar as the number that its shade stands for."""

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        self.sizes.append(image.size)
        pixels = np.asarray(image, int)
        return [
            piece
            for left, right in ((0, image.width // 2), (image.width // 2, image.width))
            for piece in self._column(pixels[:, left:right], left)
        ]

    def _column(self, pixels: np.ndarray, left: int) -> Sequence[Piece]:
        red = np.median(pixels, axis=1)[:, 1] < 100
        edges = np.flatnonzero(np.diff(np.concatenate([[False], red, [False]])))
        found = []
        for top, bottom in edges.reshape(-1, 2):
            number = round(255 - float(np.median(pixels[(top + bottom) // 2, :, 0])))
            place = {"left": left, "right": left + pixels.shape[1], "top": top, "bottom": bottom}
            found.append(Piece(text=f"line {number}", score=1.0, **place))
        return found


def bars(count: int, *, pitch: int = 40, thick: int = 20, staggered: bool = False) -> Image.Image:
    """A page of bars; staggered, those at the right stand beside the gaps of those at the left."""
    page = Image.new("RGB", (WIDTH, (count + 1) * pitch), "white")
    draw = ImageDraw.Draw(page)
    for number in range(count):
        left, right = (210, 390) if staggered and number % 2 else (10, 190)
        top = pitch // 2 + number * pitch
        draw.rectangle((left, top, right, top + thick), (255 - number, 0, 0))
    return page


def lines(count: int) -> list[str]:
    return [f"line {number}" for number in range(count)]


@pytest.mark.parametrize("count", [60, 100, 101, 102, 103, 150, 250])
def test_no_line_is_lost_or_doubled(count: int) -> None:
    picture = in_full(open_picture(encoded(bars(count), "PNG")))
    assert list(read_text(picture, BarReader()).lines) == lines(count)


@pytest.mark.parametrize("thick", [20, 40, 46])
def test_nor_where_no_row_is_free(thick: int) -> None:
    page = bars(150, pitch=20, thick=thick // 2 + 10, staggered=True)
    found = read_text(in_full(open_picture(page)), BarReader()).lines
    words = " ".join(found).replace("line ", "").split()
    assert sorted(map(int, words)) == list(range(150))


def test_letters_stay_as_large_as_on_a_screen() -> None:
    reader = BarReader()
    parts = list(read_parts(in_full(open_picture(bars(250))), reader))
    assert [(part.number, part.of) for part in parts] == [(number, len(parts)) for number in range(1, 18)]
    assert {width for width, _ in reader.sizes} == {WIDTH}
    assert max(height for _, height in reader.sizes) < 2.1 * WIDTH
    assert [line for part in parts for line in part.text.lines] == lines(250)


def test_of_a_scrolled_page_only_what_is_described_is_read_unasked() -> None:
    assert list(read_text(open_picture(bars(250)), BarReader()).lines) == lines(20)


@pytest.mark.parametrize("size", [(1000, 2900), (300, 2000), (2900, 1000), (9000, 600)], ids=str)
def test_other_pictures_are_read_whole(size: tuple[int, int]) -> None:
    (strip,) = cut(Image.new("RGB", size))
    assert max(strip.image.size) == min(LONGEST_SIDE, max(size))


class BlindReader(BarReader):
    """Sees nothing in a page that is shrunk by half."""

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        found = super().pieces(image)
        return found if image.width == LONGEST_SIDE else []


def newspaper() -> Image.Image:
    """A page of small print, 40 bars with letters between them."""
    sheet = bars(60, pitch=100, thick=40).resize((2400, 6100))
    draw = ImageDraw.Draw(sheet)
    for top in range(40, 6000, 60):
        draw.text(
            (1300, top), "the harbour and the ferry and the sea " * 3, "black", ImageFont.load_default(40)
        )
    return sheet


def test_small_print_of_which_nothing_could_be_read_is_read_in_strips() -> None:
    reader = BlindReader()
    parts = list(read_parts(open_picture(newspaper()), reader))
    assert len(parts) == parts[0].of > 3
    assert [line for part in parts for line in part.text.lines] == lines(60)
    assert reader.sizes[0] == (787, 2000)


def test_a_page_without_letters_is_read_once() -> None:
    reader = BlindReader()
    (part,) = read_parts(open_picture(Image.new("RGB", (2400, 6100), "white")), reader)
    assert (part.of, part.text.lines, len(reader.sizes)) == (1, (), 1)


@pytest.mark.parametrize("size", [(1900, 2400), (2300, 2500), (4000, 3000)], ids=str)
def test_what_would_hardly_become_larger_is_not_cut(size: tuple[int, int]) -> None:
    assert len(cut_finely(Image.new("RGB", size))) == 1


def test_a_strip_ends_in_the_middle_of_the_widest_gap() -> None:
    page = bars(60)
    gap = 670
    page.paste("white", (0, gap - 30, WIDTH, gap + 30))
    assert abs(cut(page).borders[1] - gap) <= 20


def test_it_is_cut_in_time_however_long_it_is() -> None:
    assert len(cut(Image.new("RGB", (300, 30_000), "white"))) < 80
