"""What a camera in a hand makes of a scene: perspective, lamps, shadows, fingers, blur, grain.

Shape letters: H rows, W columns. Light is in levels from 0 to 255.
"""

from math import ceil, cos, radians, sin
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from training.trust.surfaces import Shares, Size, clouds

Corners = tuple[tuple[float, float], ...]
Pixels = NDArray[np.floating[Any]]

_SKINS = (
    *((246, 237, 228), (243, 231, 219), (247, 234, 208), (234, 218, 186), (215, 189, 150)),
    *((160, 126, 86), (130, 92, 67), (96, 65, 52), (58, 49, 42), (41, 36, 32)),
)
"""The Monk skin tone scale (https://skintone.google, CC BY 4.0): people of all the world."""


def skin(random: Random) -> tuple[int, int, int]:
    """A skin colour, the darkest and the lightest as often as any other; all are a little redder near by."""
    red, green, blue = random.choice(_SKINS)
    return red, green * 92 // 100, blue * 88 // 100


def askew(random: Random, size: Size, shape: Size, share: float, *, turns: int = 180) -> Corners:
    """Where the corners of a thing of that shape are seen: turned, tipped, off the middle.

    `share` is the thing's longer side over the picture's shorter one; above 1 it is cut off.
    """
    scale = share * min(size) / max(shape)
    half_width, half_height = scale * shape[0] / 2, scale * shape[1] / 2
    angle = radians(random.choice((random.gauss(0, 8), random.uniform(-turns, turns))))
    x = size[0] * random.uniform(0.35, 0.65)
    y = size[1] * random.uniform(0.35, 0.65)
    tip = 0.12 * min(half_width, half_height)
    corners = []
    for across, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        left = across * half_width + random.uniform(-tip, tip)
        top = down * half_height + random.uniform(-tip, tip)
        corners.append((x + left * cos(angle) - top * sin(angle), y + left * sin(angle) + top * cos(angle)))
    return tuple(corners)


def placed(scene: Image.Image, thing: Image.Image, corners: Corners) -> None:
    """Put a thing into a scene, with its shadow on what it lies on. `thing` may have an alpha channel."""
    ways = _perspective(corners, thing.size)
    seen = thing.convert("RGBA").transform(
        scene.size, Image.Transform.PERSPECTIVE, ways, Image.Resampling.BICUBIC
    )
    shape = seen.getchannel("A")
    shadow = shape.filter(ImageFilter.GaussianBlur(0.02 * scene.width))
    scene.paste((12, 10, 8), (scene.width // 90, scene.height // 80), shadow.point(lambda value: value // 2))
    scene.paste(seen, mask=shape)


def rolled(thing: Image.Image, random: Random) -> Image.Image:
    """A label around a bottle or a tin: narrower towards its sides, and darker there."""
    across = np.linspace(-1, 1, thing.width)
    columns = ((np.arcsin(across) / np.pi + 0.5) * (thing.width - 1)).round().astype(np.int64)
    light = 0.35 + 0.75 * np.sqrt(1 - (across * 0.97 + random.uniform(-0.02, 0.02)) ** 2)
    light += 0.6 * np.exp(-(((across - random.uniform(-0.6, 0.6)) / 0.06) ** 2))  # a lamp's reflection
    pixels = np.asarray(thing, np.float32)[:, columns] * light[None, :, None]
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def held(scene: Image.Image, random: Random, corners: Corners) -> None:
    """Two to four fingers around a thing, from the nearest side of the picture."""
    draw, colour = ImageDraw.Draw(scene), skin(random)
    x = sum(corner[0] for corner in corners) / 4
    from_left = x < scene.width / 2 or random.random() < 0.3
    edge = -40 if from_left else scene.width + 40
    ys = [corner[1] for corner in corners]
    wide = round(0.05 * min(scene.size) * random.uniform(0.8, 1.8))
    reach = min(corner[0] for corner in corners) if from_left else max(corner[0] for corner in corners)
    top = random.uniform(min(ys), max(ys))
    for number in range(random.randint(1, 4)):
        y = top + number * 2.1 * wide
        tip = (
            reach + (1 if from_left else -1) * random.uniform(0, 3) * wide,
            y + random.uniform(-wide, wide),
        )
        begin = (edge, y + random.uniform(0, 4 * wide))
        shade = tuple(round(value * random.uniform(0.75, 1)) for value in colour)
        draw.line((begin, tip), fill=shade, width=2 * wide)
        draw.ellipse((tip[0] - wide, tip[1] - wide, tip[0] + wide, tip[1] + wide), fill=shade)


def covered(scene: Image.Image, random: Random, share: float) -> Image.Image:
    """A finger before the lens, far out of focus, over about this share of the picture."""
    width, height = scene.size
    mask = Image.new("L", scene.size)
    radius = np.sqrt(share * width * height / np.pi) * (1.2 if share > 0.5 else 1.6)
    angle = random.uniform(0, 2 * np.pi)
    away = max(0.0, 0.75 - share) * min(width, height)
    x, y = width / 2 + away * cos(angle) * 1.1, height / 2 + away * sin(angle) * 1.3
    stretch = random.uniform(0.8, 1.3)
    oval = (x - radius * stretch, y - radius / stretch, x + radius * stretch, y + radius / stretch)
    ImageDraw.Draw(mask).ellipse(oval, fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(random.uniform(0.03, 0.12) * min(width, height)))
    light = 0.3 + 0.9 * clouds(random, scene.size, 2, 3)
    tint = np.array(skin(random), np.float32) * random.uniform(0.4, 1.25)
    if random.random() < 0.35:  # light comes through the flesh
        tint = np.array((255, 90, 70), np.float32) * random.uniform(0.4, 1.1)
    flesh = tint * light[..., None]
    over = np.asarray(soft, np.float32)[..., None] / 255
    return _image(np.asarray(scene, np.float32) * (1 - over) + flesh * over)


def glaring(scene: Image.Image, random: Random, spots: int, spread: float) -> Image.Image:
    """Reflections of lamps or a flash, each so wide a share of the picture, and the veil around them."""
    width, height = scene.size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    pixels = np.asarray(scene, np.float32)
    tint = np.array(random.choice(((255, 255, 255), (255, 246, 225), (225, 238, 255))), np.float32)
    for _ in range(spots):
        x, y = random.uniform(0, width), random.uniform(0, height)
        across, down = (spread * width * random.uniform(0.5, 1.6) for _ in range(2))
        away = ((columns - x) / across) ** 2 + ((rows - y) / down) ** 2
        pixels = pixels + (np.exp(-away) * random.uniform(1, 4) + 0.5 * np.exp(-away / 6))[..., None] * tint
    return _image(pixels)


def lit(scene: Image.Image, random: Random) -> Image.Image:
    """Lamps from one side, their colour, a shadow of the hand or the telephone, too little or much light."""
    light = clouds(random, scene.size, 2, 2) * random.uniform(0.1, 0.9) + random.uniform(0.4, 1)
    if random.random() < 0.4:
        light = light * (1 - 0.5 * _shadow(random, scene.size))
    if random.random() < 0.4:  # the flash lights the middle alone
        light = light * (0.35 + 0.8 * _middle(scene.size))
    warm = random.uniform(-0.18, 0.18)
    colour = np.array((1 + warm, 1, 1 - warm), np.float32) * random.uniform(0.75, 1.2)
    return _image(np.asarray(scene, np.float32) * light[..., None] * colour)


def taken(scene: Image.Image, random: Random, *, softest: float = 0.012) -> Image.Image:
    """Out of focus or shaken by at most that share of the long side; grain; a camera's crispness."""
    long = max(scene.size)
    way = random.random()
    if way < 0.45:
        scene = scene.filter(ImageFilter.GaussianBlur(long * softest * random.random() ** 2))
    elif way < 0.7:
        scene = shaken(scene, random, long * softest * random.random())
    elif way < 0.8:
        scene = scene.filter(ImageFilter.UnsharpMask(2, 120))
    grain = np.random.default_rng(random.getrandbits(32)).normal(
        0, random.choice((1, 3, 8)), scene.size[::-1]
    )
    return _image(np.asarray(scene, np.float32) + grain[..., None].astype(np.float32))


def shaken(scene: Image.Image, random: Random, length: float) -> Image.Image:
    """Drawn out by so many pixels in some direction."""
    angle = random.uniform(0, np.pi)
    total = np.zeros((scene.height, scene.width, 3), np.float32)
    steps = np.linspace(-length / 2, length / 2, 7)
    for step in steps:
        shift = (1, 0, step * cos(angle), 0, 1, step * sin(angle))
        moved = scene.transform(scene.size, Image.Transform.AFFINE, shift, Image.Resampling.BILINEAR)
        total += np.asarray(moved)
    margin = ceil(length / 2) + 1  # beyond it there was nothing to move in
    whole = _image(total / len(steps))
    return whole.crop((margin, margin, scene.width - margin, scene.height - margin)).resize(scene.size)


def moire(shown: Image.Image, random: Random) -> Image.Image:
    """A screen as a camera sees it: the beat of its pixels with the camera's, brighter than all around."""
    rows, columns = np.mgrid[0 : shown.height, 0 : shown.width].astype(np.float32)
    angle, period = random.uniform(0, np.pi), random.uniform(4, 40)
    bent = 8 * clouds(random, shown.size, 3, 3)
    beat = np.sin(2 * np.pi * (columns * cos(angle) + rows * sin(angle)) / period + bent)
    strength = random.choice((0, 0.04, 0.12))
    hue = np.array((1, -0.6, 0.8), np.float32) * random.choice((0.3, 1))
    pixels = np.asarray(shown, np.float32) * (1 + strength * beat[..., None] * (1 + hue))
    cast = np.array(random.choice(((0.9, 1, 1.12), (1, 1, 1), (0.85, 0.95, 1.2))), np.float32)
    return _image(pixels * cast * random.uniform(0.8, 1.3) + 8)


def _shadow(random: Random, size: Size) -> Shares:
    mask = Image.new("L", size)
    x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
    radius = random.uniform(0.15, 0.5) * min(size)
    ImageDraw.Draw(mask).ellipse((x - radius, y - radius, x + radius, y + 3 * radius), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(random.uniform(0.02, 0.1) * min(size)))
    return np.asarray(soft, np.float32) / 255


def _middle(size: Size) -> Shares:
    rows, columns = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j]
    middle: Shares = np.exp(-(rows**2 + columns**2))
    return middle


def _perspective(corners: Corners, size: Size) -> tuple[float, ...]:
    """Pillow's eight numbers, which say for each place in the picture where it is on the thing."""
    width, height = size
    there = ((0, 0), (width, 0), (width, height), (0, height))
    equations, values = [], []
    for (x, y), (u, v) in zip(corners, there, strict=True):
        equations += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        values += [u, v]
    return tuple(np.linalg.solve(np.array(equations), np.array(values)).tolist())


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
