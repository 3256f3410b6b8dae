"""Deep grey, deep colours and floats: what is in them is seen, whatever part of their range they use."""

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageOps, TiffImagePlugin

from narrator.picture.opening import open_picture
from tests.drawings import encoded, scene

GREY = np.asarray(ImageOps.autocontrast(scene(160, 120).convert("L")), np.float64)
"""What is to be seen, 0 to 255."""


def tiff(values: npt.NDArray[np.generic], **tags: object) -> bytes:
    """A TIFF of one sample a pixel with further tags by their numbers, as in `t340`."""
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for name, value in tags.items():
        info[int(name[1:])] = value
        if isinstance(value, float):
            info.tagtype[int(name[1:])] = 12
    return encoded(Image.fromarray(values), "TIFF", tiffinfo=info)


def shown(data: bytes) -> npt.NDArray[np.float64]:
    return np.asarray(open_picture(data).image.convert("L"), np.float64)


def likeness(data: bytes) -> float:
    """Correlation with what is to be seen, 1 for the same picture however bright and contrasty."""
    return float(np.corrcoef(shown(data).ravel(), GREY.ravel())[0, 1])


def signed(values: npt.NDArray[np.float64]) -> bytes:
    """A TIFF of signed 16 bits, which Pillow reads and does not write."""
    data = tiff(values.astype(np.int16).view(np.uint16), t339=2)
    assert Image.open(io.BytesIO(data)).mode == "I"
    return data


FILES: dict[str, Callable[[], bytes]] = {
    "10 of 16 bits, most of them dark (Pillow#2610)": lambda: tiff((GREY * 4).astype(np.uint16)),
    "12 of 16 bits (Pillow#274)": lambda: encoded(Image.fromarray((GREY * 16).astype(np.uint16)), "PNG"),
    "14 of 16 bits": lambda: tiff((GREY * 60).astype(np.uint16)),
    "8 of 16 bits": lambda: tiff(GREY.astype(np.uint16)),
    "floats from 0 to 1": lambda: tiff((GREY / 255).astype(np.float32)),
    "floats from 0 to 255": lambda: tiff(GREY.astype(np.float32)),
    "floats from 0 to 65535": lambda: tiff((GREY * 257).astype(np.float32)),
    "heights in metres": lambda: tiff((GREY * 3 - 200).astype(np.float32)),
    "32 bits": lambda: tiff((GREY * 1e6).astype(np.int32)),
    "signed 16 bits in full": lambda: signed(GREY * 128),
    "signed 16 bits, as of a CT": lambda: signed(GREY * 16 - 1024),
}


@pytest.mark.parametrize("what", FILES)
def test_what_is_in_the_picture_is_seen(what: str) -> None:
    assert likeness(FILES[what]()) > 0.99
    assert np.ptp(shown(FILES[what]())) > 150


@pytest.mark.parametrize("value", [65535, 4095])
def test_a_hot_pixel_does_not_darken_the_rest(value: int) -> None:
    values = (GREY * 4).astype(np.uint16)
    values[7, 7] = value

    assert likeness(tiff(values)) > 0.99
    assert shown(tiff(values)).mean() > 60


@pytest.mark.parametrize(("value", "level"), [(0.0, 0), (0.5, 128), (1.0, 255), (255.0, 255), (51.0, 51)])
def test_floats_of_one_value_are_as_bright_as_it(value: float, level: int) -> None:
    """image-rs/image-tiff, white-fp16.tiff: all of it is 1, and it was said to be black."""
    assert (shown(tiff(np.full((120, 160), value, np.float32))) == level).all()


def test_a_hot_pixel_in_floats_does_not_either() -> None:
    values = GREY.astype(np.float32)
    values[7, 7] = 1e9

    assert np.abs(shown(tiff(values)) - GREY).mean() < 2


@pytest.mark.parametrize("gap", [-9999.0, -32768.0, -3.4028234663852886e38, 1e20])
def test_gaps_are_black_and_do_not_stretch_the_rest(gap: float) -> None:
    values = (GREY / 255 + 700).astype(np.float32)
    values[:40] = gap
    seen = shown(tiff(values))

    assert (seen[:40] == 0).all()
    assert np.corrcoef(seen[40:].ravel(), GREY[40:].ravel())[0, 1] > 0.99


def test_a_file_may_say_what_marks_its_gaps() -> None:
    values = (GREY / 255 + 700).astype(np.float32)
    values[:40] = -77.5
    seen = shown(tiff(values, t42113="-77.5"))

    assert (seen[:40] == 0).all()
    assert np.ptp(seen[40:]) > 200


def test_what_is_no_number_does_not_stretch_the_rest() -> None:
    values = (GREY / 255).astype(np.float32)
    values[:4], values[4:8], values[8:12] = np.nan, np.inf, -np.inf

    assert np.abs(shown(tiff(values))[12:] - GREY[12:]).mean() < 1


def test_what_the_file_states_goes_first() -> None:
    dark = (GREY * 2).astype(np.uint16)

    assert np.abs(shown(tiff(dark, t281=4095)) - GREY / 8).mean() < 1
    assert np.abs(shown(tiff((GREY / 4).astype(np.float32), t340=0.0, t341=255.0)) - GREY / 4).mean() < 1


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
@pytest.mark.parametrize("brightness", [257, 70])
def test_a_usual_picture_of_sixteen_bits_stays_as_it_is(brightness: int, format: str) -> None:
    values = (GREY * brightness).astype(np.uint16)

    assert (shown(encoded(Image.fromarray(values), format)) == values >> 8).all()


@pytest.mark.parametrize("largest", [0, 30, 800])
def test_black_stays_black_with_grain_and_without(largest: int) -> None:
    grain = np.random.default_rng(0).integers(0, largest + 1, GREY.shape).astype(np.uint16)

    assert shown(tiff(grain)).max() <= 3
    assert shown(tiff(np.full(GREY.shape, largest, np.uint16))).max() <= 3


def deep_png(values: npt.NDArray[np.uint16]) -> bytes:
    """A PNG of 16 bits a colour, which Pillow reads and does not write."""
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    height, width, colours = values.shape
    header = struct.pack(">IIBBBBB", width, height, 16, {3: 2, 4: 6}[colours], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + zlib.crc32(name + content).to_bytes(4, "big")
        for name, content in chunks
    )


def deep_tiff(values: npt.NDArray[np.uint16]) -> bytes:
    """A TIFF of 16 bits a colour, little-endian, in one strip."""
    height, width, colours = values.shape
    strip = values.astype("<u2").tobytes()
    places = struct.pack("<3H", 16, 16, 16)
    sizes = [(256, 4, 1, width), (257, 4, 1, height), (278, 4, 1, height), (277, 3, 1, colours)]
    pixels = [
        (258, 3, 3, 8 + len(strip)),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8),
        (279, 4, 1, len(strip)),
    ]
    tags = sorted(sizes + pixels)
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    start = 8 + len(strip) + len(places)
    return b"II*\0" + struct.pack("<I", start) + strip + places + directory


@pytest.mark.parametrize("write", [deep_png, deep_tiff])
def test_colours_of_twelve_bits_in_sixteen_are_seen(write: Callable[[npt.NDArray[np.uint16]], bytes]) -> None:
    colours = np.asarray(scene(160, 120), np.uint16)
    seen = np.asarray(open_picture(write(colours * 16)).image, np.float64)

    assert np.abs(seen - colours).mean() < 12
    assert np.corrcoef(seen.ravel(), colours.ravel())[0, 1] > 0.99
    usual = np.asarray(open_picture(write(colours * 257)).image)
    assert (usual == colours).all()
    assert np.asarray(open_picture(write(colours * 0)).image).max() == 0


def test_deep_colours_keep_their_alpha() -> None:
    colours = np.dstack([np.asarray(scene(160, 120), np.uint16) * 16, np.full((120, 160), 65535, np.uint16)])
    colours[:20, :, 3] = 0
    image = open_picture(deep_png(colours)).image

    assert image.getpixel((5, 5)) == (255, 255, 255)
    assert image.getpixel((5, 100)) != (255, 255, 255)
    assert np.asarray(image).mean() > 100


def test_eight_bits_with_a_sign_are_shown_from_the_lowest_to_the_highest() -> None:
    few = (GREY / 8 - 30).astype(np.int8)
    assert likeness(tiff(few.view(np.uint8), t339=2)) > 0.99
    assert np.ptp(shown(tiff(few.view(np.uint8), t339=2))) > 200
