"""From whatever holds a picture to a checked, upright RGB picture; the guard against hostile files.

The way of a file: its bytes (`files`), its kind by content (`formats`), the size that its
header states held against the limits, and only then its pixels, made RGB and upright (`pixels`).
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext, ngettext, sentence_of
from narrator.languages.listener import listener_languages
from narrator.picture.files import (
    as_argument,
    check_length,
    is_picture_name,
    is_video_name,
    read_file,
    short_name,
)
from narrator.picture.formats.decoding import DECODER_ERRORS, NAMELESS, decoding
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.frames import Frames, contrast, frames_of, shows_something
from narrator.picture.formats.headers import open_header
from narrator.picture.formats.jpeg import reduce_jpeg
from narrator.picture.formats.limits import LONGEST_RATIO, PIXEL_LIMIT, check_shape, check_size, pixel_limit
from narrator.picture.formats.recognition import recognise
from narrator.picture.formats.smaller import smaller_version
from narrator.picture.formats.unreadable import refuse_by_name
from narrator.picture.marks.marks import mark_notes
from narrator.picture.marks.stores import manifest_store
from narrator.picture.other_process import other_process
from narrator.picture.picture import Picture
from narrator.picture.pixels.arrays import from_array
from narrator.picture.pixels.ground import NOTE as DARK_GROUND
from narrator.picture.pixels.ground import is_on_dark
from narrator.picture.pixels.incomplete import NOTE as MISSING_END
from narrator.picture.pixels.incomplete import is_incomplete
from narrator.picture.pixels.orientation import orientation, swaps_sides, upright
from narrator.picture.pixels.reduction import bounded_rgb
from narrator.picture.written.about import written_about
from narrator.picture.written.file_words import words_in
from narrator.picture.written.sidecars import words_beside
from narrator.picture.written.words import Words

__all__ = ["Picture", "closer", "is_picture_name", "open_picture", "short_name", "squeeze"]

FORMATS = sentence_of("JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP, HEIC, JPEG XL, SVG or PDF")
"""What an error recommends."""

_SCREENFUL = 2
"""Times its width: the height of what a phone's screen shows of a scrolled page."""

_OF_A_KIND = {"RAW": (sentence_of("This is the picture that the camera put into its raw file."),)}
"""What the listener should know of all files of a kind."""

_SCROLLED = sentence_of("This is very tall, like a scrolled page; only its top is described.")


def open_picture(
    source: str | os.PathLike[str] | bytes | Image.Image | npt.NDArray[np.generic],
    languages: Sequence[str] | None = None,
) -> Picture:
    """Check a picture and decode it.

    A file (by its path) or a file's bytes are recognised by content, never by name. The EXIF orientation is
    applied, transparent parts lie on a ground on which the rest is seen, and colours whose profile means
    something else than sRGB are converted. Profiles of a matrix are read here, those of tables by LittleCMS
    in this process, within bounds (`pixels.littlecms`). What is broken beside the pixels is left out. Of a
    JPEG or PNG whose end is missing the rows that are there are shown, of animations and documents the first
    picture that shows something, and of a scrolled page the first screenful; `Picture.notes` says so.

    A PIL image is taken at the frame it is at. An array is [H, W] or [H, W, 1] grey, [H, W, 3] RGB or
    [H, W, 4] RGBA, in uint8 or in floats from 0 to 1.

    Of what somebody wrote about the picture in several languages, the text in the first of `languages` is
    taken: tags such as "de-AT"; None for the listener's (`listener_languages`). Sidecars beside a path are
    read, too.

    Raises PictureError, one sentence, for whatever cannot be opened or is not worth describing.
    """
    if isinstance(source, (bytes, str, os.PathLike)):
        file = source if isinstance(source, bytes) else Path(source)
        if (decoder := other_process()) and decoder.takes(file):
            return decoder.open(file, languages)
        if isinstance(file, bytes):
            return _from_bytes(file, gettext(NAMELESS), languages)
        return _from_file(file, languages)
    if isinstance(source, np.ndarray):
        return _from_image(from_array(source), "array")
    if isinstance(source, Image.Image):
        return _from_image(source, "PIL")
    raise TypeError(f"a picture is a path, bytes, a PIL image or an array, not {type(source).__name__}")


def open_page(file: bytes, place: int, subject: str) -> Picture:
    """The picture at that place, from 0 on, of a file that holds several; errors call it `subject`.

    Raises PictureError.
    """
    return _from_bytes(file, subject, place=place)


def closer(picture: Picture, short_side: int) -> Image.Image:
    """The picture with as many of its pixels as leave its short side so long, where it was opened with fewer.

    Raises PictureError.
    """
    if picture.file is None:
        return picture.image
    screenful = picture.whole is not None
    if (decoder := other_process()) and decoder.takes(picture.file):
        return decoder.closer(picture.file, short_side, screenful=screenful)
    return closer_image(picture.file, short_side, screenful=screenful)


def closer_image(file: bytes, short_side: int, *, screenful: bool) -> Image.Image:
    """A JPEG, or the first screenful of it, with as many pixels as leave its short side so long.

    Raises PictureError.
    """
    with decoding(gettext(NAMELESS)):
        image = open_header(file, "JPEG")
        reduce_jpeg(image, short_side)
        whole = upright(bounded_rgb(image), orientation(image))
        return _screenful(whole) if screenful else whole


def in_full(picture: Picture) -> Picture:
    """The same picture with all of a scrolled page as its image: for reading, not for a network."""
    if picture.whole is None:
        return picture
    notes = tuple(note for note in picture.notes if note != _SCROLLED)
    return replace(picture, image=picture.whole, whole=None, notes=notes)


def squeeze(image: Image.Image, side: int) -> npt.NDArray[np.uint8]:
    """The whole picture squeezed to a square, uint8 [side, side, 3]: what the network is trained on."""
    return np.asarray(image.resize((side, side), Image.Resampling.BICUBIC, reducing_gap=3.0))


def _from_file(path: Path, languages: Sequence[str] | None) -> Picture:
    name = short_name(path)
    try:
        return _from_bytes(read_file(path), name, languages, beside=words_beside(path))
    except PictureError as error:
        if is_video_name(path) and path.is_file():
            raise PictureError(
                gettext("{name} is a video; describe its scenes with narrator video {as_argument}.").format(
                    name=name, as_argument=as_argument(path)
                )
            ) from error
        raise


def _from_bytes(
    data: bytes,
    subject: str,
    languages: Sequence[str] | None = None,
    *,
    place: int | None = None,
    beside: Sequence[Words] = (),
) -> Picture:
    """The picture of a file, or the one at that place of several."""
    check_length(len(data), subject)
    kind = recognise(data)
    if kind is None:
        with decoding(subject):
            refuse_by_name(data)
        raise PictureError(
            gettext("{subject} is not a picture that can be read; use {formats}.").format(
                subject=subject, formats=gettext(FORMATS)
            )
        )
    with decoding(subject):
        image = open_header(data, kind)
        if place is not None:
            image.seek(place)
        frames = None if place is not None else frames_of(image, kind, data)
        picture = _decoded(image, kind, data, subject)
        # Of several frames, the first is where programs write what all of them show.
        words = (*beside, *words_in(image, data))
        marks = mark_notes(words, manifest_store(image, data, kind))
        if frames:
            picture = _chosen(frames, picture, image, data, subject)
        preferred = listener_languages() if languages is None else languages
        return replace(picture, notes=(*picture.notes, *marks), written=written_about(words, preferred))


def _chosen(frames: Frames, first: Picture, image: ImageFile.ImageFile, data: bytes, subject: str) -> Picture:
    """Of several pictures the first that shows something, or the `first` of all, which `image` is at."""
    picture, shown, seen = first, 0, contrast(first.image)
    for number, place in enumerate(frames.within_reach(image.width * image.height)[1:], start=1):
        if seen >= frames.clear:
            break
        try:
            image.seek(place)
            other = _decoded(image, first.format, data, subject)
        except (PictureError, *DECODER_ERRORS):
            break
        if contrast(other.image) > seen:
            picture, shown, seen = other, number, contrast(other.image)
    if not shows_something(seen):
        picture, shown = first, 0
    return replace(picture, notes=(frames.note(shown), *picture.notes))


def _decoded(image: ImageFile.ImageFile, kind: str, data: bytes, subject: str) -> Picture:
    size, limit = image.size, pixel_limit(image, kind, data)
    if size[0] * size[1] > limit and (smaller := smaller_version(image, kind, data, limit)):
        picture = _decoded(smaller, kind, data, subject)
        return replace(picture, size=size, notes=(_smaller_note(size), *picture.notes))
    check_size(size, limit, subject)
    reduce_jpeg(image)
    file = data if image.size != size else None
    return replace(_finished(image, kind, size, subject), file=file)


def _smaller_note(size: tuple[int, int]) -> str:
    megapixels = size[0] * size[1] // 10**6
    return ngettext(
        "It has {megapixels} megapixels, more than can be opened; a small version in its file is described.",
        "It has {megapixels} megapixels, more than can be opened; a small version in its file is described.",
        megapixels,
    ).format(megapixels=megapixels)


def _from_image(image: Image.Image, kind: str) -> Picture:
    with decoding(gettext(NAMELESS)):
        check_size(image.size, PIXEL_LIMIT, gettext(NAMELESS))
        return _finished(image, kind, image.size, gettext(NAMELESS))


def _finished(image: Image.Image, kind: str, size: tuple[int, int], subject: str) -> Picture:
    pixels = bounded_rgb(image)
    incomplete = is_incomplete(image)
    if incomplete:
        size = (size[0], round(size[0] * pixels.height / pixels.width))
    # Only now: a PNG may state its orientation after its pixels, and a TIFF is turned while it is decoded.
    turn = orientation(image)
    size = size[::-1] if swaps_sides(turn) else size
    check_shape(size, subject)
    notes = (
        *_OF_A_KIND.get(kind, ()),
        *(image.notes if isinstance(image, Deferred) else ()),
        *((DARK_GROUND,) if is_on_dark(image) else ()),
        *((MISSING_END,) if incomplete else ()),
    )
    picture = Picture(image=upright(pixels, turn), format=kind, size=size, notes=notes, incomplete=incomplete)
    if size[1] <= LONGEST_RATIO * size[0]:
        return picture
    return replace(picture, image=_screenful(picture.image), whole=picture.image, notes=(_SCROLLED, *notes))


def _screenful(image: Image.Image) -> Image.Image:
    return image.crop((0, 0, image.width, min(image.height, _SCREENFUL * image.width)))
