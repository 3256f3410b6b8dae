"""Pages that a scanner or a fax took: in black and white or in greys, askew, with dust and dark edges."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_SHEETS = ((1240, 1754), (1654, 2339), (2480, 3508))
"""A4 at 150, 200 and 300 dots an inch."""
_TEXT = (
    "we confirm your order of the third please return this form signed name address date number amount the"
    " course was explained well invoice total department office hours insurance appointment enclosed yours"
)


def scan(random: Random) -> Image.Image:
    """One page: a form, a letter, a list or a page of a book."""
    sheet = Image.new("L", random.choice(_SHEETS), 255)
    random.choice(_LAYOUTS)(sheet, random)
    sheet = sheet.rotate(
        random.choice((0, 0, random.uniform(-2, 2))), Image.Resampling.BILINEAR, fillcolor=255
    )
    if random.random() < 0.3:
        _dark_edge(sheet, random)
    if random.random() < 0.4:
        _dust(sheet, random)
    if random.random() < 0.6:
        return sheet.point([0] * 128 + [255] * 128).convert("RGB")
    grain = np.random.default_rng(random.getrandbits(32)).normal(0, random.uniform(0, 5), sheet.size[::-1])
    paper = np.array([random.randint(215, 255)] * 3) - random.choice(((0, 0, 0), (0, 4, 14)))
    tinted = np.asarray(sheet, np.float32)[..., None] / 255 * paper + grain[..., None]
    return Image.fromarray(tinted.clip(0, 255).astype(np.uint8))


def _form(sheet: Image.Image, random: Random) -> None:
    draw, size = ImageDraw.Draw(sheet), sheet.width // 60
    line = max(1, sheet.width // random.choice((400, 700, 1000)))
    y = _heading(sheet, random)
    for _ in range(random.randint(1, 4)):
        step, left, right = size * random.randint(2, 4), sheet.width // 10, sheet.width * 9 // 10
        columns = sorted(random.sample(range(2, 10), random.randint(1, 4)))
        edges = [left, *(left + (right - left) * column // 10 for column in columns), right]
        for _ in range(random.randint(3, 9)):
            if y + step > sheet.height * 0.95:
                return
            for first, last in pairwise(edges):
                draw.rectangle((first, y, last, y + step), outline=0, width=line)
                if random.random() < 0.7:
                    text = _fitting(random, (last - first) // size)
                    draw.text((first + size // 2, y + step // 5), text, font=_font(size), fill=0)
            y += step
        y += size * random.randint(2, 8)


def _letter(sheet: Image.Image, random: Random) -> None:
    draw, size = ImageDraw.Draw(sheet), sheet.width // random.randint(45, 90)
    y = _heading(sheet, random) + random.randint(2, 12) * size
    while y < sheet.height * random.uniform(0.5, 0.9):
        for _ in range(random.randint(1, 7)):
            text = _fitting(random, sheet.width * 8 // 10 // size)
            draw.text((sheet.width // 10, y), text, font=_font(size), fill=0)
            y += round(random.uniform(1.3, 1.6) * size)
        y += random.randint(1, 6) * size
    if random.random() < 0.5:
        foot = (sheet.width // 6, sheet.height * 91 // 100, sheet.width * 5 // 6, sheet.height * 97 // 100)
        draw.rectangle(foot, outline=0, width=max(2, sheet.width // 500))
        draw.text((foot[0] + size, foot[1] + size), _fitting(random, 30), font=_font(size), fill=0)


def _list(sheet: Image.Image, random: Random) -> None:
    draw, size = ImageDraw.Draw(sheet), sheet.width // random.randint(50, 80)
    for y in range(_heading(sheet, random), sheet.height * random.randint(4, 9) // 10, 2 * size):
        draw.text((sheet.width // 10, y), _fitting(random, 20), font=_font(size), fill=0)
        number = f"{random.uniform(1, 9000):.2f}"
        draw.text((sheet.width * 9 // 10, y), number, font=_font(size), fill=0, anchor="ra")


def _book(sheet: Image.Image, random: Random) -> None:
    draw, size = ImageDraw.Draw(sheet), sheet.width // random.randint(50, 80)
    columns = random.choice((1, 2))
    for column in range(columns):
        left = sheet.width // 10 + column * sheet.width * 42 // 100
        for y in range(sheet.height // 10, sheet.height * 9 // 10, round(1.5 * size)):
            text = _fitting(random, sheet.width * (8, 4)[columns - 1] // 10 // size)
            draw.text((left, y), text, font=_font(size), fill=0)


_LAYOUTS: tuple[Callable[[Image.Image, Random], None], ...] = (_form, _form, _letter, _letter, _list, _book)


def _heading(sheet: Image.Image, random: Random) -> int:
    """A name in white on black or in black, a bar code beside it or not; where the rest begins."""
    draw, size = ImageDraw.Draw(sheet), sheet.width // random.randint(20, 40)
    left, top = random.choice((sheet.width // 10, sheet.width * 3 // 10)), sheet.height // 12
    name = _fitting(random, 16).capitalize()
    if random.random() < 0.4:
        draw.rectangle((left, top, left + sheet.width // 2, top + 2 * size), fill=0)
        draw.text((left + size, top + size // 2), name, font=_font(size), fill=255)
    elif random.random() < 0.7:
        draw.text((left, top), name, font=_font(size), fill=0)
    if random.random() < 0.3:
        x, bar = sheet.width * 7 // 10, max(1, sheet.width // 900)
        while x < sheet.width * 19 // 20:
            width = bar * random.choice((1, 2, 4))
            draw.rectangle((x, sheet.height // 30, x + width - 1, sheet.height // 10), fill=0)
            x += width + bar * random.choice((2, 3))
    return top + 4 * size


def _dark_edge(sheet: Image.Image, random: Random) -> None:
    wide = sheet.width // random.randint(20, 80)
    box = random.choice(
        (
            (0, 0, wide, sheet.height),
            (sheet.width - wide, 0, sheet.width, sheet.height),
            (0, 0, sheet.width, wide),
        )
    )
    sheet.paste(random.randint(0, 90), box)


def _dust(sheet: Image.Image, random: Random) -> None:
    draw = ImageDraw.Draw(sheet)
    for _ in range(random.randint(20, 400)):
        x, y, side = random.randrange(sheet.width), random.randrange(sheet.height), random.randint(1, 4)
        draw.rectangle((x, y, x + side, y + side), fill=random.randint(0, 120))


def _fitting(random: Random, letters: int) -> str:
    """Words of about so many ems."""
    return " ".join(random.choices(_TEXT.split(), k=max(1, letters // 3)))[: max(3, 2 * letters)]


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
