import zipfile
from pathlib import Path

import pytest

from narrator.documents.copies import NotWrittenError, write_document
from narrator.documents.document import opened
from narrator.documents.inner import Inner, Words
from narrator.errors import NarratorError, PictureError
from tests.documents.pdfs import drawn, pdf
from tests.documents.samples import book, paragraph, picture, relations, slides, title, two_pictures, word

MARK = "narrator 0.1.0; tiny 1; 2026-11-30; 0.87"
WORDS = Words(text='A "red" door & <more>.', mark=MARK)
IN_OFFICE = f"{WORDS.text}\n\nDescription automatically generated"
RED, BLUE = '<img src="../images/red.png"/>', '<img src="../images/blue.png" alt=""/>'


def inner(file: Path) -> list[Inner]:
    with opened(file) as document:
        return list(document.pictures)


def all_words(file: Path) -> dict[str, Words]:
    return {each.key: WORDS for each in inner(file)}


def differing(one: Path, other: Path) -> list[str]:
    """The members with other bytes, of archives that else have the same names, order, times and packing."""
    with zipfile.ZipFile(one) as before, zipfile.ZipFile(other) as after:
        assert after.testzip() is None
        one_by_one = zip(before.infolist(), after.infolist(), strict=True)
        for old, new in one_by_one:
            for fact in ("filename", "date_time", "compress_type", "external_attr"):
                assert getattr(old, fact) == getattr(new, fact)
        return [name for name in before.namelist() if before.read(name) != after.read(name)]


def test_a_copy_of_a_document_has_words_where_none_were(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx", ' descr="Mine"')
    target = tmp_path / "b.docx"
    assert write_document(file, target, all_words(file))
    assert [each.alt for each in inner(target)] == [IN_OFFICE, "Mine"]
    assert differing(file, target) == ["word/document.xml"]
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(target) as after:
        old, new = before.read("word/document.xml"), after.read("word/document.xml")
    assert new[: old.index(b' id="1"')] == old[: old.index(b' id="1"')]
    assert new.endswith(old[old.index(b"<a:graphic>") :]), "all around the one tag stays as it was"
    assert MARK.encode() in new
    assert not write_document(target, target, all_words(target)), "a second run has nothing to do"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (picture("rId1"), b"</a:ext></a:extLst></p:cNvPr>"),
        (picture("rId1").replace("></p:cNvPr>", "/>"), b"</a:ext></a:extLst></p:cNvPr>"),
        (picture("rId1", inside="<a:extLst><a:ext uri='x'/></a:extLst>"), b"<a:ext uri='x'/><a:ext xmlns:a="),
        (picture("rId1", ' descr="red.png"'), b'<p:cNvPr descr="A &quot;red&quot; door'),
    ],
)
def test_who_made_the_words_stands_in_the_picture(tmp_path: Path, before: str, after: bytes) -> None:
    file = slides(tmp_path / "a.pptx", {"slide1": before}, ("slide1",))
    assert write_document(file, file, all_words(file))
    assert [each.alt for each in inner(file)] == [IN_OFFICE]
    with zipfile.ZipFile(file) as archive:
        slide = archive.read("ppt/slides/slide1.xml")
    assert after in slide and slide.count(b"descr=") == 1 and MARK.encode() in slide


def test_a_picture_can_be_decorative(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx", ' descr="Mine"')
    write_document(file, file, {"picture=red.png": Words(text="", mark=MARK)})
    assert [(each.alt, each.missing) for each in inner(file)] == [("", False), ("Mine", False)]


def test_old_shapes_have_their_own_attribute(tmp_path: Path) -> None:
    body = paragraph('<w:pict><v:shape id="s"><v:imagedata r:id="rId1"/></v:shape></w:pict>')
    file = word(tmp_path / "a.docx", body, relations(("rId1", "image", "media/red.png")))
    assert write_document(file, file, all_words(file))
    assert [each.alt for each in inner(file)] == [IN_OFFICE]


def test_a_book_stays_one(tmp_path: Path) -> None:
    file = book(tmp_path / "a.epub", {"one": f"<p>{RED}{BLUE}<img src='../images/red.png'></img></p>"})
    target = tmp_path / "b.epub"
    assert write_document(file, target, all_words(file))
    assert [(each.alt, each.missing) for each in inner(target)] == [(WORDS.text, False), ("", False)]
    assert differing(file, target) == ["OEBPS/text/one.xhtml"]
    assert target.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(target) as archive:
        chapter = archive.read("OEBPS/text/one.xhtml").decode()
    assert chapter.count(f'<?narrator alt-by="{MARK}"?>') == 2
    assert BLUE in chapter, "a person says that it is decorative"


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_a_part_keeps_its_encoding(tmp_path: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    chapter = f"<?xml version='1.0' encoding='{declared}'?><html><p>é</p>{RED}</html>".encode(encoding)
    file = book(tmp_path / "a.epub", {"one": ""}, {"OEBPS/text/one.xhtml": chapter})
    write_document(file, file, {each.key: Words(text="A 中 door.", mark=MARK) for each in inner(file)})
    assert [each.alt for each in inner(file)] == ["A 中 door."]
    with zipfile.ZipFile(file) as archive:
        assert "<p>é</p>" in archive.read("OEBPS/text/one.xhtml").decode(encoding)


def test_members_that_were_written_in_a_stream_are_copied(tmp_path: Path) -> None:
    original, streamed = two_pictures(tmp_path / "a.docx"), tmp_path / "streamed.docx"

    class Unseekable:
        """A pipe, after whose members zipfile writes what it did not know before."""

        def __init__(self, file: Path) -> None:
            self._stream = file.open("wb")

        def write(self, data: bytes) -> int:
            return self._stream.write(data)

        def flush(self) -> None:
            self._stream.flush()

        def close(self) -> None:
            self._stream.close()

    target = Unseekable(streamed)
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
        archive.comment = b"a comment"
    target.close()
    with zipfile.ZipFile(streamed) as archive:
        assert archive.infolist()[0].flag_bits & 8
    copy = tmp_path / "copy.docx"
    assert write_document(streamed, copy, all_words(streamed))
    assert differing(streamed, copy) == ["word/document.xml"]
    data = copy.read_bytes()
    assert data.endswith(b"a comment")
    with zipfile.ZipFile(copy) as archive:
        changed = archive.getinfo("word/document.xml")
    at = changed.header_offset
    assert not changed.flag_bits & 8 and not data[at + 6] & 8, "its sizes stand before it now"
    assert int.from_bytes(data[at + 18 : at + 22], "little") == changed.compress_size


def test_a_signature_is_broken_only_if_that_is_wanted(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx", more={"_xmlsignatures/origin.sigs": b""})
    with pytest.raises(NotWrittenError, match=r"a\.docx is signed"):
        write_document(file, file, all_words(file))
    assert write_document(file, file, all_words(file), break_signature=True)


def test_nothing_is_written_into_a_pdf(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", [drawn("R", 50, 50, 100, 100)])
    with pytest.raises(NotWrittenError, match=r"Into a\.pdf no words are written"):
        write_document(file, tmp_path / "b.pdf", {})


def test_a_target_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx")
    with pytest.raises(NarratorError, match="cannot be written"):
        write_document(file, tmp_path / "nowhere" / "a.docx", all_words(file))
    assert [each.name for each in tmp_path.iterdir()] == ["a.docx"]


def test_an_archive_put_together_in_an_unusual_way_is_refused(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx")
    words = all_words(file)
    file.write_bytes(b"something before" + file.read_bytes())
    with pytest.raises(PictureError, match="put together in an unusual way"):
        write_document(file, tmp_path / "b.docx", words)
    assert not (tmp_path / "b.docx").exists()


@pytest.mark.parametrize("name", ["other.docx", "link.docx", "same.docx"])
def test_another_file_is_never_written_over(tmp_path: Path, name: str) -> None:
    file = two_pictures(tmp_path / "a.docx")
    slides(tmp_path / "other.docx", {"slide1": title("Mine")}, ("slide1",))
    (tmp_path / "link.docx").symlink_to(file)
    (tmp_path / "same.docx").hardlink_to(file)
    before = file.read_bytes(), (tmp_path / name).read_bytes()
    with pytest.raises(NotWrittenError, match="name another folder"):
        write_document(file, tmp_path / name, all_words(file))
    assert (file.read_bytes(), (tmp_path / name).read_bytes()) == before


def test_a_copy_that_a_person_corrected_keeps_the_correction_and_gets_what_is_missing(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx")
    copy = two_pictures(tmp_path / "b.docx", ' descr="Mine"')
    assert write_document(file, copy, all_words(file))
    assert [each.alt for each in inner(copy)] == [IN_OFFICE, "Mine"]
    assert not write_document(file, copy, all_words(file))


def test_a_copy_of_a_document_that_was_edited_since_is_told_of(tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx")
    copy = tmp_path / "b.docx"
    copy.write_bytes(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(
                name, data.replace(b"</w:body>", b"<w:p><w:r><w:t>New</w:t></w:r></w:p></w:body>")
            )
    with pytest.raises(NotWrittenError, match="as that is now"):
        write_document(file, copy, all_words(file))
