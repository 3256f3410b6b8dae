"""A plate of samples: a line of words, and under it pictures that were painted for them."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from training.painting.pictures import Pixels

SCALE = 2
_LINE, _GAP = 22, 6


def plate(rows: Sequence[tuple[str, Pixels]]) -> Image.Image:
    """Words with N pictures each [N, S, S, 3] -> one picture, the words above their pictures.

    Each pixel is shown as a square of four, not smoothed: what was painted is not to look better than it is.
    """
    count, side = rows[0][1].shape[0], rows[0][1].shape[1] * SCALE
    size = (count * (side + _GAP) + _GAP, len(rows) * (_LINE + side + _GAP))
    sheet = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(14)
    for row, (words, pictures) in enumerate(rows):
        top = row * (_LINE + side + _GAP)
        draw.text((_GAP, top + 3), words, fill="black", font=font)
        for column, pixels in enumerate(pictures):
            shown = Image.fromarray(pixels).resize((side, side), Image.Resampling.NEAREST)
            sheet.paste(shown, (_GAP + column * (side + _GAP), top + _LINE))
    return sheet
