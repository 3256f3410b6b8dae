import io
from pathlib import Path

import pytest
from PIL import Image

from narrator.documents.document import opened
from narrator.documents.pdf import Pdf
from narrator.errors import PictureError
from tests.documents.pdfs import drawn, pdf
from tests.drawings import BLUE, RED


def image(document: Pdf, key: str) -> Image.Image:
    return Image.open(io.BytesIO(document.read(key))).convert("RGB")


def middle(seen: Image.Image) -> tuple[int, ...]:
    colour = seen.getpixel((seen.width // 2, seen.height // 2))
    assert isinstance(colour, tuple)
    return colour


def test_each_picture_is_on_its_page_once(tmp_path: Path) -> None:
    red, blue = drawn("R", 50, 50, 100, 100), drawn("B", 300, 300, 200, 50)
    document = Pdf(pdf(tmp_path / "a.pdf", [f"{red} {blue}", red, red]))
    assert [(inner.key, inner.place) for inner in document.pictures] == [
        ("page=1&picture=1", "page 1 and 2 more pages"),
        ("page=1&picture=2", "page 1"),
    ]
    assert middle(image(document, "page=1&picture=1")) == RED
    assert middle(image(document, "page=1&picture=2")) == BLUE


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_picture_is_seen_as_its_page_is_turned(tmp_path: Path, turn: int) -> None:
    document = Pdf(pdf(tmp_path / "a.pdf", [drawn("R", 50, 50, 300, 100)], turn=turn))
    seen = image(document, "page=1&picture=1")
    assert (seen.width > seen.height) == (turn in (0, 180))
    assert all(seen.getpixel(corner) == RED for corner in ((1, 1), (seen.width - 2, seen.height - 2)))


def test_a_picture_in_a_form_is_where_the_form_puts_it(tmp_path: Path) -> None:
    document = Pdf(pdf(tmp_path / "a.pdf", ["q 1 0 0 1 90 0 cm /F Do Q"], form=drawn("B", 100, 100, 60, 60)))
    seen = image(document, "page=1&picture=1")
    assert {seen.getpixel((x, y)) for x in (1, seen.width - 2) for y in (1, seen.height - 2)} == {BLUE}


def test_strips_are_one_picture_and_bullets_none(tmp_path: Path) -> None:
    strips = " ".join(drawn("R" if n % 2 else "B", 50, 700 - 20 * n, 400, 20) for n in range(10))
    bullet, outside = drawn("R", 500, 500, 8, 8), drawn("R", 700, 100, 90, 90)
    document = Pdf(pdf(tmp_path / "a.pdf", [f"{strips} {bullet} {outside}"]))
    assert len(document.pictures) == 1
    seen = image(document, "page=1&picture=1")
    assert abs(seen.width / seen.height - 2) < 0.05


def test_the_words_of_a_tagged_document_are_its_authors(tmp_path: Path) -> None:
    content = f"/Figure <</MCID 0>> BDC {drawn('R', 50, 50, 100, 100)} EMC {drawn('B', 200, 200, 100, 100)}"
    document = Pdf(pdf(tmp_path / "a.pdf", [content], alt="A red door"))
    assert [inner.alt for inner in document.pictures] == ["A red door", ""]


def test_what_is_no_pdf_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no document")
    with pytest.raises(PictureError, match=r"a\.pdf is damaged or no PDF"), opened(tmp_path / "a.pdf"):
        pass
    with pytest.raises(PictureError, match=r"b\.pdf does not exist"), opened(tmp_path / "b.pdf"):
        pass
