#!/bin/sh
# Pillow accepts the header of a BigTIFF with its high bytes first and then cannot open any such file.
#
# Seen with Pillow 13.0.0 on Python 3.11: `MM\0+` is in TiffImagePlugin.PREFIXES, so that the plugin takes the file,
# but whether it is a BigTIFF is asked of the third byte (`ifh[2] == 43`), which is 0 where the high byte comes
# first. So the size of the offsets (8) is taken for the place of the directory, and what stands there has no
# dimensions. The same picture with its low bytes first opens, and tifffile 2025.10.16 reads both.
#
# Run: sh findings/pillow_no_big_endian_bigtiff.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pillow==13.0.0 tifffile==2025.10.16 numpy
cd "$home"
"$home/env/bin/python" - <<'END'
import numpy
import tifffile
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import PREFIXES

pixels = numpy.arange(32 * 32 * 3, dtype=numpy.uint8).reshape(32, 32, 3)


def with_pillow(path: str) -> str:
    try:
        with Image.open(path) as image:
            return "right" if numpy.array_equal(numpy.asarray(image), pixels) else "wrong pixels"
    except UnidentifiedImageError:
        return "cannot identify image file"


answers = {}
for order, name in (("<", "low"), (">", "high")):
    path = f"{name}.tif"
    tifffile.imwrite(path, pixels, bigtiff=True, byteorder=order, photometric="rgb")
    assert numpy.array_equal(tifffile.imread(path), pixels)
    answers[name] = with_pillow(path)
    with open(path, "rb") as file:
        head = file.read(4)
    print(f"{name} bytes first: {head!r}, among the prefixes: {head in PREFIXES}, Pillow: {answers[name]}")
    assert head in PREFIXES
assert answers == {"low": "right", "high": "cannot identify image file"}, "Pillow's answers have changed"
END
