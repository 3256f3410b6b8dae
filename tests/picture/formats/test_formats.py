"""The guard around the decoders: hostile, damaged and unwanted files."""

import io
import struct
import subprocess
import sys
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from tests.drawings import corners, encoded, every_format, scene
from tests.places import DATA

STILLS = every_format(corners()) | {"HEIC": (DATA / "corners_turned.heic").read_bytes()}

FILES = STILLS | {
    "GIF, animated": encoded(corners(), "GIF", save_all=True, append_images=[corners(64, 64)]),
    "PNG, animated": encoded(corners(), "PNG", save_all=True, append_images=[scene(96, 64)]),
    "TIFF, pages": encoded(corners(), "TIFF", save_all=True, append_images=[scene(96, 64)]),
}


def refusal(data: bytes) -> str:
    with pytest.raises(PictureError) as caught:
        open_picture(data)
    return str(caught.value)


def stating(data: bytes, width: int, height: int) -> bytes:
    """The same file whose header states another size; the pixels stay as few as they are."""
    if data.startswith(b"\x89PNG"):
        header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
        return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    if data.startswith(b"GIF"):
        return data[:6] + struct.pack("<HH", width, height) + data[10:]
    if data.startswith(b"BM"):
        return data[:18] + struct.pack("<ii", width, height) + data[26:]
    if data.startswith(b"RIFF"):  # lossless: 14 bits each, less one
        return data[:21] + struct.pack("<I", width - 1 | height - 1 << 14) + data[25:]
    frame = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
    return data[: frame + 5] + struct.pack(">HH", height, width) + data[frame + 9 :]


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "WEBP, lossless", "JPEG, progressive"])
def test_too_many_pixels_are_refused_by_the_header_alone(kind: str) -> None:
    """The few pixels that are there would end as "damaged" if any were decoded."""
    said = refusal(stating(FILES[kind], 10_000, 10_001))

    assert said == (
        "The picture measures 10000 by 10001 pixels, which is more than can be opened safely;"
        " make it smaller and try again."
    )


def test_a_jpeg_beyond_all_cameras_is_refused() -> None:
    assert "which is more than can be opened safely" in refusal(stating(FILES["JPEG"], 65_000, 65_000))


def test_four_hundred_megapixels_in_a_few_kilobytes_are_refused() -> None:
    packer = zlib.compressobj(9)
    rows = b"".join([packer.compress(bytes(2501)) for _ in range(20_000)] + [packer.flush()])
    bomb = stating(encoded(Image.new("1", (16, 16)), "PNG"), 20_000, 20_000)[:33]
    for name, content in ((b"IDAT", rows), (b"IEND", b"")):
        bomb += (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    assert len(bomb) < 100_000
    assert "20000 by 20000 pixels" in refusal(bomb)


def test_a_frame_larger_than_its_canvas_is_refused() -> None:
    gif = FILES["GIF"]
    frame = gif.index(b"," + bytes(4) + struct.pack("<HH", 96, 64))
    bomb = gif[: frame + 5] + struct.pack("<HH", 65_000, 65_000) + gif[frame + 9 :]

    assert "more pixels than can be opened safely" in refusal(bomb)


def test_the_hundred_megapixels_of_a_telephone_are_opened() -> None:
    picture = open_picture(encoded(Image.new("L", (12_000, 9_000), 130), "JPEG"))

    assert picture.size == (12_000, 9_000)
    assert picture.image.size == (1_500, 1_125)
    assert picture.image.getpixel((700, 700)) == (130, 130, 130)


@pytest.mark.parametrize("spread", [False, True])
def test_only_a_jpeg_in_a_single_scan_may_have_them(spread: bool) -> None:
    """Colours in scans of their own make libjpeg keep the whole picture, as a progressive file does."""
    jpeg = FILES["JPEG"]
    scan = jpeg.index(b"\xff\xda\x00\x0c\x03")
    if spread:
        jpeg = jpeg[:scan] + b"\xff\xda\x00\x08\x01" + jpeg[scan + 5 : scan + 7] + jpeg[scan + 11 :]

    said = refusal(stating(jpeg, 10_000, 10_000)[:-20])

    assert ("more than can be opened safely" in said) == spread
    assert ("damaged" in said) != spread


def test_a_jpeg_with_endless_scans_is_refused() -> None:
    jpeg = FILES["JPEG, progressive"]
    last = jpeg[jpeg.rindex(b"\xff\xda") : -2]

    assert open_picture(jpeg[:-2] + last * 10 + jpeg[-2:]).size == (96, 64)
    assert "damaged" in refusal(jpeg[:-2] + last * 200 + jpeg[-2:])


@pytest.mark.parametrize("hidden", [False, True])
def test_a_heic_item_whose_type_is_no_text_does_not_crash_the_program(hidden: bool) -> None:
    """In a process of its own, because pi_heif would take this one down with it."""
    heic = bytearray(FILES["HEIC"])
    entry = heic.index(b"Exif") - 12
    heic[entry + 14] = 0xF2
    if hidden:  # behind a length that says "up to the end"
        heic[entry - 4 : entry] = bytes(4)
    program = """
import sys
from narrator.errors import PictureError
from narrator.picture.opening import open_picture
try:
    open_picture(bytes.fromhex(sys.argv[1]))
except PictureError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, heic.hex()], check=True, capture_output=True, text=True
    )

    assert done.stdout.startswith("The picture is damaged")


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 300), (300, 7)])
def test_too_small_to_describe(width: int, height: int) -> None:
    assert refusal(encoded(Image.new("RGB", (width, height)), "PNG")) == (
        f"The picture measures {width} by {height} pixels, which is too small to describe;"
        " choose a larger picture."
    )


def test_too_long_and_thin_to_describe() -> None:
    assert refusal(encoded(Image.new("RGB", (3200, 32)), "PNG")) == (
        "The picture measures 3200 by 32 pixels, which is too long and thin to describe;"
        " cut out the part that matters."
    )
    assert open_picture(encoded(Image.new("RGB", (320, 32)), "PNG")).size == (320, 32)


@pytest.mark.parametrize("kind", STILLS)
def test_half_a_file_is_refused(kind: str) -> None:
    assert (
        refusal(STILLS[kind][: len(STILLS[kind]) // 2])
        == "The picture is damaged or incomplete; copy it or download it again."
    )


def test_an_animation_torn_where_its_second_frame_begins_is_refused() -> None:
    """Pillow answers with an IndexError: it reads on where nothing is left."""
    whole = FILES["GIF, animated"]

    assert "damaged" in refusal(whole[: whole.rindex(b"!\xf9") + 1])


def test_only_the_decoder_that_is_needed_is_loaded() -> None:
    program = """
import io, sys
from narrator.picture.opening import open_picture
from PIL import Image, PngImagePlugin
file = io.BytesIO()
Image.new("RGB", (32, 32)).save(file, "PNG")
known = set(Image.OPEN)
open_picture(file.getvalue())
print(Image.OPEN.keys() - known, [name for name in sys.modules if name in ("pi_heif", "PIL.EpsImagePlugin")])
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert done.stdout == "set() []\n"


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.Image.core.new", exhausted)

    assert refusal(FILES["PNG"]).startswith("The picture needs more memory than is free;")


def test_warnings_are_kept_from_people_and_their_filters_stay() -> None:
    torn = encoded(corners(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01\x03\0\xff\xff\xff\xff")
    with pytest.warns(UserWarning, match="EXIF"):
        Image.open(io.BytesIO(torn)).getexif()
    with warnings.catch_warnings(record=True) as heard:
        open_picture(torn)
    assert heard == []
    before = list(warnings.filters)

    with ThreadPoolExecutor(8) as pool:
        pictures = list(pool.map(open_picture, [torn] * 40))

    assert len(pictures) == 40
    assert warnings.filters == before


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file that ends too early, or with some bytes changed, most of them near its beginning."""
    if draw(st.booleans()):
        return whole[: draw(st.integers(0, len(whole) - 1))]
    changed = bytearray(whole)
    places = st.integers(0, min(len(whole), 300) - 1) | st.integers(0, len(whole) - 1)
    for place, value in draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6)):
        changed[place] = value
    return bytes(changed)


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_damage_ends_in_a_picture_or_in_one_sentence(kind: str, data: st.DataObject) -> None:
    """With the same examples in every run, so that a failure can be repeated."""
    try:
        picture = open_picture(data.draw(damaged(FILES[kind])))
    except PictureError as error:
        said = str(error)
        assert said.endswith(".")
        assert ". " not in said
    else:
        assert picture.image.mode == "RGB"
        assert min(picture.size) >= 8
