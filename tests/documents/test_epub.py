from pathlib import Path

import pytest

from narrator.documents.document import opened
from narrator.errors import PictureError
from tests.documents.samples import book, png

RED, BLUE = '<img src="../images/red.png"/>', '<img src="../images/blue.png" alt="Mine"/>'


def test_sections_are_counted_as_they_are_read(tmp_path: Path) -> None:
    file = book(tmp_path / "a.epub", {"two": f"<p>{RED}</p>", "one": f"<h1>The <i>Sea</i></h1>{BLUE}&nbsp;"})
    with opened(file) as document:
        assert [(inner.key, inner.place, inner.alt, inner.missing) for inner in document.pictures] == [
            ("section=1&picture=blue.png", "section 1, The Sea", "Mine", False),
            ("section=2&picture=red.png", "section 2, two", "", True),
        ]
        assert document.read("section=2&picture=red.png") == png("red")


def test_a_cover_in_a_drawing_is_described_and_has_no_place_for_words(tmp_path: Path) -> None:
    cover = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
        '<image x:href="../images/red.png"/></svg>'
    )
    with opened(book(tmp_path / "a.epub", {"cover": cover})) as document:
        assert [inner.missing for inner in document.pictures] == [False]


@pytest.mark.parametrize(
    ("algorithm", "is_protected"),
    [("http://www.idpf.org/2008/embedding", False), ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", True)],
)
def test_a_protected_book_is_told_from_one_with_fonts_of_its_own(
    tmp_path: Path, algorithm: str, is_protected: bool
) -> None:
    encryption = (
        f'<encryption><EncryptedData><EncryptionMethod Algorithm="{algorithm}"/></EncryptedData></encryption>'
    )
    file = book(tmp_path / "a.epub", {"one": RED}, {"META-INF/encryption.xml": encryption})
    if is_protected:
        with pytest.raises(PictureError, match="is protected against copying"), opened(file):
            pass
    else:
        with opened(file) as document:
            assert len(document.pictures) == 1


def test_a_picture_that_is_missing_is_one_sentence(tmp_path: Path) -> None:
    file = book(tmp_path / "a.epub", {"one": '<img src="gone.png"/><img src="https://example.org/a.png"/>'})
    with opened(file) as document:
        gone, remote = document.pictures
        with pytest.raises(PictureError, match=r"a\.epub lacks its part gone\.png"):
            document.read(gone.key)
        with pytest.raises(PictureError, match=r"nothing is fetched"):
            document.read(remote.key)


def test_pictures_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    more = {"OEBPS/text/red.png": png("blue")}
    with opened(book(tmp_path / "a.epub", {"one": f'{RED}<img src="red.png"/>'}, more)) as document:
        first, second = document.pictures
        assert (document.read(first.key), document.read(second.key)) == (png("red"), png("blue"))
