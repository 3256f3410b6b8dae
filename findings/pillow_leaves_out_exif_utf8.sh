#!/bin/sh
# Pillow leaves out every field of EXIF whose type is UTF-8, and says nothing: getexif() has no such key.
#
# Seen with Pillow 13.0.0 on Python 3.11. Exif 3.0 (CIPA DC-008-2023) added type 129, UTF-8, to the types of TIFF, so
# that descriptions, names of authors and copyright no longer have to be ASCII. A file that uses it is valid, and
# the same bytes as type 2 (ASCII) are read. The field is also gone from a file that is saved with that EXIF
# again. Read the directory yourself where words in it matter.
#
# Run: sh findings/pillow_leaves_out_exif_utf8.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pillow==13.0.0
cd "$home"
"$home/env/bin/python" - <<'END'
import io
import struct

import PIL
from PIL import Image

ASCII, UTF_8, DESCRIPTION = 2, 129, 0x010E


def described(kind: int) -> bytes:
    """A JPEG with one field of EXIF, of this type."""
    text = "Großmutter im Garten\0".encode()
    field = struct.pack("<HHLL", DESCRIPTION, kind, len(text), 26)
    exif = b"Exif\0\0II*\0" + struct.pack("<LH", 8, 1) + field + bytes(4) + text
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def fields(file: bytes) -> dict[int, str]:
    return dict(Image.open(io.BytesIO(file)).getexif())


def saved_again(file: bytes) -> bytes:
    image, again = Image.open(io.BytesIO(file)), io.BytesIO()
    image.save(again, "JPEG", exif=image.getexif())
    return again.getvalue()


found = {"ASCII": fields(described(ASCII)), "UTF-8": fields(described(UTF_8))}
print(f"Pillow {PIL.__version__}")
for kind, read in found.items():
    print(f"{kind}: {read}")
kept = "Garten".encode() in saved_again(described(UTF_8))
print(f"kept when the file is saved with its EXIF: {kept}")
assert list(found["ASCII"]) == [DESCRIPTION]
assert found["UTF-8"] == {}, "type 129 is read now"
assert not kept, "type 129 is written again now"
END
