"""Sound files that cannot be read are named, and never called damaged."""

import struct

import numpy as np
import pytest

from narrator.errors import PictureError
from narrator.picture.formats.recognition import recognise
from narrator.picture.opening import open_picture
from tests.drawings import corners, encoded, off


def refusal(data: bytes) -> str:
    with pytest.raises(PictureError) as caught:
        open_picture(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x76\x2f\x31\x01", "an OpenEXR picture"),
        (b"#?RADIANCE\nFORMAT", "a Radiance HDR picture"),
        (b"\xd7\xcd\xc6\x9a\0\0", "a Windows metafile"),
        (b"\x01\0\0\0" + bytes(36) + b" EMF", "a Windows metafile"),
        (b"gimp xcf file", "a project of GIMP"),
        (b"8BPS\0\x02", "a large document of Photoshop"),
        (b"AT&TFORM\0\0\0\x10DJVU", "a DjVu document"),
        (b"%!PS-Adobe-3.0", "a PostScript file"),
        (b"qoif\0\0\1\0", "a QOI picture"),
        (b"\x0a\x05\x01\x08", "a PCX picture of Paintbrush"),
        (b"DDS |\0\0\0", "a texture of a game"),
        (b"SIMPLE  =", "a FITS file of a telescope"),
        (bytes(128) + b"DICM", "a DICOM file of a medical scanner"),
        (b"BA(\0\0\0\0\0\0\0\0\0\0\0BM", "an icon of OS/2"),
        (b"\0\0\2\0\1\0\x20\x20", "a mouse pointer of Windows"),
        (b"Pf\n10 10\n-1", "a picture of the Netpbm kinds PAM or PFM"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_kind_that_is_not_opened_is_named(head: bytes, what: str) -> None:
    said = refusal(head + bytes(200))

    assert said.startswith(f"The picture is {what}, which cannot be opened; ")
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("marker", "bits", "what"),
    [
        (0xC1, 12, "a JPEG of 12 bits"),
        (0xC3, 16, "a JPEG of 16 bits"),
        (0xC5, 8, "a hierarchical JPEG"),
        (0xF7, 8, "a JPEG-LS picture"),
    ],
)
def test_a_variant_of_jpeg_that_is_not_decoded_is_named(marker: int, bits: int, what: str) -> None:
    """TwelveMonkeys's and ImageSharp's test pictures hold all of these."""
    usual = encoded(corners(), "JPEG")
    frame = usual.index(b"\xff\xc0")
    data = (
        usual[: frame + 1]
        + bytes([marker])
        + usual[frame + 2 : frame + 4]
        + bytes([bits])
        + usual[frame + 5 :]
    )

    assert refusal(data) == (
        f"The picture is {what}, which cannot be read; export it as PNG or JPEG and try again."
    )


def test_a_photoshop_document_of_16_bits_is_named() -> None:
    data = b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 64, 96, 16, 3) + bytes(99)

    assert refusal(data) == (
        "The picture is a Photoshop document of 16 bits, which cannot be read;"
        " save it as JPEG or with 8 bits and try again."
    )


@pytest.mark.parametrize(
    "data",
    [b"P2\n8 8\n255\n" + b"0 255 " * 32, b"P6\n8 8\n65535\n" + b"\xff\xff" * 192],
    ids=["letters", "deep"],
)
def test_what_pillow_decodes_slowly_is_read_while_it_is_little(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert np.asarray(open_picture(data).image).max() == 255
    monkeypatch.setattr("narrator.picture.formats.pnm.PIXELS", 50)

    assert refusal(data).startswith("The picture is a large PNM of a rare kind, which cannot")


@pytest.mark.parametrize(
    ("format", "kind"),
    [("JPEG2000", "JPEG 2000"), ("PPM", "PNM"), ("TGA", "TGA"), ("ICO", "ICO"), ("ICNS", "ICNS")],
)
def test_kinds_that_pillow_reads_are_opened(format: str, kind: str) -> None:
    size = (1024, 1024) if format == "ICNS" else (96, 64)  # Pillow writes all sizes up to that
    options = {"sizes": [size]} if format == "ICO" else {}

    picture = open_picture(encoded(corners(*size), format, **options))

    assert (picture.format, picture.size, picture.notes) == (kind, size, ())
    assert off(picture.image, (5, 5), (220, 30, 30)) < 12


@pytest.mark.parametrize(
    "data", [b"plain text", b"\xff", b"P1 is a name", b"\0" * 50, b"GIF87", b"PK\3\4" + bytes(40), b"<html>"]
)
def test_whatever_is_no_picture_is_none(data: bytes) -> None:
    assert recognise(data) is None
    assert refusal(data).startswith("The picture is not a picture that can be read; use JPEG, PNG, ")


def test_comments_without_end_in_front_of_a_picture_make_it_none() -> None:
    pixels = b"8 8\n255\n" + bytes(192)

    assert open_picture(b"P6\n" + b"# a\n" * 100 + pixels).size == (8, 8)
    assert "is not a picture that can be read" in refusal(b"P6\n" + b"# a\n" * 20_000 + pixels)
