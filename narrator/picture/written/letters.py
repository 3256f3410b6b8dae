"""Bytes become letters, and letters one line that can be said."""

_LONGEST = 2000
"""Letters of a description that are kept."""
_MOST_GARBAGE = 0.1
"""The share of what is no letter or sign, from which on something is no text."""
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}
_LAST_ALPHABET = 0x30
"""The first byte of Japan's syllables in UTF-16; those of all alphabets but Korea's are lower."""
_NO_CHANCE, _MOST_SYMBOLS = 4, 0.1
"""Bytes from which on UTF-8 is not UTF-16 by chance, and the share of symbols that it may have."""
_MISTAKEN = ("cp1252", "mac_roman", "cp1251")
"""What UTF-8 is taken for by programs that do not know it."""


def decoded(data: bytes, stated: str | None = None) -> str:
    """The letters of a text: in UTF-8, in the encoding that its file states, or in the likeliest one.

    Whatever a file states, what is UTF-8 beyond ASCII is hardly ever anything else.
    """
    for encoding in filter(None, ("utf-8-sig", stated)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from narrator.picture.written.encodings import likely_encoding  # few texts need it

    return data.decode(likely_encoding(data) or "cp1252", "replace")


def from_utf_16(data: bytes, order: str) -> str:
    """The letters of UTF-16 in the likelier byte order; `order` ("<" or ">") is that of the file.

    Some programs write UTF-8 into such places, which is seen as well.
    """
    data = data[: 4 * _LONGEST]
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _until_zero(data.decode(encoding, "replace"))
    encoding = _by_high_bytes(data)
    if not encoding and (text := _plain(data.rstrip(b"\0 "))):
        return text
    return _until_zero(data.decode(encoding or _by_likeness(data, order), "replace"))


def _by_high_bytes(data: bytes) -> str:
    """The byte order of an alphabet, all letters of which have few and low bytes in front; "" of others."""
    data = data[: len(data) // 2 * 2].rstrip(b"\0")
    even, odd = data[::2], data[1::2]
    high, low = sorted((even, odd), key=lambda half: len(set(half)))
    usual = max(dict.fromkeys(high), key=high.count, default=0xFF)
    if usual > _LAST_ALPHABET or len(set(low)) < 2 * len(set(high)):
        return ""
    return "utf-16-be" if high is even else "utf-16-le"


def _by_likeness(data: bytes, order: str) -> str:
    """The byte order in which Han letters are the more usual ones, `order` in case of doubt."""
    from narrator.picture.written.encodings import likeness

    encodings = ("utf-16-le", "utf-16-be") if order == "<" else ("utf-16-be", "utf-16-le")
    return max(encodings, key=lambda encoding: likeness(_until_zero(data.decode(encoding, "replace"))))


def _plain(data: bytes) -> str:
    """The text of bytes that are UTF-8 and mostly letters, and UTF-16 by chance only; else ""."""
    try:
        text = data.decode("utf-8") if len(data) >= _NO_CHANCE else ""
    except UnicodeDecodeError:
        return ""
    symbols = sum(letter.isascii() and not letter.isalnum() and letter not in " .,:'-" for letter in text)
    return text if text.isprintable() and symbols <= _MOST_SYMBOLS * len(text) else ""


def _until_zero(text: str) -> str:
    """What stands in front of the first zero, the mark of the byte order left out."""
    return text.lstrip("\0\ufeff").partition("\0")[0]


def speakable_line(text: str) -> str:
    """One line of what can be said, or nothing if it is hardly a text."""
    text = mended(text[: 2 * _LONGEST].rstrip("\0 "))
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    garbage = sum(new != old and not old.isspace() for old, new in zip(text, printable, strict=True))
    if garbage + text.count("\ufffd") > _MOST_GARBAGE * len(text):
        return ""
    line = " ".join(printable.split())
    if sum(letter.isalpha() for letter in line) < 2:
        return ""
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} and so on"


def mended(text: str) -> str:
    """A text without what happens to UTF-8 that is read as something older: "Ã¼" becomes "ü".

    Letters that by chance form valid UTF-8 are no words in any language. It happens twice, too.
    """
    for _ in range(2):
        if text.isascii():
            break
        text = next(filter(None, (_read_again(text, mistaken) for mistaken in _MISTAKEN)), text)
    return text


def _read_again(text: str, mistaken: str) -> str:
    """The text as it was before somebody took its UTF-8 for that encoding; "" if nobody did."""
    try:
        return b"".join(_byte(letter, mistaken) for letter in text).decode("utf-8")
    except UnicodeError:
        return ""


def _byte(letter: str, encoding: str) -> bytes:
    """Its byte; the bytes without a letter in an encoding are passed through as in Latin-1."""
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        if "\x80" <= letter <= "\x9f":
            return letter.encode("latin-1")
        raise
