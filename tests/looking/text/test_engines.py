"""The engines themselves, on pictures with and without text."""

import platform
from collections.abc import Iterator
from contextlib import closing
from shutil import which

import psutil
import pytest
from PIL import Image

from narrator.looking.text.ppocr.reader import PpocrReader
from narrator.looking.text.reader import TextReader
from narrator.looking.text.reading import read_text
from narrator.looking.text.tesseract import TesseractReader
from narrator.picture.opening import open_picture
from tests.looking.text.pages import LEFT, RIGHT, columns, page, sign
from tests.places import PHOTOGRAPHS

_PATIENCE_SECONDS = 500.0
"""A busy machine must not make a test fail."""


def tesseract() -> TesseractReader:
    program = which("tesseract")
    assert program
    return TesseractReader(program, patience=_PATIENCE_SECONDS)


@pytest.fixture(
    scope="module", params=["pp-ocr", pytest.param("tesseract", marks=pytest.mark.needs_tesseract)]
)
def reader(request: pytest.FixtureRequest) -> Iterator[TextReader]:
    reader: TextReader = PpocrReader(patience=_PATIENCE_SECONDS) if request.param == "pp-ocr" else tesseract()
    yield reader
    reader.close()


def lines(image: Image.Image, reader: TextReader) -> tuple[str, ...]:
    return read_text(open_picture(image), reader).lines


@pytest.mark.parametrize("height", [16, 40])
def test_a_page_is_read_word_for_word(reader: TextReader, height: int) -> None:
    assert lines(page(LEFT, height), reader) == LEFT


def test_light_letters_on_a_dark_ground_too(reader: TextReader) -> None:
    assert lines(page(RIGHT, paper="#1e1e1e", ink="#d8d8d8"), reader) == RIGHT


def test_columns_below_a_heading(reader: TextReader) -> None:
    heading, *rest = lines(columns(), reader)
    assert heading == "The quiet island of Marwell and its lighthouse today"
    assert tuple(rest) == LEFT + RIGHT


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_read_whichever_way_up(reader: TextReader, turn: int) -> None:
    assert lines(page(LEFT, 30).rotate(turn, expand=True), reader) == LEFT


@pytest.mark.parametrize("degrees", [-25, 12, 100])
def test_a_page_that_lies_askew_is_read_in_its_order(degrees: float) -> None:
    """Tesseract reads pages that lie straight."""
    table = Image.new("RGB", (1000, 1000), "gray")
    table.paste(page(LEFT, 30), (140, 380))
    with closing(PpocrReader(patience=_PATIENCE_SECONDS)) as reader:
        assert lines(table.rotate(degrees, Image.Resampling.BICUBIC), reader) == LEFT


def test_each_line_is_read_the_way_that_it_lies() -> None:
    """Two cards beside each other, one of them on its head; the larger one comes first."""
    table = Image.new("RGB", (1500, 300), "gray")
    table.paste(page(LEFT, 30).rotate(180), (10, 20))
    table.paste(page(RIGHT[:1], 30), (760, 20))
    with closing(PpocrReader(patience=_PATIENCE_SECONDS)) as reader:
        assert lines(table, reader) == (*LEFT, *RIGHT[:1])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_sign_in_a_photograph(turn: int) -> None:
    """Tesseract is made for pages and does not find it."""
    with closing(PpocrReader(patience=_PATIENCE_SECONDS)) as reader:
        assert lines(sign().rotate(turn, expand=True), reader) == ("HARBOUR CAFE",)


@pytest.mark.parametrize("name", ["astronaut", "cat", "coffee", "photographer"])
def test_photographs_without_text_have_none(reader: TextReader, name: str) -> None:
    assert lines(Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB"), reader) == ()


def test_grain_has_none(reader: TextReader) -> None:
    assert lines(Image.effect_noise((300, 200), 80).convert("RGB"), reader) == ()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only GNU's C library can be told")
def test_what_reading_took_is_given_back() -> None:
    before = psutil.Process().children()
    with closing(PpocrReader(patience=_PATIENCE_SECONDS)) as reader:
        assert lines(page(LEFT + RIGHT), reader) == LEFT + RIGHT
        (process,) = set(psutil.Process().children()) - set(before)
        assert process.memory_info().rss < 180 * 2**20, "130 MB, and 230 with what a page leaves behind"
