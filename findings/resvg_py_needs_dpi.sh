#!/bin/sh
# resvg-py refuses every SVG whose size is in millimetres, as Inkscape writes it, unless `dpi` is given.
#
# Seen with resvg-py 0.5.0 on Python 3.11: svg_to_bytes raises "SVG has an invalid size" for width="30mm", and for cm,
# in, pt and pc; px and no unit are drawn. Its `dpi` is 0 by default, where resvg's own is 96, so a millimetre is no
# pixel long. `width` and `height` do not help. With dpi=96, CSS's pixels of an inch, all are drawn, in the same size.
#
# Run: sh findings/resvg_py_needs_dpi.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet resvg-py==0.5.0 pillow==13.0.0
cd "$home"
"$home/env/bin/python" - <<'END'
from io import BytesIO

from PIL import Image
from resvg_py import svg_to_bytes

UNITS = {"mm": 25.4, "cm": 2.54, "in": 1, "pt": 72, "pc": 6, "px": 96, "": 96}  # of an inch


def drawn(unit: str, **options: int) -> str:
    side = f"{2 * UNITS[unit]}{unit}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 9 9">'
        '<rect width="9" height="9" fill="red"/></svg>'
    )
    try:
        image = Image.open(BytesIO(bytes(svg_to_bytes(svg_string=svg, **options))))
    except ValueError as error:
        return str(error)
    return f"{image.width} by {image.height}"


found = {
    unit or "no unit": (drawn(unit), drawn(unit, width=500), drawn(unit, dpi=96), drawn(unit, dpi=96, width=500))
    for unit in UNITS
}
print("unit: alone; width=500; dpi=96; dpi=96 and width=500")
for unit, said in found.items():
    print(f"{unit}: {'; '.join(said)}")
for unit, (alone, wide, with_dpi, both) in found.items():
    assert (with_dpi, both) == ("192 by 192", "500 by 500"), found
    if unit in ("px", "no unit"):
        assert (alone, wide) == ("192 by 192", "500 by 500"), found
    else:
        assert alone == wide == "SVG has an invalid size", found
END
