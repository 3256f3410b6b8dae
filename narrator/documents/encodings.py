"""In which encoding a web page is written, as browsers find it out (WHATWG, 13.2.3, and Encoding, 4.2)."""

import re
from codecs import lookup

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_PRESCAN = 1024
_DECLARED = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_OF_XML = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)")
_READ_AS = {
    **dict.fromkeys(("iso8859-1", "ascii", "iso8859-1-i"), "windows-1252"),
    **{"iso8859-9": "windows-1254", "iso8859-11": "windows-874", "tis-620": "windows-874"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"},
    # A page that says so in letters of one byte is none.
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be", "utf-32"), "utf-8"),
}
"""What browsers read under a name that says less or something else."""


def encoding_of(page: bytes) -> str:
    """The name of a codec, of the mark at the beginning, a declaration, or the bytes themselves."""
    for mark, encoding in _MARKS.items():
        if page.startswith(mark):
            return encoding
    declared = _OF_XML.match(page[:_PRESCAN]) or _DECLARED.search(page[:_PRESCAN])
    if declared:
        try:
            name = lookup(declared[1].decode()).name
            return _READ_AS.get(name, name)
        except LookupError:
            pass
    try:
        page.decode()
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def letters_of(page: bytes) -> tuple[str, str]:
    """A page's text, and the encoding in which it gives the same bytes again, piece by piece.

    What is not of its encoding is kept as it is (surrogateescape).
    """
    for encoding in (encoding_of(page), "latin-1"):
        try:
            text = page.decode(encoding, "surrogateescape")
            if in_bytes(text, encoding) == page:
                return text, encoding
        except (UnicodeError, LookupError):
            continue
    raise AssertionError("latin-1 has a letter for each byte")


def in_bytes(text: str, encoding: str) -> bytes:
    """Text of a page as it stands in its file."""
    return text.encode(encoding, "surrogateescape")
