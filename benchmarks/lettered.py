"""Pictures of known words, drawn by the project itself: pages, labels, receipts, screens, signs.

Each is drawn upright from a random generator, so that a seed makes it again, and then turned, slanted or laid
in perspective, under a lamp, blurred and through JPEG, as a camera would have it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]

_PROSE = (
    "the ferry leaves the harbour every morning and returns at night when the lighthouse is lit please"
    " store this product in a cool dry place and keep away from children serve with fresh bread and a"
    " little butter our office is open on weekdays from nine until five dear customer thank you for your"
    " order which was shipped yesterday and will arrive within three working days turn the handle slowly"
    " and wait for the green light before you open the door"
)
_NAMES = (
    "Crunchy Organic Almond Granola Milk Chocolate Tomato Soup Shampoo Classic Coffee Vitamin Tablets"
    " Chicken Noodle Original Recipe Natural Lemon Honey Oats Baking Powder Hand Cream Fresh Orange"
    " Juice Whole Wheat Crackers Sugar Free Peppermint Garden Peas Salted Butter Washing Liquid"
    " Sparkling Water"
)
_PANEL = "Settings Network Account Search Messages Calendar Battery Display Sound Privacy Update Help"
_SIGNS = "EXIT PLATFORM PHARMACY LIBRARY PARKING ENTRANCE STATION MUSEUM CLOSED BAKERY HOSPITAL OFFICE"
_PAPERS: tuple[Colour, ...] = ((255, 255, 255), (250, 246, 236), (236, 236, 240))
_PACKS: tuple[tuple[Colour, Colour], ...] = (
    ((176, 32, 40), (255, 250, 235)),
    ((20, 60, 130), (255, 225, 90)),
    ((245, 225, 120), (60, 30, 10)),
    ((30, 110, 60), (255, 255, 255)),
    ((240, 240, 240), (20, 20, 90)),
)


@dataclass(frozen=True, kw_only=True)
class Lettered:
    """A picture, and the words that stand in it."""

    what: str
    image: Image.Image
    words: tuple[str, ...]


def upright(random: Random, what: str) -> Lettered:
    """A flat, upright drawing of one of `KINDS`."""
    return KINDS[what](random)


def page(random: Random) -> Lettered:
    """A heading and paragraphs."""
    sheet = _Sheet((900, 1200), random.choice(_PAPERS))
    sheet.write((80, 70), " ".join(random.sample(_NAMES.split(), 3)), 44, (20, 20, 30), bold=True)
    size, top = random.choice((22, 26, 30)), 170
    while top < 1100:
        for _ in range(random.randint(3, 6)):
            if top < 1100:
                sheet.write((80, top), _fitting(random, size, 740), size, (20, 20, 30))
            top += round(size * 1.5)
        top += size
    return sheet.done("page")


def label(random: Random) -> Lettered:
    """The front of a package: a large name, smaller lines, a weight."""
    ground, ink = random.choice(_PACKS)
    sheet = _Sheet((760, 900), ground)
    names = random.sample(_NAMES.split(), 5)
    sheet.write((60, 110), names[0].upper(), 84, ink, bold=True)
    sheet.write((60, 240), " ".join(names[1:3]), 56, ink)
    sheet.write((60, 340), " ".join(names[3:]).upper(), 34, ink, bold=True)
    for line in range(5):
        sheet.write((60, 480 + 40 * line), _fitting(random, 24, 620), 24, ink)
    sheet.write((60, 800), f"NET WT {random.randint(2, 40)} OZ {random.randint(100, 900)} g", 30, ink)
    return sheet.done("label")


def receipt(random: Random) -> Lettered:
    """A narrow strip of goods and prices."""
    sheet = _Sheet((520, 1000), (248, 248, 246))
    sheet.write((120, 40), " ".join(random.sample(_NAMES.split(), 2)).upper(), 32, (40, 40, 40), bold=True)
    for line in range(16):
        top = 130 + 46 * line
        sheet.write((40, top), " ".join(random.sample(_NAMES.split(), 2)), 24, (50, 50, 50))
        sheet.write((410, top), f"{random.randint(1, 89)}.{random.randint(10, 99)}", 24, (50, 50, 50))
    sheet.write((40, 900), "TOTAL", 34, (40, 40, 40), bold=True)
    total = f"{random.randint(90, 300)}.{random.randint(10, 99)}"
    sheet.write((380, 900), total, 34, (40, 40, 40), bold=True)
    return sheet.done("receipt")


def screen(random: Random) -> Lettered:
    """Bright letters on a dark ground."""
    sheet = _Sheet((1000, 640), random.choice(((12, 12, 16), (0, 43, 54), (40, 42, 54))))
    for line, name in enumerate(random.sample(_PANEL.split(), 7)):
        sheet.write((40, 60 + 76 * line), name, 30, (225, 225, 225))
    for line in range(9):
        sheet.write((340, 60 + 58 * line), _fitting(random, 26, 600), 26, (139, 200, 233))
    return sheet.done("screen")


def sign(random: Random) -> Lettered:
    """Two words on a board before a wall."""
    sheet = _Sheet((900, 700), (120, 112, 104))
    grain = np.random.default_rng(random.randrange(1 << 30)).normal(0, 18, (700, 900, 1))
    sheet.image.paste(Image.fromarray((np.asarray(sheet.image) + grain).clip(0, 255).astype(np.uint8)))
    ground, ink = random.choice(_PACKS)
    sheet.draw.rectangle((150, 180, 750, 500), ground)
    for line, word in enumerate(random.sample(_SIGNS.split(), 2)):
        sheet.write((190, 220 + 130 * line), word, 72, ink, bold=True)
    return sheet.done("sign")


KINDS: Mapping[str, Callable[[Random], Lettered]] = {
    each.__name__: each for each in (page, label, receipt, screen, sign)
}


def quarter_turned(drawn: Lettered, quarters: int) -> Lettered:
    """The same, turned clockwise by so many quarters."""
    image = drawn.image.rotate(-90 * quarters, expand=True)
    return Lettered(what=drawn.what, image=image, words=drawn.words)


def slanted(drawn: Lettered, random: Random) -> Lettered:
    """The same on a table, turned by 4 to 20 degrees."""
    degrees = random.choice((-1, 1)) * random.uniform(4, 20)
    on_table = _on_table(drawn.image, random)
    image = on_table.rotate(
        degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=on_table.getpixel((0, 0))
    )
    return Lettered(what=drawn.what, image=image, words=drawn.words)


def in_perspective(drawn: Lettered, random: Random) -> Lettered:
    """The same on a table, seen from the side: each corner is drawn in by up to an eighth."""
    on_table = _on_table(drawn.image, random)
    width, height = on_table.size
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = [
        (abs(x - random.uniform(0, width / 8)), abs(y - random.uniform(0, height / 8))) for x, y in corners
    ]
    image = on_table.transform(
        on_table.size,
        Image.Transform.PERSPECTIVE,
        _perspective(seen, corners),
        Image.Resampling.BICUBIC,
        fillcolor=on_table.getpixel((0, 0)),
    )
    return Lettered(what=drawn.what, image=image, words=drawn.words)


def photographed(drawn: Lettered, random: Random) -> Lettered:
    """The same from some distance under a lamp at one side, a little blurred, with grain and through JPEG."""
    distance = random.uniform(0.5, 1)
    width, height = (round(side * distance) for side in drawn.image.size)
    small = drawn.image.resize((width, height), Image.Resampling.BICUBIC)
    noise = np.random.default_rng(random.randrange(1 << 30)).normal(0, 5, (height, width, 1))
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    lamp = 0.85 + random.uniform(-0.2, 0.2) * across + random.uniform(-0.2, 0.2) * down
    blurred = small.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 1.2)))
    pixels = (np.asarray(blurred, np.float64) * lamp[..., None] + noise).clip(0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=random.choice((70, 80, 90)))
    return Lettered(what=drawn.what, image=Image.open(file).convert("RGB"), words=drawn.words)


class _Sheet:
    """A drawing that remembers which words it got."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.image = Image.new("RGB", size, ground)
        self.draw = ImageDraw.Draw(self.image)
        self._words: list[str] = []

    def write(self, at: tuple[int, int], text: str, size: int, ink: Colour, *, bold: bool = False) -> None:
        stroke = max(1, size // 24) if bold else 0
        self.draw.text(at, text, ink, ImageFont.load_default(size), stroke_width=stroke)
        self._words += text.split()

    def done(self, what: str) -> Lettered:
        return Lettered(what=what, image=self.image, words=tuple(self._words))


def _fitting(random: Random, size: int, width: int) -> str:
    """Words that fill a line of that width."""
    font, words = ImageFont.load_default(size), _PROSE.split()
    begin = random.randrange(len(words) - 20)
    line = words[begin]
    for word in words[begin + 1 :]:
        if font.getlength(f"{line} {word}") > width:
            break
        line = f"{line} {word}"
    return line


def _on_table(image: Image.Image, random: Random) -> Image.Image:
    """An image with a margin of another colour around it."""
    margin = max(image.size) // 12
    colour = tuple(random.randint(60, 160) for _ in range(3))
    table = Image.new("RGB", (image.width + 2 * margin, image.height + 2 * margin), colour)
    table.paste(image, (margin, margin))
    return table


def _perspective(seen: Sequence[tuple[float, float]], flat: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers with which Pillow finds, for each pixel that is seen, the one of the flat picture."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(rows), np.array(values))]
