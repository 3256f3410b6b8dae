"""The pages of files that hold several pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from narrator.errors import PictureError
from narrator.picture.formats import directories, frames
from narrator.picture.formats.headers import open_header
from narrator.picture.opening import Picture, open_picture
from narrator.picture.pages import Page, pages
from tests.drawings import encoded
from tests.places import ROOT

COLOURS = ("red", "lime", "blue", "white")


def tiff(*colours: str) -> bytes:
    first, *others = (Image.new("RGB", (60, 40), colour) for colour in colours)
    return encoded(first, "TIFF", save_all=True, append_images=others, compression="tiff_lzw")


def colours(found: list[Page]) -> list[object]:
    """The colour in the corner of each page; None of one that cannot be seen."""
    return [
        page.picture.image.getpixel((0, 0)) if isinstance(page.picture, Picture) else None for page in found
    ]


def test_all_pages_come_in_order() -> None:
    found = list(pages(tiff(*COLOURS)))
    assert [(page.number, page.of) for page in found] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert colours(found) == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]


def test_a_page_that_is_damaged_does_not_end_the_others() -> None:
    data = bytearray(tiff(*COLOURS))
    image = open_header(bytes(data), "TIFF")
    image.seek(1)
    (begin,), (length,) = (image.tag_v2[tag] for tag in (273, 279))  # type: ignore[attr-defined]
    data[begin : begin + length] = b"\xff" * length
    found = list(pages(bytes(data)))
    assert colours(found) == [(255, 0, 0), None, (0, 0, 255), (255, 255, 255)]
    assert str(found[1].picture).startswith("Page 2 of 4 is damaged")


def test_of_a_file_that_was_cut_off_the_whole_pages_are_there() -> None:
    data = tiff(*COLOURS)
    found = list(pages(data[: len(data) * 2 // 3]))
    assert colours(found)[:2] == [(255, 0, 0), (0, 255, 0)]
    assert isinstance(found[-1].picture, PictureError)
    assert len(found) <= 4


def test_a_smaller_version_of_a_page_is_no_page() -> None:
    file = BytesIO()
    with AppendingTiffWriter(file) as writer:
        for colour, kind in (("red", 0), ("lime", 1), ("blue", 0)):
            Image.new("RGB", (60, 40), colour).save(writer, "TIFF", tiffinfo={254: kind})
            writer.newFrame()
    assert colours(list(pages(file.getvalue()))) == [(255, 0, 0), (0, 0, 255)]


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (directories, frames):
        monkeypatch.setattr(module, "MOST_PAGES", 2)
    for count, more in ((2, False), (3, True)):
        found = list(pages(tiff(*COLOURS[:count])))
        assert [(page.of, page.more) for page in found] == [(2, more)] * 2


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_there_is_one_page_which_says_so(format: str) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in COLOURS]
    (page,) = pages(encoded(frames[0], format, save_all=True, append_images=frames[1:]))
    assert isinstance(page.picture, Picture)
    assert (page.of, page.picture.notes) == (1, ("This is the first of 4 frames of an animation.",))


def test_all_pictures_of_a_heic_are_pages() -> None:
    found = list(pages(ROOT / "tests" / "data" / "several.heic"))
    assert len(found) > 1
    assert all(isinstance(page.picture, Picture) for page in found)
    digests = {page.picture.digest for page in found if isinstance(page.picture, Picture)}
    assert len(digests) == len(found)


def test_what_has_one_page_is_opened_as_ever(tmp_path: Path) -> None:
    (page,) = pages(tiff("red"))
    assert (page.number, page.of) == (1, 1)
    opened = open_picture(tiff("red"))
    (page,) = pages(opened)
    assert page.picture is opened
    with pytest.raises(PictureError, match=r"absent\.tif"):
        list(pages(tmp_path / "absent.tif"))
