from pathlib import Path

import pytest

from narrator.documents.inner import Words
from narrator.documents.page import Page
from narrator.errors import PictureError

WORDS = Words(text='A "red" door — 中.', mark="narrator 0.1.0; tiny 1; 2026-11-30")


def page(folder: Path, content: str | bytes, name: str = "a.html") -> Page:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Page(file)


@pytest.mark.parametrize(
    ("tag", "state"),
    [
        ("<img src=a>", "missing"),
        ("<img src=a alt>", "named"),
        ("<img src=a alt=''>", "named"),
        ("<img src=a alt='A dog'>", "named"),
        ("<img src=a alt=IMG_1234.jpg>", "poor"),
        ("<img src=a alt=image>", "poor"),
        ("<img src=a alt='a_dog.png'>", "poor"),
        ("<img src=a alt=image data-alt-by='narrator 0.1.0'>", "named"),
        ("<img src=a title='A dog'>", "named"),
        ("<img src=a aria-label=' '>", "missing"),
        ("<img src=a role=presentation>", "decorative"),
        ("<img src=a aria-hidden=true>", "decorative"),
        ("<img src=a width=1 height=1>", "decorative"),
        ("<img src=a width=100 height=100%>", "missing"),
        ("<input type=IMAGE src=a>", "function"),
        ("<input type=image src=a alt=Send>", "named"),
        ("<area href=b>", "function"),
        ("<area href=b alt=''>", "named"),
        ("<svg role=img><path/></svg>", "function"),
        ("<svg role=img aria-label=Sun></svg>", "named"),
    ],
)
def test_what_names_a_picture(tmp_path: Path, tag: str, state: str) -> None:
    states = [shown.state for shown in page(tmp_path, tag).pictures]
    assert states == ([] if tag.startswith("<svg") and state == "named" else [state])


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("<img src=' a.png '>", "a.png"),
        ("<img srcset='a.png 1x, b.png 2x'>", "a.png"),
        ("<img src=blank.gif data-src=a.png>", "a.png"),
        ("<picture><source srcset=a.webp><img></picture>", "a.webp"),
        ("<picture><source srcset=a.webp><img src=a.png></picture>", "a.png"),
        ("<picture><source srcset=a.webp></picture><picture><img></picture>", ""),
    ],
)
def test_which_picture_is_shown(tmp_path: Path, tag: str, address: str) -> None:
    assert [shown.address for shown in page(tmp_path, tag).pictures] == [address]


def test_a_drawing_is_named_by_its_title(tmp_path: Path) -> None:
    assert page(tmp_path, "<svg role=img><title>Sun</title></svg><p>").pictures == ()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("windows-1252", "iso-8859-1"),
        ("cp932", "shift_jis"),
        ("gb18030", "gb2312"),
        ("iso2022_jp", "iso-2022-jp"),
    ],
)
def test_all_other_bytes_stay(tmp_path: Path, encoding: str, name: str) -> None:
    declared = f"<meta charset='{name}'>" if name else ""
    letters = "ソ表" if name in ("shift_jis", "iso-2022-jp", "gb2312") else "é"
    before, after = f"<!DOCTYPE html>\r\n{declared}<p>{letters}<IMG", f" SRC={letters}.png\n>{letters}"
    read = page(tmp_path, (before + after).encode(encoding))
    file = (tmp_path / "a.html").read_bytes()
    new = read.written({0: WORDS})
    assert read.written({}) == file
    start = len(before.encode(encoding))
    rest = len(file) - start
    assert (new[:start], new[-rest:]) == (file[:start], file[-rest:])
    again = page(tmp_path, new)
    (shown,) = again.pictures
    assert (shown.state, shown.alt, shown.address) == ("named", WORDS.text, f"{letters}.png")


def test_a_page_with_bytes_of_no_encoding_stays_as_it_is(tmp_path: Path) -> None:
    content = b"<meta charset=utf-8>\xff\xfe\x80<img src=a>\xc3(\x81"
    new = page(tmp_path, content).written({0: Words(text="é", mark="m")})
    assert new == content.replace(b"<img", b'<img alt="\xc3\xa9" data-alt-by="m"')


def test_xhtml_is_read_as_xml(tmp_path: Path) -> None:
    content = '<?xml version="1.0"?>\n<html><script/><![CDATA[<img>]]>\n<img src="a.png"/>&nbsp;</html>'
    read = page(tmp_path, content, "a.xhtml")
    assert [(shown.address, shown.line) for shown in read.pictures] == [("a.png", 3)]
    new = read.written({0: Words(text="A & B", mark="m")})
    assert new.decode() == content.replace("<img src", '<img alt="A &amp; B" data-alt-by="m" src')
    with pytest.raises(PictureError, match=r"a\.xhtml is not well-formed XHTML"):
        page(tmp_path, "<html><img></html>", "a.xhtml")


def test_a_page_without_pictures(tmp_path: Path) -> None:
    read = page(tmp_path, "<p>Nothing")
    assert read.pictures == () and read.written({}) == b"<p>Nothing"
