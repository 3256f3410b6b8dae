"""Words in each kind of file: found again, marked, taken out without a trace, and nothing else touched."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.content import content_of, has_own_words, same_image, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.picture.opening import open_picture
from tests.alt_text.words import CAT, DOG, PICTURES
from tests.drawings import encoded, tinted
from tests.picture.marks.manifests import action, actions, file_with, manifest, store
from tests.picture.written.made import ALT, WORDS, alternatives, chunk, exif, jpeg_with, png_with, xmp


def embedded(file: bytes, words: AltText) -> bytes:
    return with_words(file, content_of(file), words)


def pixels(file: bytes) -> Sequence[bytes]:
    with Image.open(BytesIO(file)) as image:
        return [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("file", PICTURES.values(), ids=PICTURES)
def test_words_are_found_again_as_a_machines_and_the_pixels_are_the_same(file: bytes) -> None:
    changed = embedded(file, DOG)
    written = open_picture(changed).written
    assert written is not None
    assert (written.text, written.by) == (DOG.text, "machine")
    assert open_picture(changed).notes == open_picture(file).notes  # it is not called artificial
    assert pixels(changed) == pixels(file)


@pytest.mark.parametrize("file", PICTURES.values(), ids=PICTURES)
def test_the_same_words_change_nothing_and_others_take_their_place(file: bytes) -> None:
    once = embedded(file, DOG)
    assert embedded(once, DOG) == once
    other = embedded(once, CAT)
    written = open_picture(other).written
    assert written is not None and written.text == CAT.text
    assert other.count(b"small 1") == (1 if "TIFF" in _name(file) else 0)  # nothing in a TIFF moves
    assert same_image(file, other)
    assert pixels(other) == pixels(file)


def _name(file: bytes) -> str:
    return next(name for name, content in PICTURES.items() if content == file)


def test_files_of_other_pixels_are_no_copies() -> None:
    for form in ("JPEG", "PNG", "WEBP", "GIF", "TIFF"):
        one, other = encoded(tinted("red"), form), encoded(tinted("blue"), form)
        assert same_image(one, embedded(one, DOG))
        assert not same_image(one, embedded(other, DOG))


@pytest.mark.parametrize(
    "file",
    [
        jpeg_with((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(alternatives(ALT, {"x-default": WORDS})))),
        jpeg_with((0xE1, exif({0x10E: (2, WORDS.encode())}))),
        png_with(chunk(b"tEXt", b"Comment\0" + WORDS.encode())),
    ],
    ids=["alt text", "EXIF", "PNG"],
)
def test_a_persons_words_are_a_persons(file: bytes) -> None:
    assert has_own_words(content_of(file).words)
    assert not has_own_words(content_of(embedded(PICTURES["JPEG"], DOG)).words)


def test_a_cameras_words_stay_where_they_are() -> None:
    file = jpeg_with((0xE1, exif({0x10E: (2, b"OLYMPUS DIGITAL CAMERA\0")})))
    changed = embedded(file, DOG)
    assert b"OLYMPUS DIGITAL CAMERA" in changed
    with Image.open(BytesIO(changed)) as image:
        assert image.getexif()[0x10E] == "OLYMPUS DIGITAL CAMERA"
    assert DOG.text.encode() in changed


def test_what_is_signed_or_has_no_place_or_is_damaged_stays_as_it_is() -> None:
    signed = file_with(store(manifest("m", actions(action("c2pa.created", "digitalCapture")))), "JPEG")
    for file, reason in (
        (signed, "signature"),
        (encoded(tinted("red"), "BMP"), "this kind of file"),
        (PICTURES["PNG"][:-30], "its end is missing"),
        (jpeg_with((0xE1, b"http://ns.adobe.com/xap/1.0/\0<broken")), "XMP is damaged"),
    ):
        with pytest.raises(UnwritableError, match=reason):
            embedded(file, DOG)
