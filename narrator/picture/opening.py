"""From whatever holds a picture to a checked, upright RGB picture; the guard against hostile files.

The way of a file: its bytes (`files`), its kind by content (`formats`), the size that its
header states held against the limits, and only then its pixels, made RGB and upright (`pixels`).
"""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from narrator.description import Written
from narrator.errors import PictureError
from narrator.picture.files import (
    as_argument,
    check_length,
    is_picture_name,
    is_video_name,
    read_file,
    short_name,
)
from narrator.picture.formats.decoding import decoding
from narrator.picture.formats.headers import notes, open_header
from narrator.picture.formats.jpeg import reduce_jpeg
from narrator.picture.formats.limits import PIXEL_LIMIT, pixel_limit
from narrator.picture.formats.recognition import recognise
from narrator.picture.pixels.arrays import from_array
from narrator.picture.pixels.incomplete import NOTE as MISSING_END
from narrator.picture.pixels.incomplete import is_incomplete
from narrator.picture.pixels.orientation import orientation, swaps_sides, upright
from narrator.picture.pixels.rgb import to_rgb
from narrator.picture.written.about import written_about

__all__ = ["Picture", "closer", "is_picture_name", "open_picture", "short_name", "squeeze"]

SMALLEST_SIDE = 8
"""Pixels. Below this there is nothing to see; a network still answers, with an invented scene."""

LONGEST_RATIO = 10
"""Long side over short side. Squeezed to a square, anything thinner is a smear."""

NAMELESS = "The picture"
"""What an error calls a picture that came without a file name."""

FORMATS = "JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP or HEIC"
"""What an error recommends."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A picture that passed every check: upright, RGB, decoded."""

    image: Image.Image
    """Mode RGB, without metadata. A large JPEG may be here at 1/2, 1/4 or 1/8 of its `size`."""
    format: str
    """JPEG, PNG, WEBP, AVIF, GIF, TIFF, BMP or HEIC; "PIL" or "array" for what was never a file."""
    size: tuple[int, int]
    """Width and height in pixels of the upright original."""
    notes: tuple[str, ...] = ()
    """What the listener should know of the file, as sentences: "This is the first frame of an animation."."""
    written: Written | None = None
    """What somebody wrote about it into the file."""
    incomplete: bool = False
    """Whether the end of its file is missing; `image` then holds the rows that are there."""
    file: bytes | None = None
    """The JPEG of which `image` has not all the pixels, for `closer`."""

    @property
    def digest(self) -> str:
        """The same for pictures with the same pixels, however they are named, stored or annotated."""
        return hashlib.sha256(repr(self.size).encode() + self.image.tobytes()).hexdigest()


def open_picture(source: str | os.PathLike[str] | bytes | Image.Image | npt.NDArray[np.generic]) -> Picture:
    """Check a picture and decode it.

    A file (by its path) or a file's bytes are recognised by content, never by name. The EXIF orientation is
    applied, transparent parts lie on a ground on which the rest is seen, and colours whose profile means
    something else than sRGB are converted. Profiles of a matrix are read here, those of tables by LittleCMS
    in this process, within bounds (`pixels.littlecms`). What is broken beside the pixels is left out. Of a
    JPEG or PNG whose end is missing the rows that are there are shown, and of animations and documents the
    first picture; `Picture.notes` says so.

    A PIL image is taken at the frame it is at. An array is [H, W] or [H, W, 1] grey, [H, W, 3] RGB or
    [H, W, 4] RGBA, in uint8 or in floats from 0 to 1.

    Raises PictureError, one sentence, for whatever cannot be opened or is not worth describing.
    """
    if isinstance(source, bytes):
        return _from_bytes(source, NAMELESS)
    if isinstance(source, (str, os.PathLike)):
        return _from_file(Path(source))
    if isinstance(source, np.ndarray):
        return _from_image(from_array(source), "array")
    if isinstance(source, Image.Image):
        return _from_image(source, "PIL")
    raise TypeError(f"a picture is a path, bytes, a PIL image or an array, not {type(source).__name__}")


def open_page(file: bytes, frame: int, subject: str) -> Picture:
    """The picture at that place, from 0 on, of a file that holds several; errors call it `subject`.

    Raises PictureError.
    """
    return _from_bytes(file, subject, frame)


def closer(picture: Picture, short_side: int) -> Image.Image:
    """The picture with as many of its pixels as leave its short side so long, where it was opened with fewer.

    Raises PictureError.
    """
    if picture.file is None:
        return picture.image
    with decoding(NAMELESS):
        image = open_header(picture.file, "JPEG")
        reduce_jpeg(image, short_side)
        return upright(to_rgb(image), orientation(image))


def squeeze(image: Image.Image, side: int) -> npt.NDArray[np.uint8]:
    """The whole picture squeezed to a square, uint8 [side, side, 3]: what the network is trained on."""
    return np.asarray(image.resize((side, side), Image.Resampling.BICUBIC, reducing_gap=3.0))


def _from_file(path: Path) -> Picture:
    name = short_name(path)
    try:
        return _from_bytes(read_file(path), name)
    except PictureError as error:
        if is_video_name(path) and path.is_file():
            raise PictureError(
                f"{name} is a video; describe its scenes with narrator video {as_argument(path)}."
            ) from error
        raise


def _from_bytes(data: bytes, subject: str, frame: int | None = None) -> Picture:
    check_length(len(data), subject)
    kind = recognise(data)
    if kind is None:
        raise PictureError(f"{subject} is not a picture that can be read; use {FORMATS}.")
    with decoding(subject):
        image = open_header(data, kind)
        if frame is not None:
            image.seek(frame)
        size = image.size
        _check_size(size, pixel_limit(image, data), subject)
        said = notes(image, kind) if frame is None else ()
        reduce_jpeg(image)
        file = data if image.size != size else None
        picture = _finished(image, kind, size, said)
        return replace(picture, written=written_about(image), file=file)


def _from_image(image: Image.Image, kind: str) -> Picture:
    with decoding(NAMELESS):
        _check_size(image.size, PIXEL_LIMIT, NAMELESS)
        return _finished(image, kind, image.size)


def _check_size(size: tuple[int, int], limit: int, subject: str) -> None:
    """Refuse a picture by its measures alone: called before memory for its pixels is taken."""
    width, height = size
    measures = f"{subject} measures {width} by {height} pixels, which is"
    if min(size) < SMALLEST_SIDE:
        raise PictureError(f"{measures} too small to describe; choose a larger picture.")
    if width * height > limit:
        raise PictureError(f"{measures} more than can be opened safely; make it smaller and try again.")
    if max(size) > LONGEST_RATIO * min(size):
        raise PictureError(f"{measures} too long and thin to describe; cut out the part that matters.")


def _finished(image: Image.Image, kind: str, size: tuple[int, int], said: tuple[str, ...] = ()) -> Picture:
    pixels = to_rgb(image)
    incomplete = is_incomplete(image)
    if incomplete:
        size = (size[0], round(size[1] * pixels.height / image.height))
    # Only now: a PNG may state its orientation after its pixels, and a TIFF is turned while it is decoded.
    turn = orientation(image)
    return Picture(
        image=upright(pixels, turn),
        format=kind,
        size=size[::-1] if swaps_sides(turn) else size,
        notes=(*said, MISSING_END) if incomplete else said,
        incomplete=incomplete,
    )
