#!/bin/sh
# Pillow leaves the transparent colour of a PNG unscaled while it scales the pixels, so that nothing is transparent.
#
# Seen with Pillow 13.0.0 on Python 3.11: grey of 2 and 4 bits and colours of 16 bits are brought to 8 bits, but
# info["transparency"] (chunk tRNS) stays as the file has it: 5 of 15 for pixels that are now 85, or 4660 for
# ones that are 18. convert("RGBA") compares the two, finds them different, and answers with an opaque picture,
# without a warning; has_transparency_data says True. Grey of 1, 8 and 16 bits is right. Scale the colour
# yourself: 255 * value // (2**bits - 1) for grey, value >> 8 for each of 16 bits.
#
# Run: sh findings/pillow_transparent_colour_of_scaled_png.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pillow==13.0.0
"$home/env/bin/python" - <<'END_OF_PYTHON'
import io
import struct
import zlib

from PIL import Image


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(bits: int, colours: int, value: int) -> bytes:
    """8 by 8 pixels of one value, which tRNS makes transparent."""
    kind = {1: 0, 3: 2}[colours]
    row = b"\0" + int(f"{value:0{bits}b}" * 8 * colours, 2).to_bytes(bits * colours, "big")
    header = struct.pack(">IIBBBBB", 8, 8, bits, kind, 0, 0, 0)
    parts = (b"IHDR", header), (b"tRNS", struct.pack(">H", value) * colours), (b"IDAT", zlib.compress(row * 8))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in (*parts, (b"IEND", b"")))


alphas = {}
for bits, colours, value in ((1, 1, 1), (2, 1, 1), (4, 1, 5), (8, 1, 5), (8, 3, 5), (16, 3, 0x1234)):
    image = Image.open(io.BytesIO(png(bits, colours, value)))
    assert image.has_transparency_data
    alphas[bits, colours] = image.convert("RGBA").getpixel((0, 0))[3]
    print(f"{bits:2} bits, {image.mode}: pixels {image.getpixel((0, 0))}, "
          f"transparent {image.info['transparency']}, alpha {alphas[bits, colours]}")
assert [alphas[key] for key in ((1, 1), (8, 1), (8, 3))] == [0, 0, 0], "what was right is wrong now"
assert [alphas[key] for key in ((2, 1), (4, 1), (16, 3))] == [255, 255, 255], "Pillow scales the colour now"
END_OF_PYTHON
