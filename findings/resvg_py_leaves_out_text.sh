#!/bin/sh
# resvg-py leaves out every text whose font is not installed, that in a generic family too, and reports nothing.
#
# Seen with resvg-py 0.5.0 on Python 3.11, where DejaVu is the only font: text in the families "serif", "sans-serif",
# "monospace" or "Arial", or in none, leaves no pixel, and there is no error. Its generic families are names of
# Microsoft's fonts, and a family that is missing falls back to the serif one, which is missing as well; fontconfig is
# not asked. With serif_family, sans_serif_family and monospace_family named, all of them are drawn.
#
# Run: sh findings/resvg_py_leaves_out_text.sh. matplotlib is there for its copy of DejaVu. It fails if any of this
# has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet resvg-py==0.5.0 pillow==13.0.0
"$home/env/bin/pip" install --quiet --no-deps matplotlib==3.11.2
cd "$home"
"$home/env/bin/python" - <<'END'
from importlib.metadata import distribution
from io import BytesIO

from PIL import Image
from resvg_py import svg_to_bytes

FONTS = str(distribution("matplotlib").locate_file("matplotlib/mpl-data/fonts/ttf"))
NAMED = {"serif_family": "DejaVu Serif", "sans_serif_family": "DejaVu Sans", "monospace_family": "DejaVu Sans Mono"}


def pixels(family: str, **options: str) -> int:
    attribute = f'font-family="{family}"' if family else ""
    text = f'<text x="5" y="30" font-size="30" {attribute}>Sunny day</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">{text}</svg>'
    drawn = svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_dirs=[FONTS], dpi=96, **options)
    return sum(Image.open(BytesIO(bytes(drawn))).convert("RGBA").getchannel("A").histogram()[1:])


for family in ("DejaVu Sans", "serif", "sans-serif", "monospace", "Arial", ""):
    alone, named = pixels(family), pixels(family, **NAMED)
    print(f"{family or 'no family'}: {alone} pixels; with the generic families named, {named}")
    assert named > 0 and (alone > 0) == (family == "DejaVu Sans"), family
END
