"""What lies under transparent parts: what a viewer shows, and never what hides everything."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from narrator.picture.opening import open_picture
from narrator.picture.pixels.ground import DARK, NOTE, STRIP, WHITE
from tests.drawings import corners, encoded


def logo(colour: str, size: tuple[int, int] = (300, 100)) -> Image.Image:
    """A bar and a ring of one colour on nothing."""
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 40, 120, 60), fill=colour)
    draw.ellipse((180, 20, 240, 80), outline=colour, width=8)
    return image


def bitmap(image: Image.Image, alpha: int) -> bytes:
    """A BMP as Windows puts it on the clipboard: 32 bits, a fourth byte that is said to be alpha."""
    pixels = np.asarray(image.convert("RGB"))[::-1, :, ::-1]
    rows = np.dstack([pixels, np.full(pixels.shape[:2], alpha, np.uint8)]).tobytes()
    header = struct.pack("<IiiHHIIiiII", 124, image.width, image.height, 1, 32, 3, len(rows), 0, 0, 0, 0)
    header += struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"BGRs"
    return b"BM" + struct.pack("<IHHI", 138 + len(rows), 0, 0, 138) + header.ljust(124, b"\0") + rows


@pytest.mark.parametrize("alpha", [0, 255])
def test_a_bitmap_that_would_be_transparent_all_over_is_opaque(alpha: int) -> None:
    """image-rs/image#539, 1Password/arboard#192: Windows takes no notice of it."""
    assert open_picture(bitmap(corners(), alpha)).image.tobytes() == corners().tobytes()


@pytest.mark.parametrize("alpha", [0, 255])
def test_so_is_a_targa(alpha: int) -> None:
    """haraldk/TwelveMonkeys, XING_B32.TGA: 32 bits, of which none are said to be alpha."""
    drawn = corners()
    data = encoded(Image.merge("RGBA", (*drawn.split(), Image.new("L", drawn.size, alpha))), "TGA")
    assert open_picture(data).image.tobytes() == drawn.tobytes()


def test_so_is_an_icon() -> None:
    """Icons of before Windows XP have 32 bits and say by a mask of one bit what is seen."""
    side = 64
    drawn = corners(side, side)
    pixels = np.asarray(drawn)[::-1, :, ::-1]
    rows = np.dstack([pixels, np.zeros((side, side), np.uint8)]).tobytes() + bytes(side * side // 8)
    header = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, len(rows), 0, 0, 0, 0)
    entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(header) + len(rows), 22)
    icon = struct.pack("<HHH", 0, 1, 1) + entry + header + rows
    assert open_picture(icon).image.tobytes() == drawn.tobytes()


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("colour", "ground"),
    [("white", DARK), ("#eee", DARK), ("black", WHITE), ("red", WHITE), ("yellow", WHITE)],
)
def test_a_logo_is_seen_whatever_its_colour(colour: str, ground: tuple[int, int, int], format: str) -> None:
    picture = open_picture(encoded(logo(colour), format, **({"lossless": True} if format == "WEBP" else {})))

    assert picture.image.getpixel((2, 2)) == ground
    assert picture.notes == ((NOTE,) if ground == DARK else ()), "the colour that is told is not the file's"
    assert picture.image.getpixel((50, 50)) == Image.new("RGB", (1, 1), colour).getpixel((0, 0))


@pytest.mark.parametrize("mode", ["LA", "La", "PA", "RGBA", "RGBa"])
def test_every_mode_with_alpha_is_laid_on_a_ground(mode: str) -> None:
    """TIFF has the modes that were multiplied with their alpha: ExtraSamples = 1 (TIFF 6.0, page 31)."""
    for colour, ground in (("white", DARK), ("black", WHITE)):
        drawn = logo(colour)
        image = open_picture(drawn.convert("LA").convert("La") if mode == "La" else drawn.convert(mode)).image

        assert image.getpixel((2, 2)) == ground
        assert image.getpixel((50, 50)) == Image.new("RGB", (1, 1), colour).getpixel((0, 0))


def test_a_colour_that_stands_for_nothing_is_nothing() -> None:
    """PNG's tRNS for grey, true colour and a palette."""
    on_black = Image.alpha_composite(Image.new("RGBA", (300, 100), "black"), logo("white")).convert("RGB")

    assert open_picture(encoded(on_black, "PNG", transparency=(0, 0, 0))).image.getpixel((2, 2)) == DARK
    assert open_picture(encoded(on_black.convert("L"), "PNG", transparency=0)).image.getpixel((2, 2)) == DARK
    assert open_picture(encoded(on_black.convert("1"), "PNG", transparency=0)).image.getpixel((2, 2)) == DARK


def test_a_few_dark_letters_are_enough_for_white() -> None:
    page = Image.new("RGBA", (400, 500), (255, 255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 400, 20), fill=(0, 0, 0, 0))
    for row in range(60, 480, 40):
        draw.text((30, row), "a line of a letter to somebody", fill="black", font_size=16)

    assert open_picture(encoded(page, "PNG")).image.getpixel((2, 2)) == WHITE


def test_large_pictures_are_laid_down_strip_by_strip_without_a_seam() -> None:
    tall = logo("white", (300, 3 * STRIP + 7))
    image = open_picture(encoded(tall, "PNG")).image

    assert image.crop((0, 100, 300, 3 * STRIP + 7)).getcolors() == [(300 * (3 * STRIP - 93), DARK)]


def test_a_faint_black_lies_on_white() -> None:
    """16-bit-grey-alpha.png of lovell/sharp: an ornament of black at one thirtieth."""
    faint = logo("black")
    faint.putalpha(faint.getchannel("A").point(lambda value: value // 30))

    assert open_picture(encoded(faint, "PNG")).image.getpixel((2, 2)) == WHITE


def test_nothing_at_all_is_white() -> None:
    empty = open_picture(encoded(Image.new("RGBA", (64, 64), (20, 40, 60, 0)), "PNG"))

    assert empty.image.getcolors() == [(4096, WHITE)]


@pytest.mark.parametrize("depth", [2, 4, 16])
def test_a_colour_that_stands_for_nothing_is_found_at_every_depth(depth: int) -> None:
    """Pillow scales the pixels and not the colour, and so finds it nowhere."""
    colours, kind = (3, 2) if depth == 16 else (1, 0)
    nothing, other = {2: (1, 2), 4: (5, 9), 16: (0x1234, 0x9ABC)}[depth]
    rows = [
        b"\0" + int(f"{value:0{depth}b}" * 64 * colours, 2).to_bytes(8 * depth * colours)
        for value in (nothing, other)
    ]
    pixels = rows[0] * 32 + rows[1] * 32
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, depth, kind, 0, 0, 0))
    png += chunk(b"tRNS", struct.pack(">H", nothing) * colours) + chunk(b"IDAT", zlib.compress(pixels))
    image = open_picture(png + chunk(b"IEND", b"")).image

    assert image.getpixel((5, 5)) == WHITE
    assert image.getpixel((5, 60)) != WHITE


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
