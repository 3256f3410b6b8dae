"""Colours are told as their profile means them, and pictures in sRGB stay byte for byte as they are."""

import io
import struct
import zlib

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from narrator.picture.pixels.littlecms import transform_of
from narrator.picture.pixels.primaries import (
    ADOBE_RGB,
    BT2020,
    DISPLAY_P3,
    SRGB,
    Primaries,
    gamma,
    profile_of_code_points,
    rgb_profile,
    srgb_curve,
)
from narrator.picture.pixels.srgb import LENGTH_LIMIT
from tests.drawings import BLUE, RED, corners, disc, encoded, scene

LITTLECMS_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

EXCHANGED = rgb_profile(Primaries(red=SRGB.blue, green=SRGB.green, blue=SRGB.red), srgb_curve())
"""Of libvips#4360: what stands in the file as red is blue."""

SWAPPED = Image.merge("RGB", corners().split()[::-1])
"""The corners as a file has them whose profile exchanges red and blue."""


def difference(image: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference, 0 to 255."""
    return float(np.abs(np.asarray(image, np.int16) - np.asarray(other, np.int16)).mean())


def light(image: Image.Image) -> npt.NDArray[np.float64]:
    value = np.asarray(image, np.float64) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def table_profile() -> bytes:
    """A profile that exchanges red and blue by a table, such as JPEG in XYB has (libjxl#3512).

    Type lut16 (ICC.1:2022, section 10.10), from RGB to XYZ by way of the matrix of sRGB's profile.
    """
    made = EXCHANGED
    names = {
        made[132 + 12 * tag : 136 + 12 * tag]: tag for tag in range(int.from_bytes(made[128:132], "big"))
    }

    def column(name: bytes) -> list[float]:
        place, _ = struct.unpack(">II", made[136 + 12 * names[name] : 144 + 12 * names[name]])
        return [value / 65536 for value in struct.unpack(">3i", made[place + 8 : place + 20])]

    matrix = np.array([column(name) for name in (b"rXYZ", b"gXYZ", b"bXYZ")])
    steps = 33
    axis = np.linspace(0, 1, steps)
    red, green, blue = np.meshgrid(axis, axis, axis, indexing="ij")
    colours = np.dstack([red.ravel(), green.ravel(), blue.ravel()])[0]
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    xyz = np.rint(linear @ matrix * 32768).clip(0, 65535).astype(">u2")
    straight = struct.pack(">2H", 0, 65535) * 3
    identity = struct.pack(">9i", *[65536 * (row == column) for row in range(3) for column in range(3)])
    table = b"mft2" + bytes(4) + bytes([3, 3, steps, 0]) + identity + struct.pack(">2H", 2, 2)
    table += b"".join((straight, bytes(xyz.data), straight))
    header = made[4:8] + b"\x02\x40\0\0scnrRGB XYZ " + made[24:128]
    directory = struct.pack(">I4sII", 1, b"A2B0", 144, len(table))
    return struct.pack(">I", 144 + len(table)) + header + directory + table


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("profile", [EXCHANGED, table_profile()], ids=["by a matrix", "by a table"])
def test_exchanged_channels_are_told_in_their_colours(profile: bytes, format: str) -> None:
    options = {"quality": 95, "subsampling": "4:4:4"} if format in ("JPEG", "AVIF") else {}
    image = open_picture(encoded(SWAPPED, format, icc_profile=profile, **options)).image

    assert difference(image, corners()) < 6


@pytest.mark.parametrize(
    "profile",
    [
        LITTLECMS_SRGB,
        rgb_profile(SRGB, srgb_curve()),
        rgb_profile(SRGB, gamma(2.2)),
        b"no profile",
        bytes(200),
        b"",
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_pictures_in_srgb_stay_as_they_are_byte_for_byte(profile: bytes, format: str) -> None:
    plain = open_picture(encoded(scene(300, 200), format)).image

    assert (
        open_picture(encoded(scene(300, 200), format, icc_profile=profile)).image.tobytes() == plain.tobytes()
    )


@pytest.mark.parametrize("primaries", [ADOBE_RGB, DISPLAY_P3, BT2020])
def test_what_was_written_in_a_wider_space_comes_back(primaries: Primaries) -> None:
    """LittleCMS wrote it, so that it is not held against our own reading alone."""
    profile = rgb_profile(primaries, srgb_curve())
    there = ImageCms.profileToProfile(
        scene(300, 200), ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile))
    )
    assert there is not None
    there.info.clear()

    assert difference(there, scene(300, 200)) > 4
    assert difference(open_picture(encoded(there, "PNG", icc_profile=profile)).image, scene(300, 200)) < 2


def test_transparency_and_palettes_are_converted_with_their_picture() -> None:
    swapped = Image.merge("RGBA", [disc().split()[band] for band in (2, 1, 0, 3)])
    shown = open_picture(encoded(swapped, "PNG", icc_profile=EXCHANGED)).image
    palette = open_picture(encoded(SWAPPED.quantize(4), "PNG", icc_profile=EXCHANGED)).image

    assert shown.getpixel((2, 2)) == (255, 255, 255)
    assert difference(shown.crop((44, 28, 52, 36)), Image.new("RGB", (8, 8), RED)) < 2
    assert difference(palette, corners()) < 2
    keyed = open_picture(encoded(SWAPPED, "PNG", icc_profile=EXCHANGED, transparency=RED[::-1])).image
    assert keyed.getpixel((2, 2)) == (255, 255, 255)
    assert difference(keyed.crop((2, 60, 4, 62)), Image.new("RGB", (2, 2), BLUE)) < 2


def test_grey_has_profiles_of_its_own() -> None:
    grey = scene(300, 200).convert("L")
    linear = Image.fromarray(np.rint(light(grey) * 255).astype(np.uint8))
    profile = rgb_profile(SRGB, gamma(1.0))
    shown = open_picture(encoded(linear, "TIFF", icc_profile=profile)).image

    assert difference(linear, grey) > 40
    assert difference(shown.convert("L"), grey) < 2


def test_a_large_picture_is_converted_without_a_seam() -> None:
    large = Image.merge("RGB", scene(700, 600).split()[::-1])

    assert difference(open_picture(encoded(large, "PNG", icc_profile=EXCHANGED)).image, scene(700, 600)) < 1


def test_a_profile_for_other_colours_is_left_out() -> None:
    cmyk = bytearray(EXCHANGED)
    cmyk[16:20] = b"CMYK"
    long = EXCHANGED + bytes(LENGTH_LIMIT)
    for profile in (bytes(cmyk), long, EXCHANGED[:300]):
        assert (
            difference(
                open_picture(encoded(SWAPPED, "WEBP", lossless=True, icc_profile=profile)).image, SWAPPED
            )
            == 0
        )


def test_tables_of_floats_are_not_handed_to_littlecms() -> None:
    """Their elements may be as many as the file has room for, and each takes its time for each colour."""
    floats = table_profile().replace(b"A2B0", b"D2B0")

    with pytest.raises(ValueError, match="floating-point"):
        transform_of(floats, "RGB")
    shown = open_picture(encoded(SWAPPED, "WEBP", lossless=True, icc_profile=floats)).image
    assert difference(shown, SWAPPED) == 0


def test_lab_is_turned_into_colours() -> None:
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = to_lab.apply(corners())

    assert difference(open_picture(encoded(lab, "TIFF")).image, corners()) < 4


def test_a_callers_image_stays_as_it_was() -> None:
    image = SWAPPED.copy()
    image.info["icc_profile"] = EXCHANGED
    shown = open_picture(image).image

    assert difference(shown, corners()) < 1
    assert image.tobytes() == SWAPPED.tobytes()


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + chunk + png[33:]


def stored_with_gamma_1(picture: Image.Image) -> bytes:
    linear = np.rint(light(picture) * 255).astype(np.uint8)
    return with_chunk(encoded(Image.fromarray(linear), "PNG"), b"gAMA", struct.pack(">I", 100_000))


def test_a_png_of_gamma_1_is_not_dark() -> None:
    for picture in (scene(300, 200), scene(300, 200).convert("L")):
        assert difference(open_picture(stored_with_gamma_1(picture)).image.convert(picture.mode), picture) < 5


@pytest.mark.parametrize("stated", [45455, 50000, 0, 1, 2**31 - 1])
def test_a_usual_gamma_and_one_that_nobody_meant_change_nothing(stated: int) -> None:
    plain = encoded(scene(300, 200), "PNG")
    image = open_picture(with_chunk(plain, b"gAMA", struct.pack(">I", stated))).image

    assert difference(image, scene(300, 200)) == (0 if stated != 50000 else pytest.approx(0, abs=9))


def test_png_may_state_primaries() -> None:
    points = (0.3127, 0.3290, *SRGB.blue, *SRGB.green, *SRGB.red)
    chunk = struct.pack(">8I", *[round(value * 100_000) for value in points])
    png = with_chunk(encoded(SWAPPED, "PNG"), b"cHRM", chunk)

    assert difference(open_picture(with_chunk(png, b"gAMA", struct.pack(">I", 45455))).image, corners()) < 4
    broken = with_chunk(encoded(SWAPPED, "PNG"), b"cHRM", bytes(32))
    assert difference(open_picture(with_chunk(broken, b"gAMA", struct.pack(">I", 45455))).image, SWAPPED) == 0


def test_an_intent_of_srgb_goes_before_a_gamma() -> None:
    """PNG specification, third edition, section 4.3: of cICP, iCCP, sRGB and gAMA the first that is there."""
    png = with_chunk(stored_with_gamma_1(scene(300, 200)), b"sRGB", b"\0")

    assert difference(open_picture(png).image, scene(300, 200)) > 40


def test_a_camera_may_state_adobe_rgb_without_a_profile() -> None:
    exif = Image.Exif()
    exif.get_ifd(0xA005)[1] = "R03"
    with_index = open_picture(
        encoded(scene(300, 200), "JPEG", exif=b"Exif\0\0" + b"R03" + exif.tobytes()[6:])
    )
    without = open_picture(encoded(scene(300, 200), "JPEG"))

    assert difference(with_index.image, without.image) > 3


@pytest.mark.parametrize(("transfer", "peak"), [(16, 10_000), (18, 1_000)])
def test_high_dynamic_range_is_as_bright_as_other_pictures(transfer: int, peak: int) -> None:
    """PQ (SMPTE ST 2084) and HLG (ITU-R BT.2100), with white paper at 203 cd/m2 (ITU-R BT.2408)."""
    nits = light(scene(300, 200)) * 203 / peak
    if transfer == 16:
        power = nits**0.1593017578125
        value = ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    else:
        dim = nits ** (1 / 1.2)
        value = np.where(
            dim <= 1 / 12,
            (3 * dim) ** 0.5,
            0.17883277 * np.log((12 * dim - 0.28466892).clip(1e-9)) + 0.55991073,
        )
    stored = Image.fromarray(np.rint(value * 255).clip(0, 255).astype(np.uint8))
    png = with_chunk(encoded(stored, "PNG"), b"cICP", bytes([1, transfer, 0, 1]))
    avif = encoded(stored, "AVIF", quality=95).replace(
        b"colrnclx\0\x01\0\x0d", b"colrnclx\0\x01\0" + bytes([transfer])
    )

    assert difference(stored, scene(300, 200)) > 12
    for file in (png, avif):
        assert difference(open_picture(file).image, scene(300, 200)) < 6


def test_code_points_that_mean_srgb_or_nothing_have_no_profile() -> None:
    for primaries, transfer in ((1, 13), (1, 1), (2, 2), (1, 2), (22, 13), (0, 0)):
        assert profile_of_code_points(primaries, transfer) is None
    assert profile_of_code_points(12, 13) is not None


def test_primaries_without_colours_are_refused() -> None:
    for corner in ((0.3, 0.0), (0.3, 0.6)):
        with pytest.raises(ValueError, match="colour"):
            rgb_profile(Primaries(red=corner, green=(0.3, 0.6), blue=(0.3, 0.6)), gamma(1))


def test_a_profile_costs_no_picture() -> None:
    """Whatever its bytes: damage in it ends in the picture as if it had none, or in other colours."""
    rng = np.random.default_rng(0)
    for _ in range(150):
        damaged = bytearray(table_profile() if rng.random() < 0.3 else EXCHANGED)
        for place in rng.integers(0, min(len(damaged), 500), 8):
            damaged[place] = rng.integers(0, 256)
        try:
            image = open_picture(encoded(SWAPPED, "WEBP", lossless=True, icc_profile=bytes(damaged))).image
        except PictureError as error:
            pytest.fail(str(error))
        assert image.size == SWAPPED.size
