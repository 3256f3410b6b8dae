#!/bin/sh
# Pillow opens a grey TIFF with premultiplied alpha and cannot turn it into RGB; the same in colour it can.
#
# Seen with Pillow 13.0.0 on Python 3.11 (12.0.0 does not open the file): a TIFF with the samples grey and
# associated alpha (ExtraSamples 1) opens as mode "La" and decodes. convert("RGB"), and to "L" and "RGBA", raises
# ValueError: conversion from La to L not supported. In colour Pillow divides by the alpha while it reads and gives
# "RGBA", which converts to anything. So code that ends every way of opening with convert("RGB") takes a sound file
# for a damaged one. Go by way of "LA", which is supported. A file of this kind: image-rs/image-tiff,
# tests/images/minisblack-2c-8b-alpha.tiff.
#
# Run: sh findings/pillow_premultiplied_grey_cannot_become_rgb.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pillow==13.0.0
cd "$home"
"$home/env/bin/python" - <<'END'
import struct
from io import BytesIO

from PIL import Image

SIDE = 4


def tiff(*pixel: int) -> BytesIO:
    """One strip of equal pixels, of which the last sample is premultiplied alpha; bits stand after the directory."""
    samples, strip = len(pixel), bytes(pixel) * SIDE * SIDE
    short, long = 3, 4
    after = 8 + 2 + 10 * 12 + 4
    bits = 8 | 8 << 16 if samples == 2 else after
    fields = [
        (256, short, 1, SIDE),  # ImageWidth
        (257, short, 1, SIDE),  # ImageLength
        (258, short, samples, bits),  # BitsPerSample
        (259, short, 1, 1),  # Compression: none
        (262, short, 1, 1 if samples == 2 else 2),  # PhotometricInterpretation: grey or RGB
        (273, long, 1, after + 2 * samples),  # StripOffsets
        (277, short, 1, samples),  # SamplesPerPixel
        (278, short, 1, SIDE),  # RowsPerStrip
        (279, long, 1, len(strip)),  # StripByteCounts
        (338, short, 1, 1),  # ExtraSamples: associated alpha
    ]
    directory = b"".join(struct.pack("<HHII", *field) for field in fields)
    head = b"II*\0" + struct.pack("<IH", 8, len(fields)) + directory + bytes(4)
    return BytesIO(head + struct.pack(f"<{samples}H", *[8] * samples) + strip)


def converted(file: BytesIO, *modes: str) -> str:
    image = Image.open(file)
    image.load()
    found = image.mode
    try:
        for mode in modes:
            image = image.convert(mode)
    except ValueError as error:
        return f"{found}: {error}"
    return f"{found}: {image.getpixel((0, 0))}"


found = {
    "colour to RGB": converted(tiff(100, 50, 25, 128), "RGB"),
    "grey to RGB": converted(tiff(100, 128), "RGB"),
    "grey to L": converted(tiff(100, 128), "L"),
    "grey to RGBA": converted(tiff(100, 128), "RGBA"),
    "grey to LA to RGB": converted(tiff(100, 128), "LA", "RGB"),
}
for name, said in found.items():
    print(f"{name}: {said}")
assert found["colour to RGB"] == "RGBA: (199, 99, 49)", found
assert all(found[f"grey to {mode}"].endswith("not supported") for mode in ("RGB", "L", "RGBA")), found
assert found["grey to LA to RGB"] == "La: (199, 199, 199)", found
END
