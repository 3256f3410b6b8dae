"""Words as Narrator writes them, and pictures that can hold them."""

from collections.abc import Mapping

from PIL import ImageCms

from narrator.alt_text.alt_text import AltText, signed
from tests.drawings import encoded, scene, tinted

DOG = AltText(
    text=signed("A dog on a beach."),
    tool="Narrator 0.1.0",
    bundle="small 1",
    day="2026-11-30",
    confidence=0.71,
)
CAT = AltText(
    text=signed("A <cat> & a kitten."),
    tool="Narrator 0.2.0",
    bundle="large 2",
    day="2026-12-01",
    confidence=None,
)


def _long_profile() -> bytes:
    """A profile that takes three segments of a JPEG."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().ljust(150_000, b"\0")
    return len(profile).to_bytes(4, "big") + profile[4:]


_ANIMATED = {"save_all": True, "append_images": [tinted("blue")]}
PICTURES: Mapping[str, bytes] = {
    "JPEG": encoded(tinted("red"), "JPEG"),
    "progressive JPEG": encoded(scene(320, 240), "JPEG", progressive=True, icc_profile=_long_profile()),
    "PNG": encoded(tinted("red"), "PNG"),
    "animated PNG": encoded(tinted("red"), "PNG", **_ANIMATED),
    "WebP": encoded(tinted("red"), "WEBP"),
    "lossless WebP": encoded(tinted("red").convert("RGBA"), "WEBP", lossless=True),
    "animated WebP": encoded(tinted("red"), "WEBP", **_ANIMATED),
    "GIF": encoded(tinted("red"), "GIF"),
    "animated GIF": encoded(tinted("red"), "GIF", loop=0, **_ANIMATED),
    "TIFF": encoded(tinted("red"), "TIFF"),
    "TIFF of pages": encoded(tinted("red"), "TIFF", **_ANIMATED),
    "packed TIFF": encoded(tinted("red"), "TIFF", compression="tiff_lzw"),
}
