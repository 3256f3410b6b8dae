"""Pages with text on them."""

from PIL import Image, ImageDraw, ImageFont

from tests.places import PHOTOGRAPHS

LEFT = ("The ferry leaves the", "harbour every morning", "and returns at night.")
RIGHT = ("Tickets are sold at", "the kiosk beside the", "lighthouse until noon.")


def page(
    lines: tuple[str, ...], height: int = 24, *, paper: str = "white", ink: str = "black"
) -> Image.Image:
    """Lines below each other, with letters of that height in pixels."""
    image = Image.new("RGB", (height * 24, height * (2 * len(lines) + 2)), paper)
    write(image, lines, (height, height), height, ink)
    return image


def columns() -> Image.Image:
    """Two columns below a heading."""
    image = Image.new("RGB", (900, 320), "white")
    write(image, ("The quiet island of Marwell and its lighthouse today",), (30, 20), 32)
    write(image, LEFT, (30, 110), 26)
    write(image, RIGHT, (500, 110), 26)
    return image


def sign() -> Image.Image:
    """A photograph in which a sign stands."""
    image = Image.open(PHOTOGRAPHS / "coffee.jpg").convert("RGB")
    image.paste("navy", (60, 60, 380, 150))
    write(image, ("HARBOUR CAFE",), (80, 85), 40, "white")
    return image


def write(
    image: Image.Image, lines: tuple[str, ...], at: tuple[int, int], height: int, ink: str = "black"
) -> None:
    """Lines with as much space between them as they are high."""
    font = ImageFont.load_default(height)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((at[0], at[1] + 2 * number * height), line, ink, font)
