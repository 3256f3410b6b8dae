"""SVG: what is drawn, and that nothing leads out of the file."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.formats.rendering import SECONDS, rendered
from narrator.picture.formats.svg_text import SvgSize, is_svg, text_of
from narrator.picture.opening import open_picture
from tests.drawings import RED, corners, encoded

HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SQUARE = f'<svg {HEAD} width="30" height="20"><rect width="15" height="20" fill="rgb(220,30,30)"/></svg>'


@pytest.mark.parametrize(
    "data",
    [
        SQUARE.encode(),
        gzip.compress(SQUARE.encode()),
        b"\xef\xbb\xbf" + SQUARE.encode(),
        ('<?xml version="1.0" encoding="UTF-16"?>' + SQUARE).encode("utf-16"),
        b'<?xml version="1.0"?><!-- a drawing --><!DOCTYPE svg>\n' + SQUARE.encode(),
    ],
    ids=["text", "svgz", "marked", "UTF-16", "declared"],
)
def test_it_is_drawn_on_white(data: bytes) -> None:
    picture = open_picture(data)

    assert (picture.format, picture.size) == ("SVG", (1200, 800))
    assert picture.image.getpixel((300, 400)) == RED
    assert picture.image.getpixel((900, 400)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30mm" height="15mm"', (30 * 96 / 25.4, 15 * 96 / 25.4)),
        ('viewBox="0 0 40 10"', (40, 10)),
        ('width="100%" height="100%" viewBox="0,0,40,10"', (40, 10)),
        ('width="20" viewBox="0 0 40 10"', (20, 5)),
        ('height="20" viewBox="0 0 40 10"', (80, 20)),
        ("", (100, 100)),
        ('viewBox="0 0 0 0"', (100, 100)),
    ],
)
def test_its_size_is_what_it_states(attributes: str, size: tuple[float, float]) -> None:
    found = SvgSize.of(f"<svg {attributes}>")

    assert (found.width, found.height) == pytest.approx(size)


@pytest.mark.parametrize("unit", ["mm", "cm", "in", "pt", "pc", "px", ""])
def test_a_size_in_any_unit_is_drawn(unit: str) -> None:
    """Inkscape writes millimetres: link-u/avif-sample-images, star.svg."""
    stated = SQUARE.replace(
        'width="30" height="20"', f'width="30{unit}" height="20{unit}" viewBox="0 0 30 20"'
    )

    picture = open_picture(stated.encode())

    assert picture.image.getpixel((300, 400)) == RED
    assert picture.image.getpixel((900, 400)) == (255, 255, 255)


def test_a_picture_beside_it_is_not_opened_and_one_in_it_is(tmp_path: Path) -> None:
    import base64

    picture = encoded(corners(), "PNG")
    (tmp_path / "other.png").write_bytes(picture)
    inner = "data:image/png;base64," + base64.b64encode(picture).decode()
    for address, shown in ((str(tmp_path / "other.png"), False), (inner, True)):
        drawing = (
            f'<svg {HEAD} width="96" height="64"><image width="96" height="64" xlink:href="{address}"/></svg>'
        )

        seen = np.asarray(open_picture(drawing.encode()).image)

        assert (seen.min() < 200) == shown


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('<image href="file:///etc/passwd"/>', '<image href="#"/>'),
        ("<image xlink:href = '/dev/zero'/>", '<image xlink:href = "#"/>'),
        ('<image href="http://example.org/a.png"/>', '<image href="#"/>'),
        ('<use href="#part"/>', '<use href="#part"/>'),
        ('<image href="data:image/png;base64,AA"/>', '<image href="data:image/png;base64,AA"/>'),
        ('<image href="&leads;"/>', '<image href="#"/>'),
    ],
)
def test_references_stay_in_the_file(written: str, left: str) -> None:
    assert text_of(f"<svg>{written}</svg>".encode()) == f"<svg>{left}</svg>"


def test_entities_are_read_where_they_stand_for_text_only() -> None:
    names = (
        '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;" width="9" height="9"/>'
    )
    open_picture(names.encode())

    for entity in ('x "<image/>"', "x 'hr&#101;f'", 'x SYSTEM "file:///etc/passwd"', '% x "a"'):
        with pytest.raises(PictureError, match="is an SVG that is put together from entities"):
            open_picture(f"<!DOCTYPE svg [<!ENTITY {entity}>]><svg>&x;</svg>".encode())


def test_a_drawing_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.picture.formats.svg.SECONDS", 0.001)

    with pytest.raises(PictureError, match="The picture takes too long to draw; save it as PNG"):
        open_picture(SQUARE.encode())


def test_the_size_of_a_drawing_in_a_comment_is_not_its_own() -> None:
    decoy = '<!-- <svg width="9" height="9"> -->'

    assert (
        open_picture((decoy + SQUARE.replace("<svg", '<svg id="own"')).encode()).size
        == open_picture(SQUARE.encode()).size
    )


def test_a_drawing_far_larger_than_it_says_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = encoded(Image.new("RGB", (30, 3000)), "PNG")
    monkeypatch.setattr("narrator.picture.formats.rendering._asked", lambda *_, **__: drawn)

    with pytest.raises(ValueError, match="far larger than it says"):
        rendered("svg", b"", (30, 30), seconds=1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no process so")
def test_what_draws_ends_by_itself_where_nobody_can_end_it() -> None:
    code = "import resource, narrator.picture.formats.rendering as r; r._bound()"
    printed = subprocess.run(
        [sys.executable, "-c", f"{code}; print(resource.getrlimit(resource.RLIMIT_CPU)[0])"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert int(printed.stdout) == 2 * SECONDS


def test_other_texts_are_no_drawings() -> None:
    assert not is_svg(b"<?xml version='1.0'?><html><body>svg</body></html>")
    assert not is_svg(gzip.compress(b"a text"))
    assert not is_svg(b"\x1f\x8b\x08 torn")
    assert not is_svg(b"<svg" * 20_000)


@pytest.mark.needs_fonts
@pytest.mark.parametrize("family", ["", "Arial", "Segoe UI, sans-serif", "serif", "monospace", "cursive"])
def test_text_is_drawn_in_another_font_where_its_own_is_not_installed(family: str) -> None:
    """resvg leaves out text whose font is missing, and Linux has neither Arial nor Times New Roman."""
    text = f'<text x="5" y="30" font-size="30" font-family="{family}">Sunny day</text>'
    picture = open_picture(f'<svg {HEAD} width="200" height="40">{text}</svg>'.encode())

    assert np.asarray(picture.image).min() < 100


@pytest.mark.parametrize(
    ("inside", "notes"),
    [
        ('<image href="https://example.org/a.png" width="9" height="9"/>', 1),
        ('<svg:image width="9" xlink:href="a.png"/>', 1),
        ('<a href="https://example.org/"><rect width="9" height="9"/></a>', 0),
        ('<image href="data:image/png;base64,"/>', 0),
    ],
    ids=["address", "file", "link", "inside"],
)
def test_that_pictures_of_other_files_are_left_out_is_said(inside: str, notes: int) -> None:
    """Without a word such a drawing is "a blank picture, all white"."""
    svg = f'<svg {HEAD} xmlns:svg="http://www.w3.org/2000/svg" width="30" height="20">{inside}</svg>'

    assert open_picture(svg.encode()).notes == notes * (
        "Pictures that are not in the file itself are left out.",
    )
