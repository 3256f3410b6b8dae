from pathlib import Path

import pytest

from narrator.documents.document import opened
from narrator.errors import PictureError
from tests.documents.samples import (
    drawing,
    header,
    paragraph,
    png,
    relations,
    two_pictures,
    word,
)

BREAK = "<w:lastRenderedPageBreak/>"


def places(file: Path) -> dict[str, str]:
    with opened(file) as document:
        return {inner.key: inner.place for inner in document.pictures}


def test_a_picture_is_on_its_page_and_under_its_heading(tmp_path: Path) -> None:
    body = (
        paragraph("<w:t>Res</w:t><w:t>ults</w:t>", "Heading1")
        + paragraph(drawing("rId1"))
        + paragraph(BREAK + drawing("rId2"))
        + paragraph(drawing("rId1"))
    )
    links = relations(("rId1", "image", "media/red.png"), ("rId2", "image", "/word/media/blue.png"))
    file = word(tmp_path / "a.docx", body, links)
    assert places(file) == {"picture=red.png": "page 1, Results", "picture=blue.png": "page 2, Results"}
    with opened(file) as document:
        assert document.read("picture=blue.png") == png("blue")


def test_without_pages_the_paragraph_is_told(tmp_path: Path) -> None:
    assert places(two_pictures(tmp_path / "a.docx")) == {
        "picture=red.png": "paragraph 1",
        "picture=blue.png": "paragraph 2",
    }


def test_headers_and_footnotes_are_looked_into(tmp_path: Path) -> None:
    links = relations(("rId1", "header", "header1.xml"), ("rId2", "footnotes", "footnotes.xml"))
    part = header(paragraph(drawing("rId1")))
    red, blue = (relations(("rId1", "image", f"media/{colour}.png")) for colour in ("red", "blue"))
    more = {
        **{"word/header1.xml": part, "word/_rels/header1.xml.rels": red},
        **{"word/footnotes.xml": part, "word/_rels/footnotes.xml.rels": blue},
    }
    assert places(word(tmp_path / "a.docm", "", links, more)) == {
        "header1&picture=red.png": "a header",
        "footnotes&picture=blue.png": "a footnote",
    }


@pytest.mark.parametrize(
    ("label", "alt", "missing"),
    [
        (' descr="A dog"', "A dog", False),
        (' title="A dog"', "A dog", False),
        (' descr=" "', "", True),
        (' descr="IMG_1234.jpg"', "", True),
    ],
)
def test_what_its_author_wrote_is_known(tmp_path: Path, label: str, alt: str, missing: bool) -> None:
    with opened(two_pictures(tmp_path / "a.docx", label)) as document:
        blue = document.pictures[1]
    assert (blue.alt, blue.missing) == (alt, missing)


def test_a_picture_that_is_only_linked_is_not_fetched(tmp_path: Path) -> None:
    links = relations(("rId1", "image", "https://example.org/a.png"), outside=True)
    file = word(tmp_path / "a.docx", paragraph(drawing("rId1", attribute="link")), links)
    assert places(file) == {"picture=rId1": "paragraph 1"}
    with opened(file) as document, pytest.raises(PictureError, match=r"nothing is\s+fetched"):
        document.read("picture=rId1")


def test_the_preview_of_an_embedded_table_is_no_picture(tmp_path: Path) -> None:
    shape = '<v:shape alt=""><v:imagedata r:id="rId1"/></v:shape>'
    links = relations(("rId1", "image", "media/red.png"))
    embedded = paragraph(f"<w:object>{shape}</w:object>")
    assert places(word(tmp_path / "a.docx", embedded, links)) == {}
    old = paragraph(f"<w:pict>{shape}</w:pict>")
    assert places(word(tmp_path / "b.docx", old, links)) == {"picture=red.png": "paragraph 1"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\3\4 and no more", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "opens with a password only"),
        (b"", "is damaged"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(content)
    with pytest.raises(PictureError, match=sentence), opened(file):
        pass


def test_entities_do_not_grow(tmp_path: Path) -> None:
    body = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    file = two_pictures(tmp_path / "a.docx", more={"word/document.xml": body})
    with pytest.raises(PictureError, match="declares b as more than a letter"), opened(file):
        pass


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx", more={"word/document.xml": bytes(65 * 2**20)})
    assert file.stat().st_size < 2**18
    with pytest.raises(PictureError, match="more than the 64 megabytes that can be opened"), opened(file):
        pass
