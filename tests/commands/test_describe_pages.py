import base64
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import Draw, Narrate

IMG = '<img src="{}">'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: run apt install chromium first."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"], timeout=60_000
        )
        yield browser
        browser.close()


@pytest.fixture
def site(draw: Draw, tmp_path: Path) -> Path:
    """Two pages; a person has to look at what is remote or missing, and at words that a program left."""
    draw("site/img/red.png", "red")
    blue = base64.b64encode(draw("site/img/blue.png", "blue").read_bytes()).decode()
    Image.new("RGB", (60, 40), "white").save(tmp_path / "site" / "img" / "white.png")
    body = (
        f"{IMG.format('img/red.png')}<IMG SRC=img/red.png alt='My own'>\r\n"
        f"{IMG.format('data:image/png;base64,' + blue)}<script>'<img src=img/red.png>'</script>\n"
        '<img src="https://example.org/a.png"><img src=img/gone.png><img src=img/red.png alt=IMG_1234.jpg>\n'
        "<img src=img/white.png><img src=img/red.png width=1 height=1>"
    )
    site = tmp_path / "site"
    (site / "index.html").write_bytes(f"<!DOCTYPE html><title>A</title><main>{body}</main>".encode())
    (site / "sub").mkdir()
    (site / "sub" / "b.html").write_bytes("<meta charset=utf-16><p>é<img src='/img/red.png?v=2'/>".encode())
    (site / "notes.txt").write_text("<img src=img/red.png>")
    return site


def test_missing_words_are_filled_and_the_rest_is_reported(narrate: Narrate, site: Path) -> None:
    pages = {path: path.read_bytes() for path in (site / "index.html", site / "sub" / "b.html")}
    arguments = ("describe", "--html", "site", "--out", "c.jsonl", "--embed", "copies")

    process = narrate(*arguments)

    assert process.returncode == 0, process.stderr
    lines = process.stdout.splitlines()
    assert [line.split(": ")[:2] for line in lines[:-1]] == [
        ["site/index.html:3", "https://example.org/a.png"],
        ["site/index.html:3", "img/gone.png"],
        ["site/index.html:3", "img/red.png"],
        ["site/index.html:4", "img/white.png"],
    ]
    assert lines[-1] == "2 pages, 2 written; pictures: 3 filled, 2 had words, 4 left for you."
    copies = site.parent / "copies"
    assert sorted(path.name for path in copies.rglob("*") if path.is_file()) == ["b.html", "index.html"]
    index = (copies / "index.html").read_bytes()
    assert index.count(b'alt="A red square." data-alt-by="narrator ') == 1
    assert index.count(b'alt="A blue square." data-alt-by="narrator ') == 1
    assert {path: path.read_bytes() for path in pages} == pages
    assert len((site.parent / "c.jsonl").read_text().splitlines()) == 3, "each picture is described once"
    times = {path: path.stat().st_mtime_ns for path in copies.rglob("*.html")}
    assert "2 pages, 0 written" in narrate(*arguments).stdout
    assert {path: path.stat().st_mtime_ns for path in copies.rglob("*.html")} == times


def test_in_place_with_empty_words_for_what_is_decorative(narrate: Narrate, site: Path) -> None:
    arguments = ("describe", "--html", "site", "--out", "c.jsonl", "--in-place", "--decorative")
    assert "3 filled, 2 decorative, 1 had words, 3 left" in narrate(*arguments).stdout
    pages = [path.read_bytes() for path in sorted(site.rglob("*.html"))]
    assert pages[0].count(b'alt="" data-alt-by="narrator') == 2
    assert "2 pages, 0 written; pictures: 6 had" in narrate(*arguments).stdout
    assert [path.read_bytes() for path in sorted(site.rglob("*.html"))] == pages


def test_what_is_less_sure_than_asked_is_left_for_a_person(narrate: Narrate, site: Path) -> None:
    """The tiny model gives no confidence; of the white picture nothing is told at all."""
    process = narrate("describe", "--html", "site/index.html", "--out", "c.jsonl", "--embed", "copies")
    assert "site/index.html:4: img/white.png: not sure: A blank picture, all white." in process.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["site", "site", "--embed", "copies"], "With --html name one page or folder"),
        (["site"], "and --embed FOLDER or --in-place."),
        (["site", "--embed", "site/copies"], "site/copies lies in site"),
        (["site/notes.txt", "--in-place"], "notes.txt is no web page and no folder of them"),
        (["nowhere", "--in-place"], "nowhere is no web page"),
    ],
)
def test_wrong_use_is_one_sentence(narrate: Narrate, site: Path, arguments: list[str], sentence: str) -> None:
    process = narrate("describe", "--html", *arguments, "--out", "c.jsonl")
    assert (process.returncode, process.stdout) == (2, "")
    assert sentence in process.stderr and process.stderr.count("\n") == 1


def test_a_page_that_cannot_be_read_ends_no_other(narrate: Narrate, site: Path) -> None:
    (site / "a.xhtml").write_text("<html><img></html>")
    (site / os.fsdecode(b"\xff.html")).write_text("<img src=img/red.png>")
    process = narrate("describe", "--html", "site", "--out", "c.jsonl", "--embed", "copies")
    assert "site/a.xhtml: a.xhtml is not well-formed XHTML" in process.stdout
    assert "4 pages, 3 written, 1 could not be; pictures: 4 filled" in process.stdout
    assert b"A red square." in (site.parent / "copies" / os.fsdecode(b"\xff.html")).read_bytes()


def test_a_browser_finds_no_picture_without_words(narrate: Narrate, draw: Draw, browser: Browser) -> None:
    folder = draw("site/red.png", "red").parent
    tags = "<img src=red.png><IMG SRC='red.png'/><template><img src=red.png></template><img/src=red.png >"
    body = f"<main><h1>A</h1>{tags}<textarea><img></textarea></main>"
    (folder / "a.html").write_text(f"<!DOCTYPE html><html lang=en><title>A</title>{body}")
    page = browser.new_page()
    page.goto((folder / "a.html").as_uri())
    assert "image-alt" in {each["id"] for each in Axe().run(page).response["violations"]}

    narrate("describe", "--html", "site", "--out", "c.jsonl", "--in-place")

    page.goto((folder / "a.html").as_uri())
    assert "image-alt" not in {each["id"] for each in Axe().run(page).response["violations"]}
    heard = [image.get_attribute("alt") for image in page.get_by_role("img").all()]
    assert heard == ["A red square."] * 3
    page.close()


def test_a_folder_without_pages_is_one_sentence_and_makes_no_file(narrate: Narrate, draw: Draw) -> None:
    folder = draw("album/a.png", "blue").parent.parent
    process = narrate("describe", "--html", "album", "--out", "c.jsonl", "--embed", "copies")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == "There are no web pages in album; name a page, or a folder with some.\n"
    assert not (folder / "c.jsonl").exists()
