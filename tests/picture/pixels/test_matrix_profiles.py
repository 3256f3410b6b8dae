"""Profiles of a matrix and curves are read as LittleCMS reads them."""

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from narrator.picture.pixels.matrix_profiles import srgb_of, tags_of
from narrator.picture.pixels.primaries import DISPLAY_P3, SRGB, gamma, rgb_profile, srgb_curve

COLOURS = np.stack(np.meshgrid(*[np.linspace(0, 255, 6).round()] * 3), axis=-1).reshape(-1, 3)


def fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *[round(65536 * value) for value in values])


CURVES = {
    "nothing": b"curv" + struct.pack(">II", 0, 0),
    "a gamma": b"curv" + struct.pack(">IIH", 0, 1, round(1.8 * 256)),
    "a table": b"curv" + struct.pack(">II", 0, 16) + (gamma(2.0)[::68][:16] * 65535).astype(">u2").tobytes(),
    "type 0": b"para" + struct.pack(">IHH", 0, 0, 0) + fixed(1.8),
    "type 1": b"para" + struct.pack(">IHH", 0, 1, 0) + fixed(1.8, 0.9, 0.1),
    "type 2": b"para" + struct.pack(">IHH", 0, 2, 0) + fixed(1.8, 0.8, 0.1, 0.05),
    "type 3": b"para"
    + struct.pack(">IHH", 0, 3, 0)
    + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    "type 4": b"para" + struct.pack(">IHH", 0, 4, 0) + fixed(2.4, 0.9, 0.05, 0.1, 0.04, 0.01, 0.002),
}


def with_curve(curve: bytes, *, grey: bool = False) -> bytes:
    """A profile of Display P3, or of grey, with another curve."""
    made = rgb_profile(DISPLAY_P3, srgb_curve())
    tags = tags_of(made)
    tags = {name: curve if name.endswith(b"TRC") else content for name, content in tags.items()}
    if grey:
        tags = {b"kTRC": curve, b"wtpt": tags[b"wtpt"]}
    place = 132 + 12 * len(tags)
    directory, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        directory += name + struct.pack(">II", place + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I", place + len(body)) + made[4:128]
    return (header[:16] + b"GRAY" + header[20:] if grey else header) + directory + body


@pytest.mark.parametrize("curve", CURVES)
def test_a_profile_for_colours_says_what_littlecms_says(curve: str) -> None:
    profile = with_curve(CURVES[curve])
    transform = ImageCms.buildTransform(
        io.BytesIO(profile),
        ImageCms.createProfile("sRGB"),
        "RGB",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.NOOPTIMIZE,
    )
    strip = Image.frombytes("RGB", (len(COLOURS), 1), COLOURS.astype(np.uint8).tobytes())
    ours = srgb_of(profile, COLOURS / 255)

    assert ours is not None
    assert np.abs(255 * ours - np.asarray(transform.apply(strip), np.float64)[0]).max() < 1


@pytest.mark.parametrize("curve", ["a gamma", "a table", "type 3"])
def test_a_profile_for_grey_says_what_littlecms_says(curve: str) -> None:
    profile = with_curve(CURVES[curve], grey=True)
    transform = ImageCms.buildTransform(
        io.BytesIO(profile),
        ImageCms.createProfile("sRGB"),
        "L",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.NOOPTIMIZE,
    )
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    ours = srgb_of(profile, np.arange(256)[:, None] / 255)

    assert ours is not None
    assert np.abs(255 * ours - np.asarray(transform.apply(ramp), np.float64)[0]).max() < 1.5


@pytest.mark.parametrize(
    "curve",
    [
        b"curv" + struct.pack(">II", 0, 2**31),
        b"curv",
        b"para" + struct.pack(">IHH", 0, 9, 0) + fixed(1.8),
        b"para" + struct.pack(">IHH", 0, 4, 0) + fixed(1.8),
        b"para" + struct.pack(">IHH", 0, 1, 0) + fixed(1.8, 0.0, 0.1),
        b"text" + bytes(20),
    ],
)
def test_a_broken_curve_is_refused(curve: bytes) -> None:
    with pytest.raises(ValueError, match=r"a (curve|tag)"):
        srgb_of(with_curve(curve), COLOURS / 255)


def test_tags_that_lead_nowhere_are_refused() -> None:
    made = rgb_profile(SRGB, srgb_curve())

    with pytest.raises(ValueError, match="behind the end"):
        tags_of(made[:-100])
    with pytest.raises(ValueError, match="without end"):
        tags_of(made[:128] + b"\xff\xff\xff\xff" + made[132:])


def test_a_profile_of_another_kind_is_left_to_others() -> None:
    assert srgb_of(with_curve(CURVES["a gamma"], grey=True), COLOURS / 255) is None
    assert srgb_of(rgb_profile(SRGB, srgb_curve()).replace(b"wtpt", b"A2B0"), COLOURS / 255) is None
