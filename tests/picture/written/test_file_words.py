"""Every place of a person's words, in every kind of file that has it."""

import gzip
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from narrator.description import Written
from narrator.picture.written.exif import exif_words, read_exif
from narrator.picture.written.file_words import words_in
from narrator.picture.written.gif import gif_texts
from narrator.picture.written.iptc import read_iptc, records_of
from narrator.picture.written.png import png_texts
from narrator.picture.written.tiff import Tiff
from narrator.picture.written.words import MOST_TEXTS, PLACES, Words
from narrator.picture.written.xmp import read_xmp
from tests.drawings import encoded, tinted
from tests.picture.written.made import (
    ALT,
    WORDS,
    alternatives,
    by_person,
    chunk,
    exif,
    gif_with,
    gif_xmp,
    jpeg,
    jpeg_with,
    photoshop,
    png_with,
    record,
    tiff_structure,
    written,
    xmp,
)

TEXT = WORDS.encode()
CAPTION = record(2, 0, b"\0\2") + record(2, 120, TEXT)
BLOCK = xmp(alternatives("exif:UserComment", {"x-default": WORDS}))
COMMENT = exif({}, b"ASCII\0\0\0" + TEXT)


def profile(kind: str, block: bytes) -> bytes:
    """As ImageMagick writes blocks into a PNG."""
    return chunk(b"tEXt", f"Raw profile type {kind}\0\n{kind}\n{len(block):8}\n{block.hex()}\n".encode())


def extended(block: bytes) -> list[tuple[int, bytes]]:
    """As Adobe writes XMP that is too long for a segment (XMP specification, part 3)."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"5" * 32 + struct.pack(">L", len(block))
    return [(0xE1, head + struct.pack(">L", at) + block[at : at + 200]) for at in range(0, len(block), 200)]


def in_tiff(**fields: object) -> bytes:
    return encoded(tinted("red"), "TIFF", tiffinfo={int(name[1:]): value for name, value in fields.items()})


def svg(content: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{content}<rect width="9" height="9"/></svg>'.encode()


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(jpeg(exif=COMMENT), id="JPEG, UserComment"),
        pytest.param(png_with(chunk(b"eXIf", COMMENT[6:])), id="PNG, UserComment"),
        pytest.param(png_with(chunk(b"eXIf", COMMENT[6:]), behind=True), id="PNG, UserComment at the end"),
        pytest.param(encoded(tinted("red"), "WEBP", exif=COMMENT), id="WebP, UserComment"),
        pytest.param(encoded(tinted("red"), "AVIF", exif=COMMENT), id="AVIF, UserComment"),
        pytest.param(svg(f"<title>{WORDS}</title>"), id="SVG, title"),
        pytest.param(svg(f"<title>icon</title><desc id='a'>{WORDS}</desc>"), id="SVG, description"),
        pytest.param(gzip.compress(svg(f"<!-- a --> <title><![CDATA[{WORDS}]]></title>")), id="SVG, packed"),
        pytest.param(jpeg(xmp=BLOCK), id="JPEG, XMP"),
        pytest.param(jpeg_with(*extended(BLOCK)), id="JPEG, XMP in further segments"),
        pytest.param(encoded(tinted("red"), "WEBP", xmp=BLOCK), id="WebP, XMP"),
        pytest.param(encoded(tinted("red"), "AVIF", xmp=BLOCK), id="AVIF, XMP"),
        pytest.param(in_tiff(_700=BLOCK), id="TIFF, XMP"),
        pytest.param(gif_with(0xFF, gif_xmp(BLOCK)), id="GIF, XMP"),
        pytest.param(gif_with(0xFF, gif_xmp(BLOCK), behind=True), id="GIF, XMP at the end"),
        pytest.param(png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + BLOCK)), id="PNG, XMP"),
        pytest.param(png_with(profile("xmp", BLOCK)), id="PNG, XMP folded"),
        pytest.param(jpeg(comment=WORDS), id="JPEG, comment"),
        pytest.param(jpeg_with((0xFE, b"default"), (0xFE, TEXT)), id="JPEG, the second of two comments"),
        pytest.param(encoded(tinted("red"), "GIF", comment=TEXT), id="GIF, comment"),
        pytest.param(gif_with(0xFE, bytes([len(TEXT)]) + TEXT, behind=True), id="GIF, comment at the end"),
        pytest.param(jpeg_with((0xED, b"Photoshop 3.0\0" + photoshop(CAPTION))), id="JPEG, IPTC"),
        pytest.param(in_tiff(_33723=CAPTION), id="TIFF, IPTC"),
        pytest.param(in_tiff(_34377=photoshop(CAPTION)), id="TIFF, IPTC in Photoshop's"),
        pytest.param(png_with(profile("iptc", photoshop(CAPTION))), id="PNG, IPTC"),
        pytest.param(png_with(chunk(b"tEXt", b"Comment\0" + TEXT)), id="PNG, Comment"),
        pytest.param(png_with(chunk(b"tEXt", b"Title\0" + TEXT), behind=True), id="PNG, Title at the end"),
    ],
)  # fmt: skip
def test_a_place_is_read(file: bytes) -> None:
    assert written(file) == by_person()


@pytest.mark.parametrize(("name", "block"), [("exif", COMMENT), ("xmp", BLOCK)])
def test_what_pi_heif_found_is_read(name: str, block: bytes) -> None:
    """Nothing here writes HEIC, so its reader's answer is made."""
    image = tinted("red")
    image.info = {"exif": None, "xmp": None, name: block}
    (found,) = (texts for words in words_in(image, b"") for texts in words.texts.values())
    assert list(found.values()) == [WORDS]


def test_what_is_for_the_blind_goes_first_and_comments_and_titles_last() -> None:
    def file(**texts: str) -> bytes:
        names = {"alt": ALT, "description": "dc:description", "title": "dc:title"}
        content = "".join(alternatives(names[name], {"x-default": text}) for name, text in texts.items())
        return jpeg(xmp=xmp(content), comment="Comment of the file")

    assert written(file(title="Her title")) == by_person("Comment of the file")
    assert written(file(title="Her title", description="What is in it")) == by_person("What is in it")
    assert written(file(description="What is in it", alt="For the blind")) == by_person("For the blind")
    title = xmp(alternatives("dc:title", {"x-default": "Her title"}))
    assert written(jpeg(xmp=title)) == by_person("Her title")


def test_a_tiff_that_somebody_else_decoded_is_read_as_well() -> None:
    (words,) = (words for words in words_in(tinted("red"), in_tiff(_270=WORDS)) if words.texts)
    assert words.texts == {"exif description": {"": WORDS}}


def test_of_a_later_page_the_words_of_the_file_are_read() -> None:
    buffer = BytesIO()
    pages = [tinted("red"), tinted("blue")]
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], tiffinfo={270: WORDS})
    with Image.open(buffer) as image:
        image.seek(1)
        found = [words.texts for words in words_in(image, buffer.getvalue())]
    assert {"exif description": {"": WORDS}} in found


BROKEN = {
    "exif": exif({0x010E: (2, TEXT + b"\0")}, b"UNICODE\0" + WORDS.encode("utf-16-be"), ">"),
    "xmp": BLOCK,
    "iptc": photoshop(CAPTION),
    "gif": gif_with(0xFE, bytes([len(TEXT)]) + TEXT),
    "png": png_with(chunk(b"iTXt", b"Comment\0\0\0de\0\0" + TEXT), chunk(b"zTXt", b"Title\0\0xxxx")),
    "tiff": in_tiff(_33723=CAPTION, _34377=photoshop(CAPTION), _700=BLOCK, _270=WORDS),
}


@given(
    st.sampled_from(sorted(BROKEN)),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=4))),
)
def test_wrong_bytes_anywhere_are_no_error(kind: str, changes: list[tuple[int, bytes]]) -> None:
    block = bytearray(BROKEN[kind])
    for at, value in changes:
        at %= len(block)
        block[at : at + len(value)] = value
    try:
        found = read(kind, bytes(block))
    except ValueError:
        return  # the one error that these may raise, and that their callers know
    assert set(found.texts) <= set(PLACES)


def read(kind: str, data: bytes) -> Words:
    match kind:
        case "exif":
            return read_exif(data)
        case "xmp":
            return read_xmp(data)
        case "iptc":
            return read_iptc(records_of(data) or data)
        case "gif":
            return Words(names=frozenset(name for name, _ in gif_texts(data)))
        case "png":
            return Words(names=frozenset(name for name, *_ in png_texts(data, {"comment", "title"})))
    tiff = Tiff(data)
    return exif_words(tiff, tiff.directory(0))


def test_a_directory_that_leads_to_itself_ends() -> None:
    endless = bytearray(b"II*\0\x08\0\0\0" + tiff_structure({270: (2, TEXT)}))
    endless[22:26] = (8).to_bytes(4, "little")
    assert Tiff(bytes(endless)).directory(1000) == 8


def test_of_endless_texts_a_few_are_looked_at() -> None:
    many = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\xff" * 2**21)) * 500
    assert sum(bool(content) for *_, content in png_texts(png_with(many), {"comment"})) == MOST_TEXTS
    for file in (jpeg_with(*[(0xFE, b"\xff")] * 500), gif_with(0xFE, b"\1\xff\0\x21\xfe" * 500 + b"\1\xff")):
        with Image.open(BytesIO(file)) as image:
            assert MOST_TEXTS <= len(list(words_in(image, file))) < 2 * MOST_TEXTS


def test_the_title_of_a_part_of_a_drawing_is_not_that_of_the_drawing() -> None:
    """Tooltips of parts are titles, too; of several languages the listener's is taken."""
    part = "<g><title>Saxony</title><path d=''/></g>"

    assert written(svg(part)) is None
    assert written(svg("<desc>Created with Sketch.</desc>" + part)) == Written(
        text="Created with Sketch.", by="machine"
    )
    both = svg('<title>Map &amp; key</title><title xml:lang="de">Karte der Länder</title>' + part)
    assert written(both, "de-AT") == by_person("Karte der Länder", "de")
    assert written(both) == by_person("Map & key")


def test_a_drawing_states_the_language_of_what_stands_in_it() -> None:
    german = svg("<title>Karte der Länder</title>").replace(b"<svg ", b"<svg xml:lang='de-CH' ")
    assert written(german) == by_person("Karte der Länder", "de-CH")


def test_of_the_alternatives_of_a_drawing_the_listeners_is_taken() -> None:
    """A `switch` shows whatever is for the person's language; the title of a part of it is no alternative."""
    both = svg(
        "<switch><title systemLanguage='de,at'>Karte der Länder</title>"
        "<title systemLanguage='en'>Map of the countries</title><title>Map of Saxony</title></switch>"
    )
    assert written(both, "en-GB") == by_person("Map of the countries", "en")
    assert written(both, "de") == by_person("Karte der Länder", "de")
    assert written(svg("<switch><title>Map of Saxony</title><g/></switch>")) is None
