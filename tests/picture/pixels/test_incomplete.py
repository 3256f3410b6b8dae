"""Files whose end is missing show what is there, and say so."""

import zlib
from functools import cache

import numpy as np
import pytest
from PIL import ExifTags, Image

from narrator.errors import PictureError
from narrator.picture.opening import closer, open_picture
from tests.drawings import encoded, scene

WHOLE = scene(400, 300)
NOTES = ("The end of this file is missing.",)


@cache
def files() -> dict[str, bytes]:
    return {
        "JPEG": encoded(WHOLE, "JPEG", quality=90),
        "JPEG, grey": encoded(WHOLE.convert("L"), "JPEG", quality=90),
        "JPEG, all colours in full": encoded(WHOLE, "JPEG", quality=90, subsampling=0),
        "PNG": encoded(WHOLE, "PNG"),
        "PNG, grey": encoded(WHOLE.convert("L"), "PNG"),
        "PNG, palette": encoded(WHOLE.quantize(64), "PNG"),
    }


def difference(shown: Image.Image, kind: str) -> float:
    """Mean absolute difference from the rows of the whole picture, 0 to 255."""
    whole = np.asarray(open_picture(files()[kind]).image, np.int16)[: shown.height]
    return float(np.abs(whole - np.asarray(shown, np.int16)).mean())


@pytest.mark.parametrize("kind", files())
@pytest.mark.parametrize("share", [0.99, 0.8, 0.6])
def test_the_rows_that_are_there_are_shown_and_none_beside(kind: str, share: float) -> None:
    whole = files()[kind]
    picture = open_picture(whole[: round(share * len(whole))])

    assert share - 0.15 < picture.image.height / 300 < share + 0.1
    assert picture.size == picture.image.size
    assert picture.image.width == 400
    assert difference(picture.image, kind) < 2
    assert picture.notes == NOTES
    assert picture.incomplete


@pytest.mark.parametrize("lost", [2, 10])
def test_a_jpeg_without_its_last_bytes_is_shown_whole(lost: int) -> None:
    picture = open_picture(files()["JPEG"][:-lost])

    assert picture.size == (400, 300)
    assert difference(picture.image, "JPEG") < 0.5
    assert picture.notes == NOTES


def test_of_a_progressive_jpeg_the_whole_is_shown_with_less_detail() -> None:
    whole = encoded(WHOLE, "JPEG", quality=90, progressive=True)
    picture = open_picture(whole[: len(whole) // 2])

    assert picture.size == (400, 300)
    assert difference(picture.image, "JPEG") < 12
    assert picture.notes == NOTES


@pytest.mark.parametrize("kind", files())
def test_less_than_half_is_refused(kind: str) -> None:
    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(files()[kind][: round(0.4 * len(files()[kind]))])


def test_what_has_only_its_coarsest_detail_is_refused() -> None:
    whole = encoded(WHOLE, "JPEG", quality=90, progressive=True)
    second = whole.index(b"\xff\xda", whole.index(b"\xff\xda") + 2)

    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(whole[: second + 20])


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_zeros_where_the_rest_was_to_be_are_no_part_of_the_picture(kind: str) -> None:
    whole = files()[kind]
    for share in (0.7, 0.75, 0.8):
        end = round(share * len(whole))
        picture = open_picture(whole[:end] + bytes(len(whole) - end))

        assert picture.incomplete
        assert picture.image.height < 270
        assert difference(picture.image, kind) < 2


def test_zeros_between_chunks_end_a_png() -> None:
    rows = zlib.compress(b"".join(b"\0" + row.tobytes() for row in np.asarray(WHOLE)), 1)
    whole, half = files()["PNG"], len(rows) * 3 // 4
    chunk = (
        half.to_bytes(4, "big") + b"IDAT" + rows[:half] + zlib.crc32(b"IDAT" + rows[:half]).to_bytes(4, "big")
    )
    picture = open_picture(whole[:33] + chunk + bytes(1000))

    assert picture.incomplete
    assert difference(picture.image, "PNG") < 2


def test_a_large_and_turned_one_keeps_its_measures_and_can_be_seen_closer() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    whole = encoded(scene(2500, 2000), "JPEG", exif=exif.tobytes())
    picture = open_picture(whole[: len(whole) * 7 // 10])

    width, height = picture.size
    assert height == 2500
    assert 1000 < width < 1600
    assert picture.image.width / picture.image.height == pytest.approx(width / height, abs=0.01)
    assert closer(picture, 2000).height == 2500


def test_a_whole_file_is_not_said_to_be_otherwise() -> None:
    for whole in files().values():
        picture = open_picture(whole)
        assert not picture.incomplete
        assert picture.notes == ()


def test_damage_in_the_middle_is_no_missing_end() -> None:
    whole = files()["PNG"]
    place = len(whole) * 8 // 10

    with pytest.raises(PictureError, match="damaged"):
        open_picture(whole[:place] + bytes(100) + whole[place + 100 :])


def interlaced() -> bytes:
    """A PNG in the seven passes of Adam7, which Pillow reads and does not write."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    pixels = np.asarray(WHOLE)
    grids = [pixels[top::down, left::right] for left, top, right, down in passes]
    rows = zlib.compress(b"".join(b"\0" + row.tobytes() for grid in grids for row in grid))
    whole = files()["PNG"]
    header = whole[12:28] + b"\1"
    start = whole[:12] + header + zlib.crc32(header).to_bytes(4, "big")
    checksum = zlib.crc32(b"IDAT" + rows).to_bytes(4, "big")
    return start + len(rows).to_bytes(4, "big") + b"IDAT" + rows + checksum + whole[-12:]


def test_an_interlaced_png_has_no_rows_before_its_end() -> None:
    """What there is of it is a grid of dots, and black between them."""
    whole = interlaced()

    assert difference(open_picture(whole).image, "PNG") == 0
    with pytest.raises(PictureError, match="damaged"):
        open_picture(whole[: len(whole) * 9 // 10])
