"""Descriptions in real files, made by Pillow: whose they are, and that broken ones are no error."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from narrator.captioning.captioner import Captioner
from narrator.description import Description, Written
from narrator.phrasing import sentence
from narrator.picture.opening import open_picture
from tests.drawings import encoded, tinted
from tests.places import TINY_BUNDLE

WORDS = "My grandmother in the garden of our old house"
ALT = "Iptc4xmpCore:AltTextAccessibility"
EXTENDED = "Iptc4xmpCore:ExtDescrAccessibility"
AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def xmp(words: dict[str, str], more: str = "", before: str = "") -> bytes:
    """A block as image programs write it."""
    said = "".join(
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li><rdf:li xml:lang="de">anders</rdf:li>'
        f"</rdf:Alt></{name}>"
        for name, text in words.items()
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{before}
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" {more}>{said}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def written(file: bytes) -> Written | None:
    return open_picture(file).written


def jpeg(**options: object) -> bytes:
    return encoded(tinted("red"), "JPEG", **options)


def with_exif(text: str, tag: int = 0x010E) -> bytes:
    exif = Image.Exif()
    exif[tag] = text.encode("utf-16-le" if tag == 0x9C9C else "utf-8")
    return jpeg(exif=exif)


def png(**texts: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, text)
    return encoded(tinted("red"), "PNG", pnginfo=info)


def by_person(text: str = WORDS) -> Written:
    return Written(text=text, by="person")


@pytest.mark.parametrize("name", [ALT, EXTENDED, "dc:description"])
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "TIFF", "AVIF", "PNG"])
def test_xmp_is_read_in_every_format(name: str, format: str) -> None:
    block = xmp({name: WORDS})
    if format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", block.decode())
        file = encoded(tinted("red"), "PNG", pnginfo=info)
    elif format == "TIFF":
        file = encoded(tinted("red"), "TIFF", tiffinfo={700: block})
    else:
        file = encoded(tinted("red"), format, xmp=block)
    assert written(file) == by_person()


def test_what_was_written_for_the_blind_goes_first() -> None:
    block = xmp({"dc:description": "Holiday 2024, third day", ALT: WORDS})
    assert written(jpeg(xmp=block)) == by_person()


def test_exif_and_png_texts() -> None:
    assert written(with_exif(WORDS)) == by_person()
    assert written(with_exif("Großmutter im Garten")) == by_person("Großmutter im Garten")
    assert written(with_exif(WORDS, 0x9C9C)) == by_person()
    assert written(png(Description=WORDS)) == by_person()


def test_iptc_records() -> None:
    caption = WORDS.encode()
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    block = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)
    app13 = b"Photoshop 3.0\0" + block
    file = jpeg()
    file = file[:2] + b"\xff\xed" + (len(app13) + 2).to_bytes(2, "big") + app13 + file[2:]
    assert written(file) == by_person()


@pytest.mark.parametrize(
    "text",
    [
        "OLYMPUS DIGITAL CAMERA",
        "SAMSUNG",
        "SONY DSC",
        "KONICA MINOLTA DIGITAL CAMERA",
        "Screenshot",
        "Screenshot from 2026-07-04 10-15-00",
        "Created with GIMP",
        "IMG_20260704_101500.jpg",
        "Auto-generated description: a dog",
        "A picture containing grass. Description automatically generated",
        "May be an image of 2 people and outdoors",
        "Copyright 2024 Somebody",
        '{"prompt": "a castle"}',
    ],
)
def test_what_machines_leave_is_no_persons(text: str) -> None:
    assert written(with_exif(text)) == Written(text=text, by="machine")
    assert written(with_exif(text, 0x9C9C)) == Written(text=text, by="machine")


@pytest.mark.parametrize(
    "text",
    [
        "Screenshot of the train timetable",
        "My old Canon beside a window",
        "The Olympus digital camera that I was given",
        "Mum, 1987",
        "She created the garden with her own hands",
        "Hund am Strand",
        "祖母と庭",
    ],
)
def test_what_only_looks_like_it_is_a_persons(text: str) -> None:
    assert written(with_exif(text)) == by_person(text)


def test_a_person_is_believed_after_a_machine() -> None:
    exif = Image.Exif()
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA"
    exif[0x9C9C] = WORDS.encode("utf-16-le")
    assert written(jpeg(exif=exif)) == by_person()


def test_of_a_generated_picture_nothing_is_a_persons() -> None:
    source = f'Iptc4xmpExt:DigitalSourceType="{AI}"'
    assert written(jpeg(xmp=xmp({ALT: WORDS}, source))) == Written(text=WORDS, by="machine")
    assert written(png(parameters="castle, Steps: 20", Description=WORDS)) == Written(
        text=WORDS, by="machine"
    )


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert written(jpeg(xmp=xmp({ALT: "&b;"}, before=bomb))) is None


@pytest.mark.parametrize(
    "block", [b"<x:xmpmeta", b"\xff\xfe\0", b"\0" * 9, b"<a>" * 5000, xmp({}), xmp({ALT: "\0"})]
)
def test_broken_metadata_says_nothing(block: bytes) -> None:
    assert written(jpeg(xmp=block)) is None


def test_exif_that_is_no_text_says_nothing() -> None:
    for value in ("", "  ", "?", "12:30"):
        assert written(with_exif(value)) is None


@given(st.binary(max_size=300))
def test_no_bytes_are_an_error(data: bytes) -> None:
    open_picture(jpeg(xmp=data))
    open_picture(jpeg(exif=b"Exif\0\0" + data))


def test_endless_words_end() -> None:
    found = written(jpeg(xmp=xmp({ALT: "word " * 9000})))
    assert found
    assert found.text.endswith("word and so on")
    assert len(found.text) < 2100


def test_it_is_said_first_and_named() -> None:
    captioner = Captioner.load(str(TINY_BUNDLE))
    description = captioner.describe(with_exif(WORDS), seed=1)
    assert sentence(description).startswith(f"Described by its author: {WORDS}. A ")
    assert (description.evidence()["written"], description.evidence()["written_by"]) == (WORDS, "person")
    assert Description.from_record(description.to_record()) == description
    machine = captioner.describe(with_exif("SAMSUNG"), seed=1)
    assert sentence(machine).startswith("A ")
    assert machine.evidence()["written_by"] == "machine"


def test_of_a_page_the_authors_words_go_first_too() -> None:
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = WORDS
    Image.new("RGB", (64, 64), "white").save(buffer, "JPEG", exif=exif)
    said = sentence(Captioner.load(str(TINY_BUNDLE)).describe(buffer.getvalue()))
    assert said == f"Described by its author: {WORDS}. A blank picture, all white."
