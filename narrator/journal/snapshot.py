"""What is kept of a corrected picture: a JPEG just large enough to learn from."""

from io import BytesIO

from PIL import Image

from narrator.errors import PictureError
from narrator.journal.entry import Entry
from narrator.picture.opening import Picture, open_picture

LONGEST_SIDE = 336
"""Pixels. The network sees 299, and training cuts views out of a little more."""


def snapshot(picture: Picture) -> bytes:
    """The picture as a small JPEG."""
    image = picture.image.copy()
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC)
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def snapshot_of(entry: Entry) -> bytes | None:
    """The snapshot of an entry's picture; None if its file is gone or shows something else by now."""
    if entry.path is None:
        return None
    try:
        picture = open_picture(entry.path)
    except PictureError:
        return None  # moved, removed or overwritten since: nothing is wrong with that
    return snapshot(picture) if picture.digest == entry.digest else None
