"""Photographs as a hand takes them that cannot see: things from near, papers askew, screens, a covered lens.

All is drawn (`prints`, `surfaces`) and taken by a made-up camera (`camera`); what is behind a thing may be a
piece of a photograph. Every one is made from a random generator, so that a seed makes it again.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from training.trust import prints
from training.trust.camera import askew, covered, glaring, held, lit, moire, placed, rolled, shaken, taken
from training.trust.surfaces import SURFACES, any_colour, piece

_SIZES = ((480, 640), (480, 640), (640, 480))

Take = Callable[[Random, Image.Image], Image.Image]
"""Something on a ground, photographed."""


def ground(random: Random, photographs: Sequence[Path]) -> Image.Image:
    """What is under or behind a thing: drawn, or in half of the pictures a piece of a photograph."""
    size = random.choice(_SIZES)
    if not photographs or random.random() < 0.5:
        return random.choice(SURFACES)(random, size)
    with Image.open(random.choice(photographs)) as photograph:
        behind = piece(photograph.convert("RGB"), random, size)
    return behind.filter(ImageFilter.GaussianBlur(random.choice((0, 2, 6))))


def package(random: Random, scene: Image.Image) -> Image.Image:
    """A box or a packet that lies there or is held, seen from near."""
    face = prints.package(random)
    corners = askew(random, scene.size, face.size, random.uniform(0.6, 2))
    if random.random() < 0.5:
        placed(scene, _side(face, random), tuple((x * 1.02 + 9, y * 1.03 + 12) for x, y in corners))
    placed(scene, face, corners)
    return _finished(scene, random, corners)


def label(random: Random, scene: Image.Image) -> Image.Image:
    """The small print of a package or a device, from so near that little else is seen."""
    face = prints.label(random)
    corners = askew(random, scene.size, face.size, random.uniform(0.9, 2.6))
    placed(scene, face, corners)
    return _finished(scene, random, corners)


def bottle(random: Random, scene: Image.Image) -> Image.Image:
    """A bottle, a jar or a tin with a label around it."""
    face = random.choice((prints.package, prints.label))(random)
    width, height = 420, random.randint(500, 900)
    body = Image.new("RGB", (width, height), any_colour(random))
    top = random.randint(height // 8, height // 3)
    body.paste(face.resize((width, height - top - random.randint(0, height // 6))), (0, top))
    body = rolled(body, random).convert("RGBA")
    neck = random.choice((0, width // 8, width // 4))
    shape = Image.new("L", body.size)
    drawing = ImageDraw.Draw(shape)
    drawing.rounded_rectangle((0, top // 2, width, height), width // 8, fill=255)
    drawing.rectangle((neck, 0, width - neck, top), fill=255)
    body.putalpha(shape)
    corners = askew(random, scene.size, body.size, random.uniform(0.7, 2), turns=100)
    placed(scene, body, corners)
    return _finished(scene, random, corners)


def paper(random: Random, scene: Image.Image) -> Image.Image:
    """A letter, a receipt or a menu that lies askew on something, perhaps cut off by the edge."""
    sheet = random.choice((prints.letter, prints.receipt, prints.menu))(random)
    corners = askew(random, scene.size, sheet.size, random.uniform(0.8, 2.2))
    placed(scene, sheet, corners)
    return _finished(scene, random, corners)


def card(random: Random, scene: Image.Image) -> Image.Image:
    """A card or a ticket on a table or in a hand."""
    face = prints.card(random)
    corners = askew(random, scene.size, face.size, random.uniform(0.6, 1.4))
    placed(scene, face, corners)
    return _finished(scene, random, corners)


def screen(random: Random, scene: Image.Image) -> Image.Image:
    """The screen of a computer or a telephone, photographed: its frame, moire, a lamp in it."""
    device = _device(moire(prints.display(random), random), random)
    scene = lit(scene, random)
    if random.random() < 0.5:  # it shines by itself, and the camera makes what is around it dark
        scene = scene.point(lambda value: value // 4)
    corners = askew(random, scene.size, device.size, random.uniform(0.9, 2.4), turns=20)
    placed(scene, device, corners)
    if random.random() < 0.35:
        scene = glaring(scene, random, 1, random.uniform(0.02, 0.12))
    return taken(scene, random)


def close_up(random: Random, scene: Image.Image) -> Image.Image:
    """A thing from near without a word on it, on a table or in a hand."""
    thing = Image.new("RGBA", (500, 500))
    shapes = ImageDraw.Draw(thing)
    colour = any_colour(random)
    for _ in range(random.randint(1, 4)):
        left, top = random.randint(0, 200), random.randint(0, 200)
        box = (left, top, left + random.randint(120, 299), top + random.randint(120, 299))
        way = random.randrange(3)
        if way == 0:
            shapes.ellipse(box, fill=colour)
        elif way == 1:
            shapes.rounded_rectangle(box, random.randint(4, 60), fill=colour)
        else:
            shapes.ellipse(box, outline=colour, width=random.randint(16, 60))
        if random.random() < 0.5:
            colour = any_colour(random)
    alpha = thing.getchannel("A")
    solid = rolled(thing.convert("RGB"), random)
    solid.putalpha(alpha)
    corners = askew(random, scene.size, solid.size, random.uniform(0.7, 1.8))
    placed(scene, solid, corners)
    return _finished(scene, random, corners)


def finger(random: Random, scene: Image.Image) -> Image.Image:
    """A finger before the lens, over half of the picture or all of it."""
    return taken(covered(_anything(random, scene), random, random.uniform(0.45, 1)), random)


def glare(random: Random, scene: Image.Image) -> Image.Image:
    """A lamp, a flash or the sun in the lens or on something shiny: hardly anything else is left."""
    glared = glaring(_anything(random, scene), random, random.randint(1, 3), random.uniform(0.25, 0.6))
    return taken(glared, random, softest=0.05)


def smear(random: Random, scene: Image.Image) -> Image.Image:
    """So far out of focus or shaken so much that nothing can be known."""
    seen = _anything(random, scene)
    long = max(seen.size)
    if random.random() < 0.5:
        seen = shaken(seen, random, long * random.uniform(0.06, 0.2))
    soft = seen.filter(ImageFilter.GaussianBlur(long * random.uniform(0.02, 0.06)))
    return taken(soft, random)


HANDHELD: Mapping[str, Take] = {
    "package": package,
    "label": label,
    "bottle": bottle,
    "paper": paper,
    "card": card,
    "photographed screen": screen,
    "close-up": close_up,
    "finger": finger,
    "glare": glare,
    "smear": smear,
}

_FRAMES = ((12, 12, 14), (30, 30, 32), (190, 192, 196), (245, 245, 245))


def _anything(random: Random, scene: Image.Image) -> Image.Image:
    """The ground alone, or with some thing on it."""
    if random.random() < 0.5:
        return lit(scene, random)
    return random.choice((package, label, bottle, paper, screen))(random, scene)


def _device(shown: Image.Image, random: Random) -> Image.Image:
    """A screen in its frame; under it keys, a foot or nothing."""
    rim = random.choice((0, 16, 30, 50))
    colour = random.choice(_FRAMES)
    below = random.choice((0, 0, 160, 300))
    width, height = shown.width + 2 * rim, shown.height + 2 * rim
    device = Image.new("RGBA", (width, height + below))
    draw = ImageDraw.Draw(device)
    draw.rectangle((0, 0, width, height), fill=colour)
    device.paste(shown, (rim, rim))
    if below == 160:
        draw.rectangle((width * 2 // 5, height, width * 3 // 5, height + below), fill=colour)
    elif below:
        draw.rectangle((0, height, width, height + below), fill=colour)
        ink = tuple(255 - value for value in colour) if random.random() < 0.3 else (30, 30, 32)
        for y in range(height + 20, height + below - 30, 50):
            for x in range(20, width - 40, 56):
                draw.rounded_rectangle((x, y, x + 44, y + 38), 6, fill=ink)
    return device


def _side(face: Image.Image, random: Random) -> Image.Image:
    """Another side of a box, in the colour of its first, in the shade."""
    shade = np.asarray(face.resize((1, 1), Image.Resampling.BOX))[0, 0] * random.uniform(0.3, 0.7)
    return Image.new("RGB", face.size, tuple(int(value) for value in shade))


def _finished(scene: Image.Image, random: Random, corners: tuple[tuple[float, float], ...]) -> Image.Image:
    if random.random() < 0.4:
        held(scene, random, corners)
    scene = lit(scene, random)
    if random.random() < 0.25:
        scene = glaring(scene, random, 1, random.uniform(0.02, 0.1))
    return taken(scene, random)
