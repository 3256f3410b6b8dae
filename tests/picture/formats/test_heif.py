"""HEIF and AVIF: which it is, and what of a picture is cut away, turned and mirrored."""

import struct

import numpy as np
import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.formats.heif import refuse_items_without_text
from narrator.picture.formats.isobmff import Crop, main_item
from narrator.picture.formats.recognition import recognise
from narrator.picture.opening import open_picture
from tests.drawings import BLUE, GREEN, RED, YELLOW
from tests.heifs import box, clap, corners_as, full, imir, irot

RIGHT_HALF = clap(48, 64, across=24)
"""Green above yellow."""
LOWER_RIGHT = clap(12, 10, across=28, down=18)
"""Yellow alone, so small a part that libheif 1.23 refuses the picture (libheif#1895)."""


def colours(image: Image.Image) -> list[tuple[int, int, int]]:
    """Of the four corners: top left, top right, bottom left, bottom right."""
    width, height = image.size
    places = ((3, 3), (width - 4, 3), (3, height - 4), (width - 4, height - 4))
    known = np.array([RED, GREEN, BLUE, YELLOW])
    seen = [np.abs(known - np.array(image.getpixel(place))).sum(axis=1).argmin() for place in places]
    return [(RED, GREEN, BLUE, YELLOW)[each] for each in seen]


@pytest.mark.parametrize("codec", [b"av01", b"hvc1"])
@pytest.mark.parametrize(
    ("transformations", "size", "expected"),
    [
        ((), (96, 64), [RED, GREEN, BLUE, YELLOW]),
        ((RIGHT_HALF,), (48, 64), [GREEN, GREEN, YELLOW, YELLOW]),
        ((LOWER_RIGHT,), (12, 10), [YELLOW] * 4),
        ((irot(1),), (64, 96), [GREEN, YELLOW, RED, BLUE]),
        ((RIGHT_HALF, irot(1)), (64, 48), [GREEN, YELLOW, GREEN, YELLOW]),
        ((RIGHT_HALF, irot(3)), (64, 48), [YELLOW, GREEN, YELLOW, GREEN]),
        ((RIGHT_HALF, imir(0)), (48, 64), [YELLOW, YELLOW, GREEN, GREEN]),
        ((clap(48, 64, across=-24), imir(1)), (48, 64), [RED, RED, BLUE, BLUE]),
        ((LOWER_RIGHT, irot(1), imir(1)), (10, 12), [YELLOW] * 4),
    ],
    ids=[
        "whole",
        "cut",
        "cut small",
        "turned",
        "cut, turned",
        "cut, other way",
        "upside down",
        "mirrored",
        "all",
    ],
)
def test_what_is_cut_away_is_not_described(
    codec: bytes,
    transformations: tuple[bytes, ...],
    size: tuple[int, int],
    expected: list[tuple[int, int, int]],
) -> None:
    """libheif#57, libavif#2427, libvips#1808: a person has cut away what they do not want to be seen."""
    picture = open_picture(corners_as(codec, transformations))

    assert picture.size == size
    assert colours(picture.image) == expected


@pytest.mark.parametrize("turns", [(), (irot(1),), (irot(2), imir(0)), (irot(3), imir(1))])
def test_a_small_part_of_a_heic_is_the_same_part_of_an_avif(turns: tuple[bytes, ...]) -> None:
    """libheif refuses it, so that we cut it out ourselves, and must know where it lies once it is turned."""
    part = clap(12, 16, across=2, down=-3)
    pictures = [
        np.asarray(open_picture(corners_as(codec, (part, *turns))).image) for codec in (b"av01", b"hvc1")
    ]

    assert pictures[0].shape == pictures[1].shape
    assert np.abs(pictures[0].astype(int) - pictures[1]).mean() < 15


@pytest.mark.parametrize(
    "part", [clap(0, 64), clap(96, 65), clap(50, 50, across=60), clap(96, 64), box(b"clap", bytes(32))]
)
def test_a_part_that_is_not_in_the_picture_is_not_cut_out(part: bytes) -> None:
    item = main_item(corners_as(b"av01", (part,)))

    assert item and item.size == (96, 64) and item.crop is None


def test_turning_a_part_four_times_leaves_it_where_it_is() -> None:
    part = Crop(left=5, top=7, width=20, height=10)

    assert part.turned(4, (96, 64)) == part
    assert part.turned(1, (96, 64)) == Crop(left=7, top=71, width=10, height=20)
    assert part.mirrored(1, (96, 64)) == Crop(left=71, top=7, width=20, height=10)
    assert part.mirrored(0, (96, 64)) == Crop(left=5, top=47, width=20, height=10)


@pytest.mark.parametrize(
    "brands",
    [
        b"mif1\0\0\0\0mif1",
        b"mif1\0\0\0\0mif1mif2",
        b"mif2\0\0\0\0mif2",
        b"msf1\0\0\0\0mif1",
        b"heic\0\0\0\0mif1heic",
        b"avif\0\0\0\0mif1avif",
    ],
)
@pytest.mark.parametrize(("codec", "kind"), [(b"av01", "AVIF"), (b"hvc1", "HEIC")])
def test_whatever_the_brands_the_main_picture_says_what_it_is(brands: bytes, codec: bytes, kind: str) -> None:
    picture = open_picture(corners_as(codec, brands=brands))

    assert picture.format == kind
    assert colours(picture.image) == [RED, GREEN, BLUE, YELLOW]


@pytest.mark.parametrize(
    ("codec", "what"), [(b"unci", "uncompressed pixels"), (b"jpeg", "JPEG"), (b"vvc1", "H.266")]
)
def test_a_codec_that_is_not_there_is_named(codec: bytes, what: str) -> None:
    with pytest.raises(PictureError) as caught:
        open_picture(corners_as(codec, brands=b"mif1\0\0\0\0mif1"))

    assert str(caught.value) == (
        f"The picture is a HEIF with {what} in it, which cannot be read;"
        " export it as PNG or JPEG and try again."
    )


def test_a_sequence_without_a_still_is_named() -> None:
    data = (
        box(b"ftyp", b"hevc\0\0\0\0msf1hevc")
        + box(b"moov", full(b"mvhd", bytes(96)))
        + box(b"mdat", bytes(99))
    )

    with pytest.raises(PictureError, match="is a HEIF sequence without a still picture"):
        open_picture(data)


def test_a_video_is_none() -> None:
    assert recognise(box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"moov", b"")) is None


def test_boxes_without_end_are_given_up() -> None:
    many = b"".join(box(b"free", b"") for _ in range(5000))

    with pytest.raises(ValueError, match="more boxes"):
        main_item(many)
    assert main_item(struct.pack(">I4s", 2**31, b"meta")) is None


def test_items_beyond_any_pictures_are_refused() -> None:
    item = struct.pack(">I4s4sHH4sx", 21, b"infe", b"\2\0\0\0", 1, 0, b"hvc1")
    long = struct.pack(">I4s4sHH4s", 5000, b"infe", b"\2\0\0\0", 1, 0, b"hvc1") + b"a" * 4980

    refuse_items_without_text(item * 1000)
    for items in (item * 70_000, long):
        with pytest.raises(ValueError, match="items that no picture has"):
            refuse_items_without_text(items)
