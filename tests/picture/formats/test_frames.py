"""Which of several pictures in a file is shown: the first that shows something."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from narrator.picture.formats import directories
from narrator.picture.formats import frames as room
from narrator.picture.formats.frames import contrast, frames_of
from narrator.picture.formats.gif import count_frames
from narrator.picture.formats.headers import open_header
from narrator.picture.opening import Picture, open_picture
from narrator.picture.pages import pages
from tests.drawings import corners, encoded, scene
from tests.looking.text.pages import LEFT, page

SIZE = (96, 64)
MOVING = ("GIF", "PNG", "WEBP", "AVIF")


def moving(format: str, *frames: Image.Image) -> bytes:
    return encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=40)


def plain(colour: str, size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("RGB", size, colour)


def tiff(*written: tuple[Image.Image, int]) -> bytes:
    """Pages, each with its NewSubfileType."""
    file = BytesIO()
    with AppendingTiffWriter(file) as writer:
        for image, kind in written:
            image.save(writer, "TIFF", tiffinfo={254: kind} if kind else {})
            writer.newFrame()
    return file.getvalue()


def looks_like(picture: Picture, image: Image.Image) -> bool:
    seen, meant = (each.resize((8, 8)).convert("RGB").tobytes() for each in (picture.image, image))
    return max(abs(one - other) for one, other in zip(seen, meant, strict=True)) < 20


@pytest.mark.parametrize("format", MOVING)
@pytest.mark.parametrize("first", ["black", "white"])
def test_an_animation_that_begins_empty_is_described_by_what_it_shows_then(format: str, first: str) -> None:
    """A film that fades in, and a drawing that begins on white paper."""
    picture = open_picture(moving(format, plain(first), corners(), corners().rotate(180)))
    assert picture.notes == ("This is an animation of 3 frames; the second is described.",)
    assert looks_like(picture, corners())


@pytest.mark.parametrize("format", MOVING)
def test_a_frame_that_is_only_half_faded_in_is_passed(format: str) -> None:
    faded = [Image.blend(plain("black"), scene(*SIZE), share) for share in (0, 0.04, 0.08, 0.12, 1)]
    picture = open_picture(moving(format, *faded))
    assert picture.notes == ("This is an animation of 5 frames; the fifth is described.",)
    assert looks_like(picture, scene(*SIZE))


@pytest.mark.parametrize("format", MOVING)
def test_of_frames_that_are_all_empty_the_first_is_described(format: str) -> None:
    picture = open_picture(moving(format, plain("black"), plain("white"), plain("black")))
    assert picture.notes == ("This is the first of 3 frames of an animation.",)
    assert picture.image.getpixel((5, 5)) == (0, 0, 0)


def test_where_all_frames_are_faint_the_clearest_is_described() -> None:
    frames = [Image.blend(plain("black"), corners(), share) for share in (0.1, 0.2, 0.15)]
    picture = open_picture(moving("PNG", *frames))
    assert picture.notes == ("This is an animation of 3 frames; the second is described.",)


def test_a_late_frame_is_named_by_its_number() -> None:
    frames = [plain(f"rgb({level}, 0, 0)") for level in range(12)]
    assert open_picture(moving("PNG", *frames, corners())).notes == (
        "This is an animation of 13 frames; frame 13 is described.",
    )


def test_frames_that_are_looked_at_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = moving("PNG", plain("black"), plain("white"), corners())
    first = ("This is the first of 3 frames of an animation.",)
    with monkeypatch.context() as patch:
        patch.setattr(room, "_MOST_FRAMES", 2)
        assert open_picture(data).notes == first
    monkeypatch.setattr(room, "_MOST_PIXELS", 2 * SIZE[0] * SIZE[1])
    assert open_picture(data).notes == first


def test_a_file_that_states_more_frames_than_it_can_hold_is_not_believed() -> None:
    data = moving("PNG", corners(), plain("red"))
    begin = data.index(b"acTL")
    stated = b"acTL" + struct.pack(">II", 2**31 - 1, 0)
    data = data[:begin] + stated + struct.pack(">I", zlib.crc32(stated)) + data[begin + 16 :]
    assert open_picture(data).notes == ("This is the first frame of an animation.",)


def test_a_damaged_frame_ends_the_search_and_not_the_picture() -> None:
    others = [corners(), corners()]
    data = encoded(plain("black"), "TIFF", save_all=True, append_images=others, compression="tiff_lzw")
    image = open_header(data, "TIFF")
    image.seek(1)
    (begin,), (length,) = (image.tag_v2[tag] for tag in (273, 279))  # type: ignore[attr-defined]
    picture = open_picture(data[:begin] + b"\xff" * length + data[begin + length :])
    assert picture.notes == ("This is the first of 3 pages.",)
    assert picture.image.getpixel((5, 5)) == (0, 0, 0)


def test_a_blank_cover_sheet_is_passed_and_named() -> None:
    cover, letter = plain("white", (576, 192)), page(LEFT)
    picture = open_picture(tiff((cover, 0), (letter, 0), (letter, 0)))
    assert picture.notes == ("This file has 3 pages; the first is blank, and this is page 2.",)
    assert looks_like(picture, letter)
    picture = open_picture(tiff((cover, 0), (cover, 0), (letter, 0)))
    assert picture.notes == ("This file has 3 pages; the first 2 are blank, and this is page 3.",)


def test_the_page_that_is_named_is_the_one_that_read_names() -> None:
    data = tiff((plain("white"), 0), (corners(48, 32), 1), (corners(), 0))
    assert open_picture(data).notes == ("This file has 2 pages; the first is blank, and this is page 2.",)
    assert [each.number for each in pages(data) if looks_like(each.picture, corners())] == [2]  # type: ignore[arg-type]


@pytest.mark.parametrize("kinds", [(1, 0), (1, 1), (0, 0)], ids=["marked", "both marked", "not marked"])
def test_a_thumbnail_before_the_page_is_no_page(kinds: tuple[int, int]) -> None:
    letter = page(LEFT)
    data = tiff((letter.resize((144, 48)), kinds[0]), (letter, kinds[1]))
    picture = open_picture(data)
    assert (picture.size, picture.notes) == (letter.size, ())
    assert [each.of for each in pages(data)] == [1]


def test_a_small_page_of_another_shape_is_a_page() -> None:
    data = tiff((corners(100, 100), 0), (page(LEFT), 0))
    assert open_picture(data).notes == ("This is the first of 2 pages.",)


def test_smaller_versions_and_masks_are_not_counted() -> None:
    """As a cloud-optimised TIFF has them."""
    full = scene(192, 128)
    mask = Image.new("L", full.size, 255)
    data = tiff((full, 0), (mask, 4), (full.resize((96, 64)), 1), (mask.resize((96, 64)), 5))
    assert (open_picture(data).size, open_picture(data).notes) == (full.size, ())


def test_of_more_pages_than_are_told_apart_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (room, directories):
        monkeypatch.setattr(module, "MOST_PAGES", 2)
    letter = page(LEFT)
    assert open_picture(tiff((letter, 0), (letter, 0), (letter, 0))).notes == (
        "This is the first of more than 2 pages.",
    )


def test_what_is_written_of_the_first_is_not_lost() -> None:
    file = BytesIO()
    words = Image.Exif()
    words[0x010E] = "The fair in our village, in June"
    plain("black").save(file, "PNG", save_all=True, append_images=[corners(), plain("red")], exif=words)
    written = open_picture(file.getvalue()).written
    assert written is not None
    assert written.text == "The fair in our village, in June"


def test_one_picture_costs_nothing() -> None:
    data = encoded(corners(), "PNG")
    assert frames_of(open_header(data, "PNG"), "PNG", data) is None


def test_grain_is_no_contrast_and_a_line_of_text_is() -> None:
    blank = Image.new("RGB", (1240, 1754), "white")
    grain = Image.effect_noise(blank.size, 12).convert("RGB")
    line = blank.copy()
    line.paste(page(LEFT[:1]), (100, 100))
    assert contrast(blank) == 0
    shadow = blank.copy()
    shadow.paste("black", (0, 0, 40, 1754))
    assert contrast(shadow) == 0
    assert contrast(grain) < 12 < contrast(line)


@pytest.mark.parametrize("count", [2, 3, 40])
def test_the_frames_of_a_gif_are_counted(count: int) -> None:
    frames = [scene(64, 48, seed).rotate(seed) for seed in range(count)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], loop=0, comment=b"a comment")
    assert count_frames(data) == count
    assert count_frames(data[: len(data) // 2]) in range(count // 2 - 1, count)
    assert count_frames(data[:13]) == 0


def test_a_gif_of_endless_blocks_is_not_counted() -> None:
    data = encoded(corners(), "GIF")
    assert count_frames(data[:-1] + b"!\xfe\x01a\x00" * 100_000) is None
    assert count_frames(data[:-1] + b"!\xfe" + b"\x01a" * 100_000) is None
