"""Things with letters on them as they lie flat before a camera: packages, labels, receipts, cards, menus.

Nobody sells or wrote any of them. Every one is made from a random generator.
"""

from functools import cache
from pathlib import Path
from random import Random

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from training.trust.renderings import code, document, program, terminal
from training.trust.surfaces import any_colour, strong_colour

Colour = tuple[int, int, int]

_FONTS = (
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-BoldOblique", "DejaVuSerif", "DejaVuSerif-Bold"),
    *("DejaVuSansMono", "STIXGeneral", "STIXGeneralBol", "STIXGeneralBolIta"),
)
"""Of matplotlib, which training has anyway; Pillow alone has one."""
_TEXT = (
    "fresh organic vitamin tablets natural original extra premium ultra soup beans coffee tea milk oats rice"
    " tomato chicken honey lemon mint soap shampoo cream lotion spray filter cable battery mixed daily relief"
    " strong light crunchy classic family size net weight serving calories sugar keep dry shake before use"
    " ingredients water salt contains made distributed warning children store below best before"
)
_SIGNS = ("20 mg", "500 ml", "12 oz", "28", "x4", "100%", "NEW", "5 kg", "No. 7", "SPF 30")


def package(random: Random) -> Image.Image:
    """The face of a box, a packet or a tin: a name in large letters, a picture or a stripe, small print."""
    face, ink = _ground(random)
    draw = ImageDraw.Draw(face)
    width, height = face.size
    for _ in range(random.randint(1, 4)):
        top = random.randint(0, height)
        band = (0, top, width, top + random.randint(height // 20, height // 3))
        random.choice((draw.rectangle, draw.ellipse))(band, fill=any_colour(random))
    if random.random() < 0.4:  # food, or whatever is inside
        for _ in range(random.randint(4, 14)):
            x, y = random.randint(0, width), random.randint(height // 2, height)
            radius = random.randint(width // 30, width // 8)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=any_colour(random))
    _large(draw, random, face.size, ink)
    for _ in range(random.randint(0, 3)):
        _small_print(draw, random, face.size, ink)
    if random.random() < 0.4:
        _badge(draw, random, face.size)
    return face


def label(random: Random) -> Image.Image:
    """The back of a package or a type plate: small print, a table, a bar code, little else."""
    face, ink = _ground(random)
    draw = ImageDraw.Draw(face)
    for _ in range(random.randint(2, 4)):
        _small_print(draw, random, face.size, ink)
    if random.random() < 0.6:
        _table(draw, random, face.size)
    if random.random() < 0.6:
        _bar_code(draw, random, face.size)
    if random.random() < 0.4:
        _large(draw, random, face.size, ink)
    return face


def receipt(random: Random) -> Image.Image:
    """A narrow strip with goods and prices."""
    width = random.randint(260, 400)
    strip = Image.new("RGB", (width, round(width * random.uniform(1.5, 3))), _paper(random))
    draw = ImageDraw.Draw(strip)
    size = width // random.randint(16, 26)
    font, ink = _font(random, size, "DejaVuSansMono"), (random.randint(0, 110),) * 3
    draw.text((width // 2, 2 * size), _phrase(random, 2).upper(), font=font, fill=ink, anchor="mm")
    for y in range(4 * size, strip.height - 2 * size, round(1.4 * size)):
        if random.random() < 0.12:
            continue
        draw.text((size, y), _phrase(random, random.randint(1, 2))[:16], font=font, fill=ink)
        price = f"{random.uniform(0.5, 60):.2f}"
        draw.text((width - size, y), price, font=font, fill=ink, anchor="ra")
    return strip


def letter(random: Random) -> Image.Image:
    """A printed page, or one with a few large lines or handwriting."""
    if random.random() < 0.5:
        page = document(random)
        page.thumbnail((900, 900))
        return page
    page = Image.new("RGB", random.choice(((600, 800), (800, 600), (640, 700))), _paper(random))
    draw = ImageDraw.Draw(page)
    font = _font(random, random.randint(16, 48))
    for y in range(random.randint(20, 120), page.height - 40, round(font.size * random.uniform(1.2, 2.2))):
        words = _phrase(random, random.randint(1, 8))
        draw.text((random.randint(20, 60), y), words, font=font, fill=(20, 20, random.choice((30, 120))))
    return page


def menu(random: Random) -> Image.Image:
    """Two columns of dishes with prices under coloured headings."""
    page = Image.new("RGB", (640, 860), random.choice((_paper(random), (30, 26, 24), any_colour(random))))
    dark = sum(page.getpixel((0, 0))) < 330  # type: ignore[arg-type]
    draw, ink = ImageDraw.Draw(page), (235, 230, 220) if dark else (30, 25, 30)
    size = random.randint(15, 26)
    font, heading = _font(random, size), _font(random, 2 * size, "DejaVuSerif-Bold")
    columns = random.choice((1, 2))
    for column in range(columns):
        left, right = 20 + column * 640 // columns, (column + 1) * 640 // columns - 20
        y = 20
        while y < page.height:
            if random.random() < 0.15:
                draw.text((left, y), _phrase(random, 1).upper(), font=heading, fill=any_colour(random))
                y += 3 * size
            elif random.random() < 0.05:
                draw.ellipse((left, y, right - 40, y + 7 * size), fill=any_colour(random))
                y += 8 * size
            else:
                draw.text((left, y), _phrase(random, 2)[:20].upper(), font=font, fill=ink)
                draw.text((right, y), f"{random.uniform(1, 30):.2f}", font=font, fill=ink, anchor="ra")
                y += round(1.5 * size)
    return page


def card(random: Random) -> Image.Image:
    """A business card, a ticket or a pass: a name, numbers, a sign or a small picture."""
    face = Image.new("RGB", (640, 400), random.choice((_paper(random), any_colour(random))))
    draw = ImageDraw.Draw(face)
    ink = _ink_on(face.getpixel((0, 0)))  # type: ignore[arg-type]
    if random.random() < 0.6:
        draw.rectangle((0, 0, 640, random.randint(40, 110)), fill=any_colour(random))
    if random.random() < 0.6:
        x, y = random.choice((30, 430)), random.randint(90, 180)
        draw.rectangle((x, y, x + 160, y + 190), fill=any_colour(random))
        draw.ellipse((x + 40, y + 30, x + 120, y + 140), fill=any_colour(random))
    for y in range(random.randint(60, 150), 370, random.randint(36, 70)):
        words = random.choice(
            (_phrase(random, 2), f"{random.randint(1000, 9999)} {random.randint(1000, 9999)}")
        )
        draw.text((random.choice((40, 220)), y), words, font=_font(random, random.randint(18, 44)), fill=ink)
    return face if random.random() < 0.7 else face.rotate(90, expand=True)


def display(random: Random) -> Image.Image:
    """What a computer, a telephone or a small device shows."""
    way = random.randrange(7)
    if way < 2:
        shown = random.choice((terminal, code, program))(random)
        scale = random.uniform(0.35, 1)  # a part of it, or letters that are small
        width, height = round(shown.width * scale), round(shown.height * scale)
        left, top = random.randint(0, shown.width - width), random.randint(0, shown.height - height)
        return shown.crop((left, top, left + width, top + height)).resize((800, 560))
    return (_dialog, _dialog, _list, _page, _page)[way - 2](random)


def _dialog(random: Random) -> Image.Image:
    """A small window on a wide ground."""
    ground = random.choice(((0, 60, 160), (10, 10, 12), (20, 110, 120), any_colour(random)))
    shown = Image.new("RGB", (800, 560), ground)
    draw = ImageDraw.Draw(shown)
    for _ in range(random.randint(0, 4)):
        y = random.randint(0, 560)
        draw.line((0, y, 800, random.randint(0, 560)), fill=tuple(min(255, v + 60) for v in ground), width=6)
    if random.random() < 0.3:  # nothing but a line or two while it starts
        draw.text((400, 380), _phrase(random, 2), font=_font(random, 26), fill="white", anchor="mm")
        return shown
    left, top = random.randint(40, 260), random.randint(30, 160)
    right, bottom = left + random.randint(260, 480), top + random.randint(180, 350)
    draw.rectangle((left, top, right, bottom), fill="white", outline=(120, 120, 120), width=3)
    draw.rectangle((left, top, right, top + 34), fill=any_colour(random))
    for y in range(top + 60, bottom - 20, 34):
        draw.text((left + 20, y), _phrase(random, random.randint(1, 4)), font=_font(random, 17), fill="black")
    return shown


def _list(random: Random) -> Image.Image:
    """A menu of a device, one line of it marked."""
    shown = Image.new("RGB", random.choice(((400, 560), (560, 400))), random.choice(((0, 0, 0), (8, 14, 40))))
    draw = ImageDraw.Draw(shown)
    size = random.randint(26, 48)
    font, marked = _font(random, size), random.randint(0, 4)
    for row, y in enumerate(range(size, shown.height - size, round(1.5 * size))):
        if row == marked:
            draw.rectangle((0, y - 4, shown.width, y + size + 8), fill=any_colour(random))
        draw.rectangle((14, y + 4, 14 + size // 2, y + size - 4), fill="white")
        draw.text((20 + size, y), _phrase(random, 1).capitalize(), font=font, fill="white")
    return shown


def _page(random: Random) -> Image.Image:
    """A page of the web or of a shop: a bar, pictures, links, lines."""
    shown = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(shown)
    draw.rectangle((0, 0, 800, random.randint(40, 90)), fill=any_colour(random))
    if random.random() < 0.7:
        draw.rectangle((20, 100, random.randint(300, 780), 240), fill=any_colour(random))
        draw.ellipse((60, 110, 180, 230), fill=any_colour(random))
    for y in range(110, 580, random.choice((18, 24, 30))):
        ink = random.choice(((0, 0, 190), (40, 40, 40), (110, 110, 110)))
        draw.text((random.choice((20, 240)), y), _phrase(random, 6), font=_font(random, 15), fill=ink)
    return shown


def _ground(random: Random) -> tuple[Image.Image, Colour]:
    shape = random.choice(((640, 460), (460, 640), (700, 300), (560, 560)))
    grounds = (_paper(random), strong_colour(random), strong_colour(random), any_colour(random), (20, 20, 24))
    (ground,) = random.choices(grounds, weights=(4, 3, 3, 2, 1))
    return Image.new("RGB", shape, ground), _ink_on(ground)


def _ink_on(ground: Colour) -> Colour:
    return (245, 245, 240) if sum(ground) < 330 else (20, 20, 40)


def _paper(random: Random) -> Colour:
    level = random.randint(215, 255)
    return level, level - random.choice((0, 4)), level - random.choice((0, 6, 22))


def _large(draw: ImageDraw.ImageDraw, random: Random, size: tuple[int, int], ink: Colour) -> None:
    y = random.randint(10, size[1] // 2)
    for _ in range(random.randint(1, 3)):
        words = _phrase(random, 1)
        words = words.upper() if random.random() < 0.5 else words.capitalize()
        letters = round(random.uniform(0.7, 1.5) * size[0] / max(4, len(words)))
        colour = ink if random.random() < 0.6 else any_colour(random)
        draw.text((size[0] // 2, y), words, font=_font(random, letters), fill=colour, anchor="ma")
        y += round(1.2 * letters)


def _small_print(draw: ImageDraw.ImageDraw, random: Random, size: tuple[int, int], ink: Colour) -> None:
    font = _font(random, random.randint(11, 26))
    left, top = random.randint(10, size[0] // 2), random.randint(10, size[1] - 60)
    for y in range(top, min(size[1] - 12, top + random.randint(60, 300)), round(1.3 * font.size)):
        draw.text((left, y), _phrase(random, random.randint(3, 8)), font=font, fill=ink)


def _badge(draw: ImageDraw.ImageDraw, random: Random, size: tuple[int, int]) -> None:
    radius = min(size) // random.randint(4, 7)
    x, y = random.randint(radius, size[0] - radius), random.randint(radius, size[1] - radius)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=any_colour(random))
    words = random.choice(_SIGNS)
    draw.text((x, y), words, font=_font(random, 2 * radius // len(words) + 8), fill="white", anchor="mm")


def _table(draw: ImageDraw.ImageDraw, random: Random, size: tuple[int, int]) -> None:
    left, top = random.randint(0, size[0] // 2), random.randint(0, size[1] // 2)
    right, step = left + size[0] // 2 - 8, random.randint(20, 34)
    rows = random.randint(4, 9)
    draw.rectangle((left, top, right, top + rows * step), fill="white", outline="black", width=2)
    font = _font(random, step // 2)
    for y in range(top, top + rows * step, step):
        draw.line((left, y, right, y), fill="black", width=random.choice((1, 3)))
        draw.text((left + 6, y + 4), _phrase(random, 1), font=font, fill="black")
        draw.text((right - 6, y + 4), f"{random.randint(0, 99)}", font=font, fill="black", anchor="ra")


def _bar_code(draw: ImageDraw.ImageDraw, random: Random, size: tuple[int, int]) -> None:
    left, top = random.randint(0, size[0] - 200), random.randint(0, size[1] - 120)
    draw.rectangle((left, top, left + 190, top + 110), fill="white")
    x = left + 10
    while x < left + 175:
        bar = random.choice((1, 2, 4))
        draw.rectangle((x, top + 8, x + bar - 1, top + 84), fill="black")
        x += bar + random.choice((2, 3, 5))
    number = str(random.randint(10**11, 10**12))
    draw.text((left + 12, top + 88), number, font=_font(random, 16), fill="black")


def _phrase(random: Random, words: int) -> str:
    return " ".join(random.choices(_TEXT.split(), k=words))


def _font(random: Random, size: int, name: str | None = None) -> ImageFont.FreeTypeFont:
    return _loaded(name or random.choice(_FONTS), max(8, size))


@cache
def _loaded(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(matplotlib.get_data_path(), "fonts", "ttf", f"{name}.ttf")), size)
