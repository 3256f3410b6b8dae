"""Words that programs keep beside a picture, under the names that they give them."""

import json
import os
from pathlib import Path

import pytest

from narrator.description import Written
from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from tests.drawings import encoded, tinted
from tests.picture.written.made import WORDS, alternatives, by_person, jpeg, xmp

SIDECAR = xmp(alternatives("dc:description", {"x-default": WORDS}))
LONG = "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2"
NOTE = json.dumps({"title": "IMG.jpg", "description": WORDS, "imageViews": "3"}).encode()


def written(folder: Path, name: str = "IMG_1.jpg", **inside: bytes) -> Written | None:
    picture = folder / name
    picture.write_bytes(jpeg(**inside))
    return open_picture(picture, ()).written


@pytest.mark.parametrize("sidecar", ["IMG_1.xmp", "IMG_1.jpg.xmp"])
def test_xmp_beside_a_picture(tmp_path: Path, sidecar: str) -> None:
    """Lightroom's and Bridge's name; digiKam's and darktable's."""
    (tmp_path / sidecar).write_bytes(SIDECAR)
    assert written(tmp_path) == by_person()


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("IMG_1.jpg", "IMG_1.jpg.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
        ("IMG_1(1).jpg", "IMG_1.jpg(1).json"),
        ("IMG_1(1).jpg", "IMG_1.jpg.supplemental-metadata(1).json"),
        ("IMG_1(1).jpg", "IMG_1(1).jpg.json"),
        ("IMG_1-edited.jpg", "IMG_1.jpg.supplemental-metadata.json"),
        ("IMG_1-bearbeitet(2).jpg", "IMG_1.jpg(2).json"),
        ("Screenshot_2017-07-05-10-05-26.png", "Screenshot_2017-07-05-10-05-26.png.supplementa.json"),
        ("Screenshot_20241227_105539_Edge.jpg", "Screenshot_20241227_105539_Edge.jpg.supplement.json"),
        (f"{LONG}.jpg", f"{LONG}.jp.json"),
    ],
)  # fmt: skip
def test_notes_of_a_google_takeout(tmp_path: Path, name: str, note: str) -> None:
    """GooglePhotosTakeoutHelper#59 and #353, memories#1559, immich-go#35."""
    (tmp_path / note).write_bytes(NOTE)
    assert written(tmp_path, name) == by_person()


def test_in_the_same_place_the_words_beside_a_file_go_first(tmp_path: Path) -> None:
    older = xmp(alternatives("dc:description", {"x-default": "What it once was"}))
    alt = xmp(alternatives("Iptc4xmpCore:AltTextAccessibility", {"x-default": "For the blind"}))
    (tmp_path / "IMG_1.jpg.xmp").write_bytes(SIDECAR)
    assert written(tmp_path, xmp=older) == by_person()
    assert written(tmp_path, xmp=alt) == by_person("For the blind")


def test_of_a_raw_file_the_jpeg_beside_it_learns_nothing(tmp_path: Path) -> None:
    block = xmp(
        alternatives("dc:description", {"x-default": WORDS}), attributes='photoshop:SidecarForExtension="NEF"'
    )
    (tmp_path / "IMG_1.xmp").write_bytes(block)
    assert written(tmp_path) is None
    (tmp_path / "IMG_1.xmp").write_bytes(block.replace(b"NEF", b"JPG"))
    assert written(tmp_path) == by_person()


def test_what_cannot_be_read_beside_a_picture_says_nothing(tmp_path: Path) -> None:
    for content in (b"", b"<x", b"{", b"[" * 10**5, b"[1]", b'{"description": 7}', b" " * 2**21, b"\xff\xfe"):
        for name in ("IMG_1.xmp", "IMG_1.jpg.json"):
            (tmp_path / name).write_bytes(content)
        assert written(tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_or_a_folder_in_a_sidecars_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "IMG_1.jpg.xmp")
    (tmp_path / "IMG_1.xmp").mkdir()
    assert written(tmp_path) is None


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_what_has_no_name_has_nothing_beside_it(name: str) -> None:
    with pytest.raises(PictureError, match="is a folder"):
        open_picture(Path(name))


def test_of_bytes_nothing_is_looked_for_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "IMG_1.xmp").write_bytes(SIDECAR)
    monkeypatch.chdir(tmp_path)
    assert open_picture(encoded(tinted("red"), "JPEG")).written is None
