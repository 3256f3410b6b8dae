#!/bin/sh
# Pillow decodes a still WebP with the decoder of animations, which takes 16 bytes a pixel: four times the picture.
#
# Seen with Pillow 13.0.0 on Python 3.11, Linux: 36 megapixels of one colour, a file of 64 kB, take 580 MB until
# they are loaded; the same picture takes 148 MB as PNG or JPEG. The animation decoder keeps a canvas
# for this frame and one for the one before, both RGBA; the frame is copied out of it as bytes, and these are
# copied into the image. So a bound on pixels that was worked out from "four bytes a pixel" is no bound on the
# memory of a WebP.
#
# Run: sh findings/a_still_webp_takes_sixteen_bytes_a_pixel.sh. It fails if this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pillow==13.0.0
cd "$home"
"$home/env/bin/python" -c "
from PIL import Image
image = Image.new('RGB', (6000, 6000), 'teal')
for name in ('WEBP', 'PNG', 'JPEG'):
    image.save(name, name)
"
for name in WEBP PNG JPEG; do
    "$home/env/bin/python" - "$name" <<'END'
import re
import sys
from pathlib import Path

from PIL import Image


def peak() -> int:
    return 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])


before = peak()
image = Image.open(sys.argv[1])
image.load()
taken = (peak() - before) / (image.width * image.height)
print(f"{sys.argv[1]}: {taken:.1f} bytes a pixel, file of {Path(sys.argv[1]).stat().st_size} bytes")
assert (taken > 14) == (sys.argv[1] == "WEBP"), "it takes something else now"
END
done
