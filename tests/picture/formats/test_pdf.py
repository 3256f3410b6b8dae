"""PDF: its pages."""

import io

import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.formats.rendering import SECONDS
from narrator.picture.opening import open_picture
from narrator.picture.pages import pages
from tests.drawings import corners, scene


def pdf(*sheets: Image.Image) -> bytes:
    file = io.BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:])
    return file.getvalue()


def test_its_first_page_is_drawn() -> None:
    picture = open_picture(pdf(corners()))

    assert (picture.format, picture.size, picture.notes) == ("PDF", (2200, 1467), ())
    red, green, blue = picture.image.getpixel((300, 300))  # type: ignore[misc]
    assert red > 200 and green < 60 and blue < 60


def test_all_its_pages_are_found() -> None:
    data = pdf(corners(), scene(90, 120))

    assert open_picture(data).notes == ("This is the first of 2 pages.",)
    sizes = [page.picture.size for page in pages(data) if not isinstance(page.picture, PictureError)]
    assert sizes == [(2200, 1467), (1650, 2200)]


def test_blank_pages_are_looked_at_for_so_long_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = Image.new("RGB", (60, 40), "white")
    left: list[float] = []

    def drawn(*_: object, seconds: float) -> Image.Image:
        left.append(seconds)
        return Image.new("RGB", (60, 40), "white")

    monkeypatch.setattr("narrator.picture.formats.pdf.rendered", drawn)
    open_picture(pdf(blank, blank, blank))

    assert len(left) == 3
    assert left == sorted(left, reverse=True) and left[2] < left[0] == SECONDS


def test_a_document_with_a_password_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdfium2 import PdfDocument

    locked = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        b"trailer<</Root 1 0 R/ID[<01><01>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O("
        + bytes(range(65, 97))
        + b")/U("
        + bytes(range(65, 97))
        + b")>>>>\n%%EOF"
    )
    with pytest.raises(Exception, match="password"):
        PdfDocument(locked)

    with pytest.raises(PictureError) as caught:
        open_picture(locked)

    assert str(caught.value) == "The picture opens with a password only; save it without one and try again."


def test_a_torn_document_is_damaged() -> None:
    with pytest.raises(PictureError, match="is damaged or incomplete"):
        open_picture(b"%PDF-1.7\n" + bytes(300))


def test_without_its_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.picture.formats.rendering._asked", _missing)

    with pytest.raises(PictureError, match="is a PDF document, and what reads it is not installed; run "):
        open_picture(pdf(corners()))


def _missing(*_: object, **__: object) -> bytes:
    raise ImportError
