#!/bin/sh
# Of a PNG's texts in several languages Pillow keeps the last one, and what else it read is gone.
#
# Seen with Pillow 13.0.0 on Python 3.11. PNG allows several iTXt chunks with the same keyword, each with its language
# (11.3.3), which is how a description is given in more than one. Pillow reads them all, but keeps them by keyword
# alone, in `info` and in `text`: a person whose language is not the last one gets a text in a foreign one, and
# nothing tells that there were others. Walk the chunks yourself where that matters.
#
# Run: sh findings/pillow_keeps_one_language_of_png_texts.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pillow==13.0.0
cd "$home"
"$home/env/bin/python" - <<'END'
import io

import PIL
from PIL import Image, PngImagePlugin

texts = {"en": "A dog", "de": "Ein Hund", "ja": "犬"}
info = PngImagePlugin.PngInfo()
for language, text in texts.items():
    info.add_itxt("Description", text, lang=language)
file = io.BytesIO()
Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=info)
data = file.getvalue()
image = Image.open(io.BytesIO(data))
kept = image.text
print(f"Pillow {PIL.__version__}")
print(f"in the file: {sum(text.encode() in data for text in texts.values())} of {len(texts)} texts")
print(f"read: {[(name, text, text.lang) for name, text in kept.items()]}")
assert all(text.encode() in data for text in texts.values())
assert list(kept) == ["Description"] and kept["Description"] == texts["ja"], "others are kept now"
assert image.info["Description"] == texts["ja"], "info has another text now"
END
