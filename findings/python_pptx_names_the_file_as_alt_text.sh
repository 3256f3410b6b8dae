#!/bin/sh
# python-pptx writes the name of the picture's file as its alternative text: a screen reader then says
# "IMG underscore 4711 dot png", and whoever looks for pictures without alternative text finds none.
#
# Seen with python-pptx 1.0.2 and Pillow 12.0.0 on Python 3.11, Debian 12: `add_picture` gives p:cNvPr the
# attribute descr with the file's name, or "image.png" for a stream.
# Narrator takes such a text for a program's and not for a person's.
#
# Run: sh findings/python_pptx_names_the_file_as_alt_text.sh. It fails if this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet python-pptx==1.0.2 pillow==12.0.0
cd "$home"
"$home/env/bin/python" - <<'PYTHON'
from io import BytesIO

from PIL import Image
from pptx import Presentation

Image.new("RGB", (40, 30), "red").save("IMG_4711.png")
stream = BytesIO()
Image.new("RGB", (40, 30), "blue").save(stream, "PNG")
stream.seek(0)
show = Presentation()
slide = show.slides.add_slide(show.slide_layouts[6])
named = slide.shapes.add_picture("IMG_4711.png", 0, 0)._element.nvPicPr.cNvPr.get("descr")
unnamed = slide.shapes.add_picture(stream, 0, 0)._element.nvPicPr.cNvPr.get("descr")
print(f"Alternative text of a file: {named!r}; of a stream: {unnamed!r}.")
assert (named, unnamed) == ("IMG_4711.png", "image.png"), "python-pptx writes something else now"
PYTHON
