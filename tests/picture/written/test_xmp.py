"""An XMP block holds the picture's own words, and others: of a part, an ingredient, another file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.picture.written.words import Words
from narrator.picture.written.xmp import read_xmp
from tests.picture.written.made import WORDS, alternatives, rdf, xmp

ANN = "Ann is blinking"
OWN = alternatives("dc:description", {"x-default": WORDS})


def said(block: bytes) -> list[str]:
    return [text for texts in read_xmp(block).texts.values() for text in texts.values()]


def bag(item: str, attributes: str = "") -> str:
    return f"<rdf:Bag><rdf:li {attributes}>{item}</rdf:li></rdf:Bag>"


RESOURCE = 'rdf:parseType="Resource"'
FACE = f'<rdf:Description mwg-rs:Name="Ann" mwg-rs:Type="Face" dc:description="{ANN}"/>'
ALT = alternatives("Iptc4xmpCore:AltTextAccessibility", {"en": ANN})
TITLE = f"<dc:title>{ANN}</dc:title>"
NESTED = {
    "MWG": f"<mwg-rs:Regions {RESOURCE}><mwg-rs:RegionList>{bag(FACE)}</mwg-rs:RegionList></mwg-rs:Regions>",
    "Microsoft": f"<MP:RegionInfo><rdf:Description><MPRI:Regions>{bag(ALT)}</MPRI:Regions></rdf:Description>"
    "</MP:RegionInfo>",
    "IPTC": f"<Iptc4xmpExt:ImageRegion>{bag(ALT, RESOURCE)}</Iptc4xmpExt:ImageRegion>",
    "ingredient": f"<xmpMM:Ingredients>{bag(TITLE, RESOURCE)}</xmpMM:Ingredients>",
    "pantry": f"<xmpMM:Pantry>{bag(f'<rdf:Description>{TITLE}</rdf:Description>')}</xmpMM:Pantry>",
    "packet": f'<xmpMM:Pantry><rdf:RDF><rdf:Description dc:title="{ANN}"/></rdf:RDF></xmpMM:Pantry>',
}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
def test_words_of_a_part_or_an_ingredient_are_not_the_pictures(nested: str) -> None:
    assert said(xmp(nested)) == []
    assert said(xmp(nested + OWN)) == said(xmp(OWN + nested)) == [WORDS]


@pytest.mark.parametrize("name", ["caption", "notes"])
def test_acdsees_own_places(name: str) -> None:
    assert said(xmp(f"<acdsee:{name}>{WORDS}</acdsee:{name}>")) == [WORDS]


@pytest.mark.parametrize(
    "about", ["", "uuid:faf5bdd5-ba3d-11da-ad31-d33d75182f1b", "http://example.org/mine.jpg"]
)
def test_the_only_subject_is_the_picture(about: str) -> None:
    assert said(xmp(OWN, about)) == [WORDS]


@pytest.mark.parametrize(
    "other",
    ['rdf:about="http://example.org/a.jpg"', 'rdf:about="#face"', 'rdf:nodeID="a"', 'rdf:ID="a"'],
)
def test_words_about_something_else_are_not_the_pictures(other: str) -> None:
    foreign = f'<rdf:Description {other} dc:description="{ANN}"/>'
    assert said(rdf(f'{foreign}<rdf:Description rdf:about="">{OWN}</rdf:Description>')) == [WORDS]
    assert said(rdf(f'<rdf:Description rdf:about=""/>{foreign}')) == []


@pytest.mark.parametrize(
    "content",
    [
        f"<dc:description>{WORDS}</dc:description>",
        f"<dc:description xml:lang='x-default'>{WORDS}</dc:description>",
        f"<dc:description><rdf:Bag><rdf:li>{WORDS}</rdf:li></rdf:Bag></dc:description>",
        f"<dc:description rdf:parseType='Resource'><rdf:value>{WORDS}</rdf:value></dc:description>",
        f"<dc:description><rdf:Description><rdf:value>{WORDS}</rdf:value></rdf:Description></dc:description>",
    ],
)
def test_a_text_is_found_in_every_form_of_a_property(content: str) -> None:
    assert said(xmp(content)) == [WORDS]
    assert said(xmp("", attributes=f'dc:description="{WORDS}"')) == [WORDS]


def test_languages_are_kept_and_a_tag_that_stands_as_text_is_none() -> None:
    """Exiv2's ReaganLargeJpg.jpg holds the latter."""
    texts = {"x-default": "x-default", "de": "Hund", "en": "dog"}
    assert read_xmp(xmp(alternatives("dc:title", texts))).texts == {"xmp title": {"de": "Hund", "en": "dog"}}
    inherited = "<dc:title xml:lang='pl'><rdf:Alt><rdf:li>pies</rdf:li></rdf:Alt></dc:title>"
    assert read_xmp(xmp(inherited)).texts == {"xmp title": {"pl": "pies"}}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8"])
def test_letters_of_a_block(encoding: str) -> None:
    block = (
        xmp(alternatives("dc:title", {"de": "Großmutter"})).decode().replace("\ufeff", "").encode(encoding)
    )
    assert said(block) == ["Großmutter"]


def test_a_sidecar_of_another_file_is_refused() -> None:
    block = xmp(OWN, attributes='photoshop:SidecarForExtension="CR2"')
    assert read_xmp(block, "cr2").texts == read_xmp(block).texts
    with pytest.raises(ValueError, match="another file"):
        read_xmp(block, "jpg")


def test_a_namespace_that_would_be_written_out_before_each_name_is_refused() -> None:
    assert said(xmp(OWN, attributes=f'xmlns:n="{"n" * 100}"')) == [WORDS]
    with pytest.raises(ValueError, match="names that are too long"):
        read_xmp(xmp(OWN, attributes=f'xmlns:n="{"n" * 1000}"'))


def test_what_is_too_long_too_deep_or_no_xml() -> None:
    deep = xmp("<dc:source>" * 20000 + "</dc:source>" * 20000 + OWN)
    assert said(deep) == [WORDS]
    assert read_xmp(b"\0 ") == Words()
    for block in (b" " * 2**21, b"<a>", b"<?xml version='1.0' encoding='nonsense'?>", b"\xff\xfe<\0"):
        with pytest.raises(ValueError):
            read_xmp(block)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        assert isinstance(read_xmp(data), Words)
    except ValueError:
        return
