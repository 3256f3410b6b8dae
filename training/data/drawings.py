"""A data set that draws itself: one coloured shape at one of three places, with captions that say so."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

COLOURS = {"red": (220, 30, 40), "green": (30, 160, 60), "blue": (40, 70, 220), "yellow": (240, 210, 40)}
SHAPES = ("circle", "cross", "triangle")
"""So different that views which soften or compress them leave no doubt."""
PLACES = {"on the left": 0.25, "in the middle": 0.5, "on the right": 0.75}
SENTENCES = ("a {} {} {}", "there is a {} {} {}", "a big {} {} {}")
SIDE = 120
"""Pixels of a drawing's side."""
PHOTOGRAPH_SIDE = 320
"""Pixels of a photograph's side; the program takes a smaller picture with sharp edges for an icon."""

_GRAIN = 4.0
"""Levels, the standard deviation of a camera's grain."""
_STAINS = 9
"""Lighter and darker places of a side."""

Facts = tuple[str, str, str]
"""Colour, shape and place."""


def draw(facts: Facts, random: np.random.Generator, side: int = SIDE) -> Image.Image:
    """One drawing; size, exact place and paper vary."""
    colour, shape, place = facts
    scale = side / SIDE
    paper = tuple(int(v) for v in random.integers(200, 256, size=3))
    picture = Image.new("RGB", (side, side), paper)
    radius = scale * random.uniform(16, 26)
    x = side * PLACES[place] + scale * random.uniform(-6, 6)
    y = side / 2 + scale * random.uniform(-25, 25)
    box = (x - radius, y - radius, x + radius, y + radius)
    pen = ImageDraw.Draw(picture)
    match shape:
        case "circle":
            pen.ellipse(box, fill=COLOURS[colour])
        case "cross":
            arm = radius / 3
            pen.rectangle((x - radius, y - arm, x + radius, y + arm), fill=COLOURS[colour])
            pen.rectangle((x - arm, y - radius, x + arm, y + radius), fill=COLOURS[colour])
        case "triangle":
            pen.polygon(
                [(x, y - radius), (x - radius, y + radius), (x + radius, y + radius)], fill=COLOURS[colour]
            )
    return picture


def photograph(facts: Facts, random: np.random.Generator) -> Image.Image:
    """One drawing as a camera would see it on an uneven wall: lit from one side, stained and grainy.

    The program captions no drawings, so whoever wants to hear captions needs pictures like this.
    """
    drawing = np.asarray(draw(facts, random, PHOTOGRAPH_SIDE), np.float32)
    stains = Image.fromarray(random.normal(128, 30, (_STAINS, _STAINS)).clip(0, 255).astype(np.uint8))
    wall = np.asarray(stains.resize((PHOTOGRAPH_SIDE, PHOTOGRAPH_SIDE), Image.Resampling.BICUBIC), np.float32)
    angle = random.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[0:PHOTOGRAPH_SIDE, 0:PHOTOGRAPH_SIDE] / PHOTOGRAPH_SIDE - 0.5
    light = 0.8 + 0.45 * (np.cos(angle) * columns + np.sin(angle) * rows)
    lit = drawing * (light * (0.7 + 0.6 * wall / 255))[..., None] + random.normal(0, _GRAIN, drawing.shape)
    return Image.fromarray(lit.clip(0, 255).round().astype(np.uint8))


def draw_many(folder: Path, count: int, seed: int, *, lit: bool = False) -> dict[str, Facts]:
    """Draw so many pictures into a folder, as `photograph` does if `lit`.

    Returns what each shows, by file name.
    """
    random = np.random.default_rng(seed)
    kinds = [(colour, shape, place) for colour in COLOURS for shape in SHAPES for place in PLACES]
    folder.mkdir(parents=True, exist_ok=True)
    facts = {}
    for number in range(count):
        name = f"{seed}-{number:04}.{'jpg' if lit else 'png'}"
        facts[name] = kinds[number % len(kinds)]
        picture = photograph(facts[name], random) if lit else draw(facts[name], random)
        picture.save(folder / name)
    return facts


def write_dataset(root: Path, *, training: int, validation: int, lit: bool = False) -> None:
    """Lay so many pictures out as Flickr8k is: images, a token file and two lists."""
    splits = {
        "train": draw_many(root / "images", training, seed=1, lit=lit),
        "validation": draw_many(root / "images", validation, seed=2, lit=lit),
    }
    tokens = [
        f"{name}#{number}\t{sentence.format(*facts)} ."
        for split in splits.values()
        for name, facts in split.items()
        for number, sentence in enumerate(SENTENCES)
    ]
    (root / "tokens.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    for split, facts in splits.items():
        (root / f"{split}.txt").write_text("\n".join(facts) + "\n", encoding="utf-8")
