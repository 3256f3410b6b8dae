"""What is sent of a picture: a small JPEG without anything beside its pixels."""

import base64
from io import BytesIO

from PIL import Image

from narrator.picture.picture import Picture

LONGEST_SIDE = 768
"""Pixels. Vision models see some 300 to 1,000 on a side, and slow machines pay for each."""
_QUALITY = 85


def as_data_uri(picture: Picture) -> str:
    """The picture as `image_url` takes it. No name, no place, no time, no profile goes with it."""
    image = Image.new("RGB", picture.image.size)
    image.paste(picture.image)  # the pixels alone
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC)
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
