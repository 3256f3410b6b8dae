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

Facts = tuple[str, str, str]
"""Colour, shape and place."""


def draw(facts: Facts, random: np.random.Generator) -> Image.Image:
    """One drawing; size, exact place and paper vary."""
    colour, shape, place = facts
    paper = tuple(int(v) for v in random.integers(200, 256, size=3))
    picture = Image.new("RGB", (SIDE, SIDE), paper)
    radius = random.uniform(16, 26)
    x, y = SIDE * PLACES[place] + random.uniform(-6, 6), SIDE / 2 + random.uniform(-25, 25)
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


def draw_many(folder: Path, count: int, seed: int) -> dict[str, Facts]:
    """Draw so many pictures into a folder; returns what each shows, by file name."""
    random = np.random.default_rng(seed)
    kinds = [(colour, shape, place) for colour in COLOURS for shape in SHAPES for place in PLACES]
    folder.mkdir(parents=True, exist_ok=True)
    facts = {}
    for number in range(count):
        name = f"{seed}-{number:04}.png"
        facts[name] = kinds[number % len(kinds)]
        draw(facts[name], random).save(folder / name)
    return facts


def write_dataset(root: Path, *, training: int, validation: int) -> None:
    """Lay drawings out as Flickr8k is: images, a token file and two lists."""
    splits = {
        "train": draw_many(root / "images", training, seed=1),
        "validation": draw_many(root / "images", validation, seed=2),
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


SOURCE = 'format = "flickr8k"\nimages = "images"\ncaptions = "tokens.txt"'
DATA = f"""
[data]
views = 2
minimum_count = 1
captions_per_picture = 3
[[data.train]]
name = "train"
split = "train.txt"
{SOURCE}
[[data.validate]]
name = "validation"
split = "validation.txt"
{SOURCE}
"""
"""The data set's part of a configuration."""


def config(stages: str, *, trunk_until: str = "block4", encoder: str = "small") -> str:
    """A configuration for the data set; `stages` is TOML."""
    return f"""
name = "shapes"
seed = 3
[encoder]
name = "{encoder}"
trunk_until = "{trunk_until}"
[decoder]
hidden = 64
heads = 4
dropout = 0.1
{DATA}
{stages}
"""
