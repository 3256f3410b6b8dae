"""A picture as a message: what `Picture` holds as a header, its pixels as bytes behind it."""

from collections.abc import Mapping
from typing import Any

from PIL import Image

from narrator.description import Written
from narrator.picture.picture import Picture, digest_of
from narrator.workers.answering import Answer
from narrator.workers.messages import Message


def to_message(picture: Picture, *, with_digest: bool) -> Answer:
    """All of a picture but its file, which whoever asked has; `reduced` says whether it belongs to it."""
    pixels = picture.image if picture.whole is None else picture.whole
    payload = pixels.tobytes()
    header: dict[str, object] = {
        "digest": digest_of(picture.size, payload) if with_digest else "",
        "format": picture.format,
        "size": picture.size,
        "notes": picture.notes,
        "incomplete": picture.incomplete,
        "written": None if picture.written is None else vars(picture.written),
        "pixels": pixels.size,
        "screenful": None if picture.whole is None else picture.image.size,
        "reduced": picture.file is not None,
    }
    return header, payload


def to_picture(message: Message, file: bytes | None) -> Picture:
    """The picture of a message; `file` is that of a picture which has not all the pixels of it."""
    header: Mapping[str, Any] = message.header
    image, whole = image_of(message), None
    if header["screenful"] is not None:
        whole, image = image, image.crop((0, 0, *header["screenful"]))
    return Picture(
        image=image,
        format=header["format"],
        size=tuple(header["size"]),
        notes=tuple(header["notes"]),
        written=None if header["written"] is None else Written(**header["written"]),
        incomplete=header["incomplete"],
        file=file,
        whole=whole,
        known_digest=header["digest"],
    )


def image_of(message: Message) -> Image.Image:
    """The pixels behind a header that states their size, RGB."""
    return Image.frombytes("RGB", tuple(message.header["pixels"]), message.payload)
