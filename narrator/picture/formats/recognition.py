"""What kind of file it is: by its content, never by its name."""

import re

_SIGNATURES = {
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "WEBP": rb"RIFF....WEBPVP8[ LX]",
    "GIF": rb"GIF8[79]a",
    # With the length of the header that follows, for a text may well begin with "BM".
    "BMP": rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0",
    # Canon's CR2 and CR3, Panasonic's RW2, Olympus's ORF, Fujifilm's RAF; those of most makers are TIFFs.
    "RAW": rb"II\*\0....CR|....ftypcrx |IIU\0|IIR[OS]|MMOR|FUJIFILMCCD-RAW",
    "TIFF": rb"II[*+]\0|MM\0[*+]",
    "JPEG XL": rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n",
    "JPEG 2000": rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  \r\n\x87\n",
    "PDF": rb"%PDF-",
    "PSD": rb"8BPS\0\x01",
    "PNM": rb"P[1-6]\s+(?:#[^\n]*\n\s*)*\d{1,9}\s+\d{1,9}\s",
    "ICO": rb"\0\0\x01\0[\x01-\x40]\0.{4}[\0\x01]\0",
    "ICNS": rb"icns",
    "SVG": rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s|\w*:?svg[\s>])|\xff\xfe<\0|\x1f\x8b\x08",
}
"""First bytes; of SVG, those of a text in XML or of a packed file, which may be something else."""

_HEAD = 2**16
"""Bytes in which a file says what it is. Comments may stand in front, which Pillow reads byte by byte."""

_TGA = re.compile(
    rb".(?:\x01[\x01\x09].{4}[\x0f\x10\x18\x20]|\0[\x02\x03\x0a\x0b]\0{5})"  # a colour map, or none
    rb".{4}.[\0-\x3f].[\0-\x3f][\x08\x0f\x10\x18\x20][\0-\x3f]",  # place, width, height, bits, direction
    re.DOTALL,
)
"""A TGA has no signature; its header leaves few other files over."""


def recognise(data: bytes) -> str | None:
    """The format of a file by its content, such as "JPEG", or None."""
    head = data[:_HEAD]
    for kind, signature in _SIGNATURES.items():
        if re.match(signature, head, re.DOTALL):
            return _narrowed(kind, data)
    if data[4:8] == b"ftyp":
        from narrator.picture.formats.heif import heif_kind

        return heif_kind(data)
    return "TGA" if _TGA.match(data) else None


def _narrowed(kind: str, data: bytes) -> str | None:
    """What a file is that begins like those of a kind; the modules that tell are imported for these only."""
    if kind == "TIFF":
        from narrator.picture.formats.raw import holds_raw

        return "RAW" if holds_raw(data) else kind
    if kind == "SVG":
        from narrator.picture.formats.svg_text import is_svg

        return kind if is_svg(data) else None
    return kind
