"""Pictures that are no photographs, drawn by the project itself: what `narrator.looking` has to know apart.

Every picture is made from a random generator, so that a seed makes it again. Half of them went through JPEG.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Draw = Callable[[Random], Image.Image]

_TEXT = (
    "the river keeps its course while every letter of this page was written for no reader and a list of"
    " numbers follows 1984 3.14 in a long paragraph about rivers harbours engines and weather"
)
_PAPERS: tuple[Colour, ...] = ((255, 255, 255), (250, 248, 240), (244, 236, 216), (235, 235, 235))
_INKS: tuple[Colour, ...] = ((0, 0, 0), (40, 40, 60), (60, 30, 20))
_DARK: tuple[Colour, ...] = ((0, 0, 0), (12, 12, 12), (48, 10, 36), (0, 43, 54), (40, 42, 54))
_BRIGHT: tuple[Colour, ...] = ((220, 220, 220), (80, 250, 123), (255, 184, 108), (139, 233, 253))


def document(random: Random) -> Image.Image:
    """A page of one or two columns with a heading."""
    width = random.choice((620, 850, 1240, 1654))
    page = Image.new("RGB", (width, round(width * random.choice((1.294, 1.414)))), random.choice(_PAPERS))
    size = width // random.randint(48, 68)
    ink = random.choice(_INKS)
    margin, columns = width // 11, random.choice((1, 1, 2))
    ImageDraw.Draw(page).text((margin, margin), _line(random, 4), font=_font(2 * size), fill=ink)
    column = (width - (columns + 1) * margin) // columns
    for i in range(columns):
        left = margin + i * (column + margin)
        _paragraphs(page, random, (left, margin + 4 * size, left + column, page.height - margin), size, ink)
    return page


def terminal(random: Random) -> Image.Image:
    """Bright lines of various lengths on a dark screen."""
    screen = Image.new("RGB", random.choice(((800, 500), (1280, 720), (1920, 1080))), random.choice(_DARK))
    size = random.choice((14, 16, 18))
    draw = ImageDraw.Draw(screen)
    for y in range(6, screen.height * random.randint(5, 10) // 10, round(size * 1.4)):
        text = _line(random, random.randint(2, screen.width // (7 * size)))
        draw.text((8, y), text, font=_font(size), fill=random.choice(_BRIGHT))
    return screen


def code(random: Random) -> Image.Image:
    """An editor: numbered, indented lines in several colours, on a dark or a bright ground."""
    dark = random.random() < 0.6
    editor = Image.new("RGB", random.choice(((1024, 768), (1440, 900))), (30, 31, 38) if dark else "white")
    inks = _BRIGHT if dark else ((0, 0, 160), (160, 20, 20), (20, 110, 40), (30, 30, 30))
    size = random.choice((13, 15, 18))
    draw, font = ImageDraw.Draw(editor), _font(size)
    indent = 0
    for number, y in enumerate(range(size, editor.height - 2 * size, round(size * 1.5)), start=1):
        draw.text((size, y), str(number), font=font, fill=(130, 130, 130))
        x = 4 * size + 2 * size * indent
        for word in random.choices(_TEXT.split(), k=random.randint(0, 9)):
            draw.text((x, y), word, font=font, fill=random.choice(inks))
            x += round(draw.textlength(f"{word} ", font=font))
        indent = max(0, min(6, indent + random.choice((-1, 0, 0, 1))))
    return editor


def program(random: Random) -> Image.Image:
    """A window with a title, a menu, a list at the side, buttons and a text."""
    dark = random.random() < 0.4
    width, height = random.choice(((1024, 768), (1366, 768), (1920, 1080)))
    base, side, ink = (
        ((32, 33, 36), (48, 50, 54), (225, 225, 225))
        if dark
        else ((250, 250, 250), (228, 230, 234), (30, 30, 30))
    )
    window = Image.new("RGB", (width, height), base)
    draw = ImageDraw.Draw(window)
    accent = tuple(random.randint(20, 200) for _ in range(3))
    size = random.choice((13, 15, 17))
    draw.rectangle((0, 0, width, 3 * size), fill=accent)
    draw.text((size, size), _line(random, 3), font=_font(size), fill="white")
    draw.rectangle((0, 3 * size, width // 5, height), fill=side)
    for y in range(5 * size, height - 2 * size, 2 * size):
        draw.text((size, y), _line(random, 2), font=_font(size), fill=ink)
    for i in range(random.randint(2, 5)):
        left = width // 5 + size + i * 9 * size
        draw.rounded_rectangle((left, 4 * size, left + 8 * size, 6 * size), 5, fill=accent if i else side)
    _paragraphs(window, random, (width // 4, 9 * size, width - 3 * size, height - 4 * size), size, ink)
    return window


def plot(random: Random) -> Image.Image:
    """Axes with ticks and numbers, and bars or lines."""
    chart = Image.new("RGB", random.choice(((640, 480), (800, 600), (1200, 800))), "white")
    width, height = chart.size
    draw = ImageDraw.Draw(chart)
    left, top, right, bottom = width // 9, height // 10, width - width // 12, height - height // 9
    draw.rectangle((left, top, right, bottom), outline="black")
    for i in range(6):
        y = top + (bottom - top) * i // 5
        draw.line((left - 5, y, left, y), fill="black")
        draw.text((left - 40, y - 6), f"{5 - i}0", font=_font(12), fill="black")
    draw.text((width // 3, top // 3), _line(random, 4), font=_font(height // 30), fill="black")
    for _ in range(random.randint(1, 3)):
        colour = tuple(random.randint(0, 220) for _ in range(3))
        heights = [random.randint(top + 5, bottom - 5) for _ in range(random.randint(4, 12))]
        step = (right - left) // len(heights)
        if random.random() < 0.5:
            for i, y in enumerate(heights):
                draw.rectangle((left + i * step + step // 4, y, left + (i + 1) * step, bottom), fill=colour)
        else:
            points = [(left + i * step + step // 2, y) for i, y in enumerate(heights)]
            draw.line(points, fill=colour, width=random.randint(1, 4))
    return chart


def diagram(random: Random) -> Image.Image:
    """Shapes in even colours, some with a word in them, joined by lines."""
    image = Image.new("RGB", (random.randint(400, 1200), random.randint(400, 900)), random.choice(_PAPERS))
    draw = ImageDraw.Draw(image)
    places = [(random.randint(60, image.width - 60), random.randint(60, image.height - 60)) for _ in range(7)]
    draw.line(places, fill="black", width=3)
    for x, y in places:
        colour = tuple(random.randint(60, 255) for _ in range(3))
        radius = random.randint(20, 70)
        shape = random.choice((draw.ellipse, draw.rectangle))
        shape(
            (x - radius, y - radius * 2 // 3, x + radius, y + radius * 2 // 3), fill=colour, outline="black"
        )
        draw.text((x - 15, y - 6), random.choice(_TEXT.split()), font=_font(13), fill="black")
    return image


def icon(random: Random) -> Image.Image:
    """A sign on a ground of one colour, as small as icons are."""
    side = random.choice((16, 24, 32, 48, 64, 96, 128, 192, 256))
    large = Image.new(
        "RGB", (512, 512), random.choice(((255, 255, 255), (0, 0, 0), (20, 90, 200), (200, 40, 40)))
    )
    draw = ImageDraw.Draw(large)
    colour = tuple(random.randint(0, 255) for _ in range(3))
    draw.rounded_rectangle((40, 40, 470, 470), 90, fill=colour)
    sign = tuple(255 - value for value in colour)
    corners = [(random.randint(90, 420), random.randint(90, 420)) for _ in range(random.randint(3, 6))]
    random.choice((draw.polygon, lambda points, fill: draw.ellipse((130, 130, 380, 380), fill=fill)))(
        corners, fill=sign
    )
    return large.resize((side, side), Image.Resampling.LANCZOS)


def logo(random: Random) -> Image.Image:
    """A letter, a ring or a stroke on a shape that is shaded and may throw a shadow, as programs have it."""
    side = random.choice((48, 64, 72, 96, 120, 144, 180, 256))
    large = Image.new("RGB", (512, 512), random.choice(((255, 255, 255), (242, 242, 242), (24, 26, 30))))
    shape = Image.new("L", large.size)
    draw = ImageDraw.Draw(shape)
    edge = random.choice((0, 24, 60))
    box = (edge, edge, 511 - edge, 511 - edge)
    random.choice((lambda: draw.ellipse(box, fill=255), lambda: draw.rounded_rectangle(box, 110, fill=255)))()
    if edge and random.random() < 0.5:
        large.paste(
            "black", (0, 14), shape.filter(ImageFilter.GaussianBlur(14)).point(lambda value: value // 3)
        )
    first, last = (np.array([random.randint(0, 255) for _ in range(3)]) for _ in range(2))
    way = np.mgrid[0:1:512j, 0:1:512j][random.choice((0, 1))][..., None]
    even = random.random() < 0.3
    large.paste(_image(first + (0 if even else 1) * (last - first) * way), mask=shape)
    _sign(ImageDraw.Draw(large), random, "white" if first.sum() + last.sum() < 900 else "black")
    return large.resize((side, side), Image.Resampling.LANCZOS)


def _sign(draw: ImageDraw.ImageDraw, random: Random, ink: str) -> None:
    """In the middle of 512 by 512 pixels."""
    way = random.randrange(3)
    if way == 0:
        letters = "".join(random.choices("ABCDEFGHKMNPRSTVWXZ", k=random.choice((1, 1, 2))))
        draw.text((256, 256), letters, font=_font(300 // len(letters)), fill=ink, anchor="mm")
    elif way == 1:
        draw.ellipse((140, 140, 372, 372), outline=ink, width=random.randint(20, 60))
    else:
        points = [(random.randint(120, 392), random.randint(120, 392)) for _ in range(random.randint(3, 5))]
        draw.line(points, fill=ink, width=random.randint(16, 44), joint="curve")


def single_colour(random: Random) -> Image.Image:
    """One colour, with a camera's grain or without; not black."""
    colour = np.array([random.randint(30, 255) for _ in range(3)])
    return _image(colour + random.choice((0, 2, 4)) * _normal(random, 3))


def black(random: Random) -> Image.Image:
    """A covered lens: black, with a camera's grain or without."""
    return _image(random.randint(0, 8) + random.choice((0, 2, 4)) * _normal(random, 3))


def noise(random: Random) -> Image.Image:
    """Grain and nothing else, grey or coloured."""
    return _image(128 + random.choice((30, 60, 120)) * _normal(random, random.choice((1, 3))))


def gradient(random: Random) -> Image.Image:
    """One colour that becomes another, along a line or outwards from a point."""
    height, width = _shape(random)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    if random.random() < 0.5:
        way = x * random.random() + y * random.random()
    else:
        way = np.hypot(x - random.random(), y - random.random())
    way = (way / way.max())[..., None]
    first, last = (np.array([random.randint(0, 255) for _ in range(3)]) for _ in range(2))
    return _image(first + (last - first) * way)


def checkerboard(random: Random) -> Image.Image:
    """Two colours that take turns, in checks or stripes."""
    height, width = _shape(random)
    y, x = np.mgrid[0:height, 0:width]
    side = random.randint(1, min(height, width) // 3)
    turns = (x // side + random.choice((0, 1)) * (y // side)) % 2
    colours = np.array(
        [[random.randint(0, 120) for _ in range(3)], [random.randint(136, 255) for _ in range(3)]]
    )
    return _image(colours[turns])


RENDERINGS: Mapping[str, Draw] = {
    "document": document,
    "terminal": terminal,
    "code": code,
    "program": program,
    "plot": plot,
    "diagram": diagram,
    "icon": icon,
    "logo": logo,
    "single colour": single_colour,
    "black": black,
    "noise": noise,
    "gradient": gradient,
    "checkerboard": checkerboard,
}


def blurred(photograph: Image.Image, random: Random) -> Image.Image:
    """A photograph out of focus: by 1.5 to 3 % of its long side."""
    return photograph.filter(ImageFilter.GaussianBlur(random.uniform(0.015, 0.03) * max(photograph.size)))


def darkened(photograph: Image.Image, random: Random) -> Image.Image:
    """A photograph with a tenth to a twentieth of its light."""
    factor = random.uniform(0.05, 0.1)
    return photograph.point(lambda value: value * factor)


def brightened(photograph: Image.Image, random: Random) -> Image.Image:
    """A photograph with too much light: everything but the darkest parts is nearly white."""
    factor = random.uniform(0.1, 0.16)
    return photograph.point(lambda value: 255 - (255 - value) * factor)


def thumbnail(photograph: Image.Image, random: Random) -> Image.Image:
    """A photograph as small as icons are."""
    side = random.choice((48, 64, 96, 128, 192, 256))
    scale = side / max(photograph.size)
    size = round(photograph.width * scale), round(photograph.height * scale)
    return photograph.resize(size, Image.Resampling.LANCZOS)


def through_jpeg(image: Image.Image, random: Random) -> Image.Image:
    """The picture as it is, or as a JPEG leaves it."""
    if random.random() < 0.5:
        return image
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=random.randint(75, 95))
    return Image.open(buffer).convert("RGB")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _line(random: Random, words: int) -> str:
    return " ".join(random.choices(_TEXT.split(), k=words)).capitalize()


def _paragraphs(
    image: Image.Image, random: Random, box: tuple[int, int, int, int], size: int, ink: Colour
) -> None:
    """Fill a box with lines of text; some are short, as the last of a paragraph is."""
    left, top, right, bottom = box
    draw, font = ImageDraw.Draw(image), _font(size)
    for y in range(top, bottom, round(size * 1.5)):
        words = max(3, (right - left) // (3 * size))
        text = _line(random, words if random.random() < 0.85 else words // 2)
        while draw.textlength(text, font=font) > right - left:
            text = text.rpartition(" ")[0]
        draw.text((left, y), text, font=font, fill=ink)


def _shape(random: Random) -> tuple[int, int]:
    """Height and width."""
    return random.randint(100, 900), random.randint(100, 900)


def _normal(random: Random, colours: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Normal noise [H, W, colours]."""
    return np.random.default_rng(random.getrandbits(32)).normal(size=(*_shape(random), colours))


def _image(pixels: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Image.Image:
    values = np.broadcast_to(pixels, (*pixels.shape[:2], 3))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
