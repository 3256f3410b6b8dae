"""The caption in IPTC's records (IIM 4.2)."""

import re

from PIL import Image

from narrator.picture.written.letters import decoded

_IPTC = 0x0404
"""The part of Photoshop's block in a JPEG that holds IPTC's records."""
_CAPTION = re.compile(rb"\x1c\x02\x78(..)", re.DOTALL)
"""Record 2, data set 120, caption; then its length in two bytes."""


def iptc_caption(image: Image.Image) -> str:
    """The caption; "" without one."""
    records = image.info.get("photoshop", {}).get(_IPTC, b"")
    if not (begin := _CAPTION.search(records)):
        return ""
    return decoded(records[begin.end() : begin.end() + int.from_bytes(begin[1], "big")])
