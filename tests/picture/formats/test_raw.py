"""A camera's raw file: the picture that the camera put into it."""

import struct
import sys

import pytest

from narrator.errors import PictureError
from narrator.picture.formats.recognition import recognise
from narrator.picture.opening import open_picture
from tests.drawings import RED, corners, encoded, off
from tests.tiffs import Value, directory

pytest.importorskip("rawpy")

CFA, SENSOR = 32803, (128, 96)


def dng(preview: bytes | None, *, orientation: int = 1) -> bytes:
    """A DNG with the values of a sensor, and beside them a JPEG or none."""
    head = b"II*\0" + struct.pack("<I", 8)
    values = bytes(2 * SENSOR[0] * SENSOR[1])
    jpeg = preview or b""
    pixels_at = 8 + 2048  # room for both directories
    jpeg_at = pixels_at + len(values)
    sensor: dict[int, Value] = {
        254: 0, 256: SENSOR[0], 257: SENSOR[1], 258: 16, 259: 1, 262: CFA, 273: pixels_at, 277: 1,
        278: SENSOR[1], 279: len(values), 33421: [2, 2], 33422: bytes([0, 1, 1, 2]),
    }  # fmt: skip
    main: dict[int, Value] = {
        254: 1, 256: 96, 257: 64, 258: [8, 8, 8], 259: 7, 262: 6, 273: jpeg_at, 274: orientation,
        277: 3, 278: 64, 279: len(jpeg), 330: 8 + 1024, 50706: bytes([1, 4, 0, 0]),
    }  # fmt: skip
    if preview is None:
        main = sensor | {274: orientation, 50706: bytes([1, 4, 0, 0])}
    first = directory(main, 8).ljust(1024, b"\0")
    second = directory(sensor, 8 + 1024).ljust(1024, b"\0")
    return head + first + second + values + jpeg


JPEG = encoded(corners(), "JPEG", quality=95)


def test_its_picture_is_shown_and_said_to_be_the_cameras() -> None:
    picture = open_picture(dng(JPEG))

    assert (picture.format, picture.size) == ("RAW", (96, 64))
    assert picture.notes == ("This is the picture that the camera put into its raw file.",)
    assert off(picture.image, (10, 10), RED) < 12


def test_it_is_upright_as_the_raw_file_states() -> None:
    picture = open_picture(dng(JPEG, orientation=6))

    assert picture.size == (64, 96)
    assert off(picture.image, (60, 5), RED) < 12


def test_without_a_picture_in_it_there_is_nothing_to_show() -> None:
    with pytest.raises(PictureError) as caught:
        open_picture(dng(None))

    assert str(caught.value) == (
        "The picture is a camera's raw file without a picture in it, which cannot be read;"
        " export it as JPEG in the camera's program and try again."
    )


def test_a_camera_that_is_not_known_is_no_damage() -> None:
    with pytest.raises(PictureError, match="is a raw file of a camera that is not known"):
        open_picture(b"FUJIFILMCCD-RAW " + bytes(300))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (dng(JPEG), "RAW"),
        (b"II*\0\x10\0\0\0CR\x02\0" + bytes(99), "RAW"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "RAW"),
        (b"IIU\0" + bytes(99), "RAW"),
        (b"IIRO" + bytes(99), "RAW"),
        (encoded(corners(), "TIFF"), "TIFF"),
        (b"II*\0\xff\xff\xff\xff", "TIFF"),
        (b"MM\0*\0\0\0\x08\xff\xff" + bytes(40), "TIFF"),
    ],
    ids=["DNG", "CR2", "CR3", "RW2", "ORF", "TIFF", "TIFF, torn", "TIFF, of zeros"],
)
def test_a_raw_file_is_told_from_a_tiff(data: bytes, kind: str) -> None:
    assert recognise(data) == kind


def test_without_its_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)

    with pytest.raises(
        PictureError, match="is a camera's raw file, and what reads it is not installed; run "
    ):
        open_picture(dng(JPEG))
