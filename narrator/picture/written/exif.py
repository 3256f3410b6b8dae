"""The places of Exif in which descriptions stand (CIPA DC-008)."""

from PIL import ExifTags, Image

from narrator.picture.written.letters import decoded


def exif_description(image: Image.Image) -> str:
    """ImageDescription, of which phones and scanners know; "" without one."""
    text = image.getexif().get(ExifTags.Base.ImageDescription, "")
    # By the standard these are ASCII letters, and Pillow takes them for Latin-1. Everybody writes UTF-8.
    return decoded(text.encode("latin-1") if isinstance(text, str) else bytes(text))


def exif_comment(image: Image.Image) -> str:
    """XPComment, where Windows keeps the comment of a file's properties; "" without one."""
    return bytes(image.getexif().get(ExifTags.Base.XPComment, b"")).decode("utf-16-le")
