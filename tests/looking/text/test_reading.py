from io import BytesIO

import pytest
from PIL import Image

from narrator.looking.text.reading import certain, lines_of, read_text
from narrator.picture.opening import closer, open_picture
from tests.drawings import encoded, scene
from tests.looking.text.readers import MadeReader, piece


def test_pieces_of_a_line_are_joined_and_low_scores_dropped() -> None:
    found = [piece("Fresh", 0), piece("bread", 40), piece("xkwq#", 0, 20, score=0.6), piece("daily", 0, 40)]
    assert lines_of(certain(found, 0.7)) == ("Fresh bread", "daily")


@pytest.mark.parametrize(
    ("text", "score"), [("0", 0.99), ("=", 1.0), ("....", 1.0), ("0000", 0.71), ("NG", 0.8)]
)
def test_what_photographs_are_mistaken_for_is_no_text(text: str, score: float) -> None:
    assert lines_of(certain([piece(text, score=score)], 0.75)) == ()


@pytest.mark.parametrize("text", ["OK", "42", "出", "Exit"])
def test_short_words_that_are_certain_are_text(text: str) -> None:
    assert lines_of(certain([piece(text, score=0.95)], 0.7)) == (text,)


def test_what_cannot_be_said_is_left_out() -> None:
    assert lines_of(certain([piece("a\x1b[31mwarning \n here")], 0.7)) == ("a [31mwarning here",)


def test_a_large_picture_is_read_at_a_bounded_size() -> None:
    reader = MadeReader(piece("hello"))
    text = read_text(open_picture(Image.new("RGB", (6000, 4000))), reader)
    assert (text.lines, text.engine, reader.sizes) == (("hello",), "made", [(2000, 1333)])


def test_of_a_large_jpeg_more_is_read_than_is_described() -> None:
    picture = open_picture(encoded(scene(3000, 4000), "JPEG"))
    assert min(picture.image.size) < 1400
    reader = MadeReader()
    read_text(picture, reader)
    assert reader.sizes == [(1500, 2000)]


def test_looked_at_more_closely_it_is_still_upright() -> None:
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    scene(4000, 3000).save(file, "JPEG", exif=exif)
    picture = open_picture(file.getvalue())
    assert picture.size == (3000, 4000)
    assert closer(picture, 1400).size == (1500, 2000)


def test_other_pictures_have_all_their_pixels_already() -> None:
    picture = open_picture(encoded(scene(900, 700), "PNG"))
    assert closer(picture, 5000) is picture.image
