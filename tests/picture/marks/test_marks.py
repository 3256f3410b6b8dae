"""What is told of a file that says that a machine made its picture: XMP, C2PA and China's label."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.picture.marks.c2pa import marked_share
from narrator.picture.marks.shares import Share
from narrator.picture.marks.stores import manifest_store
from narrator.picture.opening import open_picture
from tests.drawings import encoded, tinted
from tests.picture.marks.manifests import (
    IPTC,
    action,
    actions,
    box,
    cbor,
    file_with,
    ingredient,
    manifest,
    store,
    superbox,
)

ALL = "This picture is marked as made by a machine."
SOME = "This picture is marked as partly made by a machine."
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "HEIC", "JPEG XL", "BMP")
GENERATED = manifest("urn:a", actions(action("c2pa.created", "trainedAlgorithmicMedia")))
CAPTURED = manifest("urn:a", actions(action("c2pa.created", "digitalCapture")))


def notes(file: bytes) -> tuple[str, ...]:
    return open_picture(file).notes


def xmp(content: str, attributes: str = "") -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {attributes}>{content}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def with_xmp(source_type: str) -> bytes:
    names = 'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    block = xmp("", f'{names} Iptc4xmpExt:DigitalSourceType="{IPTC}{source_type}"')
    return encoded(tinted("red"), "JPEG", xmp=block)


@pytest.mark.parametrize(
    ("source_type", "said"),
    [
        ("trainedAlgorithmicMedia", (ALL,)),
        ("algorithmicMedia", (ALL,)),
        ("compositeWithTrainedAlgorithmicMedia", (SOME,)),
        ("compositeSynthetic", (SOME,)),
        ("digitalCapture", ()),
        ("computationalCapture", ()),
        ("algorithmicallyEnhanced", ()),
        ("humanEdits", ()),
        ("digitalCreation", ()),
    ],
)
def test_types_of_iptc(source_type: str, said: tuple[str, ...]) -> None:
    assert notes(with_xmp(source_type)) == said
    made = manifest("urn:a", actions(action("c2pa.created", source_type)))
    assert notes(file_with(store(made), "JPEG")) == said


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_stores_are_found_in_every_format(format: str) -> None:
    assert notes(file_with(store(GENERATED), format)) == (ALL,)
    assert notes(file_with(store(CAPTURED), format)) == ()


def test_a_store_beside_the_pixels_of_jpeg_xl() -> None:
    file = bytes.fromhex("0000000c4a584c200d0a870a") + box(b"jxlc", bytes(40)) + store(GENERATED)
    assert marked_share(manifest_store(tinted("red"), file, "JPEG XL")) is Share.ALL


@pytest.mark.parametrize("version", ["", ".v2", "__1", ".v2__2"])
def test_actions_of_every_version(version: str) -> None:
    made = manifest("urn:a", actions(action("c2pa.created", "trainedAlgorithmicMedia"), version=version))
    assert notes(file_with(store(made), "PNG")) == (ALL,)


def test_a_generator_that_filled_a_part_of_a_photograph() -> None:
    edited = manifest(
        "urn:a",
        actions(action("c2pa.created", "digitalCapture"), action("c2pa.edited", "trainedAlgorithmicMedia")),
    )
    assert notes(file_with(store(edited), "JPEG")) == (SOME,)


@pytest.mark.parametrize("version", ["", ".v2", ".v3"])
def test_what_was_opened_and_edited_is_still_generated(version: str) -> None:
    edited = manifest("urn:b", actions({"action": "c2pa.opened"}), ingredient("urn:a", "parentOf", version))
    assert notes(file_with(store(GENERATED, edited), "JPEG")) == (ALL,)
    assert notes(file_with(store(CAPTURED, edited), "JPEG")) == ()


def test_what_was_only_placed_into_a_photograph_is_not_told() -> None:
    collage = manifest(
        "urn:b",
        actions(action("c2pa.created", "digitalCapture"), {"action": "c2pa.placed"}),
        ingredient("urn:a", "componentOf"),
    )
    assert notes(file_with(store(GENERATED, collage), "JPEG")) == ()


def test_manifests_that_name_each_other_end() -> None:
    first = manifest("urn:a", ingredient("urn:b", "parentOf"))
    second = manifest("urn:b", ingredient("urn:a", "parentOf"))
    assert notes(file_with(store(first, second), "JPEG")) == ()


@pytest.mark.parametrize(("label", "said"), [("1", (ALL,)), ("2", ()), ("3", ()), ("11", ())])
def test_chinas_label(label: str, said: tuple[str, ...]) -> None:
    value = f'{{"Label":"{label}","ContentProducer":"somebody"}}'
    names = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'
    assert notes(encoded(tinted("red"), "JPEG", xmp=xmp(f"<TC260:AIGC>{value}</TC260:AIGC>", names))) == said
    quoted = value.replace('"', "&quot;")
    assert notes(encoded(tinted("red"), "JPEG", xmp=xmp("", f'{names} TC260:AIGC="{quoted}"'))) == said


def test_broken_stores_say_nothing() -> None:
    whole = store(GENERATED)
    for length in range(0, len(whole), 23):
        for format in ("PNG", "JPEG"):
            assert notes(file_with(whole[:length], format)) in ((), (ALL,))
    no_map = manifest("urn:a", ("c2pa.actions", b"\x80"), ("c2pa.actions__1", b"\x9f" * 5000))
    assert notes(file_with(store(no_map), "PNG")) == ()
    assert notes(file_with(superbox("c2pa", superbox("urn:a", b"")), "PNG")) == ()


@given(st.binary(max_size=200))
def test_no_bytes_are_an_error(data: bytes) -> None:
    for content in (data, store(data), store(manifest("urn:a", ("c2pa.actions", data)))):
        marked_share(content)
    for kind in KINDS:
        assert len(manifest_store(tinted("red"), data, kind)) <= len(data)


@pytest.mark.parametrize(
    ("source_type", "by"),
    [("trainedAlgorithmicMedia", "machine"), ("compositeWithTrainedAlgorithmicMedia", "person")],
)
def test_words_of_what_a_machine_only_edited_are_a_persons(source_type: str, by: str) -> None:
    names = (
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' Iptc4xmpExt:DigitalSourceType="{IPTC}{source_type}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" dc:description="My two girls on the beach"'
    )
    written = open_picture(encoded(tinted("red"), "JPEG", xmp=xmp("", names))).written
    assert written is not None
    assert written.by == by


def test_a_photograph_has_no_note() -> None:
    buffer = BytesIO()
    tinted("red").save(buffer, "JPEG")
    assert notes(buffer.getvalue()) == ()


def test_assertions_are_read_up_to_so_many_bytes() -> None:
    generated = actions(action("c2pa.created", "trainedAlgorithmicMedia"))
    idle = ("c2pa.actions", cbor({"actions": ["a"] * 1000}))

    assert marked_share(store(manifest("urn:a", *[idle] * 10, generated))) is Share.ALL
    assert marked_share(store(manifest("urn:a", *[idle] * 50, generated))) is Share.NONE
