import json
import zipfile
from pathlib import Path

from narrator.documents.document import opened
from tests.conftest import Narrate
from tests.documents.pdfs import drawn, pdf
from tests.documents.samples import book, picture, slides, title, two_pictures


def rows(file: Path) -> dict[str, dict[str, object]]:
    return {row["path"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())}


def alts(file: Path) -> list[str]:
    with opened(file) as document:
        return [inner.alt for inner in document.pictures]


def test_pictures_in_documents_are_rows_with_their_place(narrate: Narrate, tmp_path: Path) -> None:
    two_pictures(tmp_path / "a.docx", ' descr="My own words"')
    slides(tmp_path / "b.pptx", {"slide1": title("Results") + picture("rId1")}, ("slide1",))
    book(tmp_path / "c.epub", {"one": '<img src="../images/blue.png"/>'})
    pdf(tmp_path / "d.pdf", [drawn("R", 50, 50, 100, 100)])
    (tmp_path / "e.docx").write_text("no document")

    process = narrate("describe", "a.docx", "*.pptx", "c.epub", "d.pdf", "e.docx", "--out", "c.jsonl")

    assert process.stdout.startswith("5 described, 1 failed"), process.stderr
    found = rows(tmp_path / "c.jsonl")
    assert {name: row["place"] for name, row in found.items()} == {
        "a.docx#picture=red.png": "paragraph 1",
        "a.docx#picture=blue.png": "paragraph 2",
        "b.pptx#slide=1&picture=red.png": "slide 1, Results",
        "c.epub#section=1&picture=blue.png": "section 1, one",
        "d.pdf#page=1&picture=1": "page 1",
        "e.docx": "",
    }
    assert "red" in str(found["a.docx#picture=red.png"]["alt"])
    assert "My own words" in str(found["a.docx#picture=blue.png"]["alt"])
    assert "blue" in str(found["c.epub#section=1&picture=blue.png"]["alt"])
    assert str(found["e.docx"]["reason"]).startswith("e.docx is damaged")
    again = narrate("describe", "a.docx", "*.pptx", "c.epub", "d.pdf", "e.docx", "--out", "c.jsonl")
    assert again.stdout.startswith("0 described, 0 failed, 6 were there before")


def test_a_folder_of_documents_is_left_alone_unless_they_are_named(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    two_pictures(tmp_path / "papers" / "a.docx")
    assert "There are no pictures there" in narrate("describe", "papers", "--out", "c.jsonl").stderr
    assert narrate("describe", "papers/**/*.docx", "--out", "c.jsonl").stdout.startswith("2 described")


def test_words_go_into_copies_and_the_originals_stay(narrate: Narrate, tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx", ' descr="My own words"')
    original = file.read_bytes()
    pdf(tmp_path / "d.pdf", [drawn("R", 50, 50, 100, 100)])
    arguments = ("describe", "a.docx", "d.pdf", "--out", "c.jsonl", "--embed", "copies")

    process = narrate(*arguments)

    assert process.returncode == 0, process.stderr
    assert "1 document written" in process.stdout and "Into d.pdf no words are written" in process.stdout
    red, blue = alts(tmp_path / "copies" / "a.docx")
    assert "red" in red and red.endswith("Description automatically generated")
    assert blue == "My own words"
    assert file.read_bytes() == original
    copy = (tmp_path / "copies" / "a.docx").read_bytes()
    narrate(*arguments)
    assert (tmp_path / "copies" / "a.docx").read_bytes() == copy, "a second run changes nothing"


def test_in_place_the_document_itself_gets_them(narrate: Narrate, tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx")
    narrate("describe", "a.docx", "--out", "c.jsonl", "--in-place")
    before = file.read_bytes()
    assert ["red" in alts(file)[0], "blue" in alts(file)[1]] == [True, True]
    assert "0 documents written" in narrate("describe", "a.docx", "--out", "c.jsonl", "--in-place").stdout
    assert file.read_bytes() == before


def test_a_copy_is_never_written_over_the_document_or_another_one(narrate: Narrate, tmp_path: Path) -> None:
    file = two_pictures(tmp_path / "a.docx")
    (tmp_path / "copies").mkdir()
    other = slides(tmp_path / "copies" / "a.docx", {"slide1": title("Mine")}, ("slide1",))
    before = file.read_bytes(), other.read_bytes()
    for folder in (".", "copies"):
        process = narrate("describe", "a.docx", "--out", "c.jsonl", "--embed", folder)
        assert "name another folder" in process.stdout
        assert "0 documents written" in process.stdout
    assert (file.read_bytes(), other.read_bytes()) == before


def test_words_of_a_picture_that_was_exchanged_in_its_document_are_not_written(
    narrate: Narrate, tmp_path: Path
) -> None:
    file = two_pictures(tmp_path / "a.docx")
    narrate("describe", "a.docx", "--out", "c.jsonl")
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    red, blue = (name for name in members if name.endswith(("red.png", "blue.png")))
    members[red] = members[blue]
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    process = narrate("describe", "a.docx", "--out", "c.jsonl", "--embed", "copies")
    assert process.stdout.count("shows another picture than the one that was described") == 1
    assert sum(map(bool, alts(tmp_path / "copies" / "a.docx"))) == 1
    assert "1 described" in narrate("describe", "a.docx", "--out", "c.jsonl", "--again").stdout
