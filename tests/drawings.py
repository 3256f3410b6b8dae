"""Pictures that tests draw themselves, or make of the photographs in tests/data."""

import io
import random
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from tests.places import PHOTOGRAPHS

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 160, 60), (40, 60, 200), (240, 210, 40)


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """Four quarters: red top left, green top right, blue bottom left, yellow bottom right.

    No two turns or mirrorings of it are the same picture.
    """
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return image


def disc(width: int = 96, height: int = 64) -> Image.Image:
    """RGBA: an opaque red disc in the middle, everything around it transparent, with black underneath."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    radius = min(width, height) // 3
    ImageDraw.Draw(image).circle((width / 2, height / 2), radius, fill=(*RED, 255))
    return image


def scene(width: int, height: int, seed: int = 0) -> Image.Image:
    """A house under a sun, with soft light and grain: as hard to compress as a photograph."""
    light = Image.linear_gradient("L").resize((width, height))
    red, green = light.point(lambda value: 90 + value // 3), light.point(lambda value: 150 + value // 4)
    image = Image.merge("RGB", (red, green, light.point(lambda value: 230)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 2 // 3, width, height), fill=GREEN)
    draw.circle((width * 0.8, height * 0.2), height * 0.1, fill=YELLOW)
    left, top, right, bottom = width * 0.2, height * 0.45, width * 0.5, height * 0.8
    draw.rectangle((left, top, right, bottom), fill=(200, 180, 160))
    draw.polygon(((left, top), ((left + right) / 2, height * 0.25), (right, top)), fill=RED)
    grain = Image.frombytes("RGB", (256, 256), random.Random(seed).randbytes(256 * 256 * 3))
    return Image.blend(image, grain.resize(image.size, Image.Resampling.NEAREST), 0.08)


def tinted(colour: str | tuple[int, int, int], size: tuple[int, int] = (270, 180)) -> Image.Image:
    """A photograph in which one colour rules, which is all that the tiny model sees.

    A single colour alone would not do: nobody asks a network what is in a blank picture. And without its
    highlights a red or blue one would be called dark, and a smaller one, with edges so sharp, an icon.
    """
    hue = np.array(ImageColor.getrgb(colour) if isinstance(colour, str) else colour)
    shine = light(size)
    pure = hue * 255 / hue.max()
    return Image.fromarray(
        (pure + 0.6 * shine + 4 * (shine - 80).clip(0)).clip(0, 255).round().astype(np.uint8)
    )


@cache
def light(size: tuple[int, int]) -> NDArray[np.float64]:
    """How much brighter than its mean a photograph is, [H, W, 1] in levels."""
    grey = np.asarray(Image.open(PHOTOGRAPHS / "coffee.jpg").convert("L").resize(size), np.float64)
    shine: NDArray[np.float64] = (grey - grey.mean())[..., None]
    return shine


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    """The bytes of a file in this format."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def every_format(image: Image.Image) -> dict[str, bytes]:
    """The image as a file of each kind that Pillow can write, without anything beside the picture."""
    return {
        "JPEG": encoded(image, "JPEG", quality=90),
        "JPEG, progressive": encoded(image, "JPEG", quality=90, progressive=True),
        "JPEG, CMYK": encoded(image.convert("CMYK"), "JPEG", quality=90),
        "PNG": encoded(image, "PNG"),
        "PNG, palette": encoded(image.quantize(16), "PNG"),
        "WEBP": encoded(image, "WEBP"),
        "WEBP, lossless": encoded(image, "WEBP", lossless=True),
        "AVIF": encoded(image, "AVIF"),
        "GIF": encoded(image, "GIF"),
        "TIFF": encoded(image, "TIFF"),
        "TIFF, compressed": encoded(image, "TIFF", compression="tiff_lzw"),
        "BMP": encoded(image, "BMP"),
    }


def off(image: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> int:
    """How far the pixel at x and y is from a colour, in the channel that is farthest."""
    x, y = place
    return int(np.abs(np.asarray(image)[y, x].astype(int) - np.array(colour)).max())
