"""The places of Exif in which people's words stand (CIPA DC-008), and those that Windows has added."""

import re
from collections.abc import Mapping

from narrator.picture.written.letters import decoded, from_utf_16
from narrator.picture.written.tiff import Tiff
from narrator.picture.written.words import Words

_DESCRIPTION, _EXIF, _COMMENT, _TITLE = 0x010E, 0x8769, 0x9286, 0xA436
_XP_TITLE, _XP_COMMENT, _XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9F
_WANTED = (_DESCRIPTION, _EXIF, _COMMENT, _XP_TITLE, _XP_COMMENT, _XP_SUBJECT)

_NAME = b"Exif\0\0"
_CODE_LENGTH = 8
"""Bytes in front of a comment that name its letters: "ASCII", "UNICODE", "JIS", or zeros for whatever."""
_SPELT_OUT = r'(?i)charset="?\w+"?\s*'
"""What exiv2 shows in front of a comment; some programs write that back as part of it."""


def read_exif(block: bytes) -> Words:
    """The words of a block of EXIF, with or without its name in front. Raises ValueError if it is none."""
    tiff = Tiff(block.removeprefix(_NAME).removeprefix(_NAME))  # some programs write it twice
    return exif_words(tiff, tiff.first)


def exif_words(tiff: Tiff, directory: int) -> Words:
    """The words of a directory and of its EXIF part. Raises ValueError if it is damaged."""
    fields = tiff.fields(directory, _WANTED)
    # Windows looks for a comment in front, too.
    fields = {**fields, **_part(tiff, fields.get(_EXIF, b""))}
    texts = {
        # By the standard ASCII, since Exif 3.0 also UTF-8. Programs write what their system uses.
        "exif description": decoded(_until_zero(fields.get(_DESCRIPTION, b""))),
        "exif comment": user_comment(fields.get(_COMMENT, b""), tiff.order),
        "exif title": decoded(_until_zero(fields.get(_TITLE, b""))),
        "windows comment": from_utf_16(fields.get(_XP_COMMENT, b""), "<"),
        "windows title": from_utf_16(fields.get(_XP_TITLE, b""), "<"),
        "windows subject": from_utf_16(fields.get(_XP_SUBJECT, b""), "<"),
    }
    return Words(texts={place: {"": text} for place, text in texts.items() if text})


def _part(tiff: Tiff, pointer: bytes) -> Mapping[int, bytes]:
    """The fields of the EXIF part; a damaged one has none, and costs no other field."""
    try:
        return tiff.fields(tiff.number(pointer), (_COMMENT, _TITLE))
    except ValueError:
        return {}


def user_comment(field: bytes, order: str) -> str:
    """The letters of a UserComment in a structure of this byte order ("<" or ">").

    The standard leaves the byte order of its UNICODE open and has no code for UTF-8. Cameras reserve room for
    a comment and fill it with zeros or spaces.
    """
    code, text = field[:_CODE_LENGTH].rstrip(b"\0 ").upper(), field[_CODE_LENGTH:]
    if code == b"UNICODE":
        letters = from_utf_16(text, order)
    elif code == b"JIS":
        letters = _from_jis(_until_zero(text))
    elif code in (b"ASCII", b"") and len(field) >= _CODE_LENGTH:
        letters = decoded(_until_zero(text))
    else:
        letters = decoded(_until_zero(field))  # without a code, against the standard
    spelt_out = re.match(_SPELT_OUT, letters)
    return letters[spelt_out.end() :] if spelt_out else letters


def _from_jis(data: bytes) -> str:
    """JIS X 0208 as the standard means it, in the shifts of ISO 2022; most programs write Shift JIS."""
    for encoding in ("iso2022_jp", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decoded(data)


def _until_zero(data: bytes) -> bytes:
    """What stands in front of the first zero: behind it lies whatever was in the memory of the camera."""
    return data.lstrip(b"\0").partition(b"\0")[0]
