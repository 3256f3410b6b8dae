"""What meets a text of a file takes as long as the text is: twice the text, about twice the time.

Each function is timed with a text and with one that is eight times as long. A pattern that goes back over
what it has read takes 64 times as long for it, or 512; a linear one eight times. The fastest of some runs
counts, in time of the processor, because whatever else a machine does makes a run only slower.
"""

import struct
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import product
from time import thread_time

import pytest

from narrator.errors import PictureError
from narrator.file_names.file_name import spoken_name
from narrator.languages.scripts import language_of, runs_of
from narrator.languages.tags import stated
from narrator.picture.addresses import path_of
from narrator.picture.formats.heif import refuse_items_without_text
from narrator.picture.formats.jpeg import mended_jpeg, refuse_endless_scans
from narrator.picture.formats.recognition import recognise
from narrator.picture.formats.svg_text import SvgSize, is_svg, lacks_pictures, text_of
from narrator.picture.formats.unreadable import UnreadableError, refuse_by_name
from narrator.picture.marks.shares import share_of_label, share_of_type
from narrator.picture.written.about import written_about
from narrator.picture.written.authorship import is_by_a_machine
from narrator.picture.written.automatic import says_it_is_automatic
from narrator.picture.written.data import is_data, without_tags
from narrator.picture.written.exif import user_comment
from narrator.picture.written.gif import gif_texts
from narrator.picture.written.iptc import read_iptc, records_of
from narrator.picture.written.languages import chosen
from narrator.picture.written.letters import decoded, from_utf_16, speakable_line
from narrator.picture.written.placeholders import is_a_placeholder
from narrator.picture.written.svg import svg_texts
from narrator.picture.written.tokens import tokens
from narrator.picture.written.words import Words
from narrator.picture.written.xmp import read_xmp

SHORT, TIMES = 1500, 8
"""Letters of the shorter text, and how many times longer the other one is."""
MOST = 24
"""Times as long as for the shorter text: three times what a linear function takes."""
RUNS = 3
TOO_SHORT = 1e-3
"""Seconds. Steps as large as that are made where a text comes to a bound, and say nothing of how it grows."""

REPEATED = (
    *("1", "a", "_", "-", ".", " ", "(", "'", '"', "<", "\\", "\n", "\0", "é", "漢", "\ufffd", "=", "&", "#"),
    *(
        "1.",
        "a-",
        "a@",
        "a.b@",
        "://",
        "a://",
        "www.",
        "iso 1 ",
        "f/1 ",
        "f/1 a ",
        "1:1",
        "a: 1 ",
        "a=",
        "v1.",
    ),
    *("<a", "&lt;a", "<!--", "<!ENTITY a ", "href=", "href ", "width=", "<image ", "<desc>", "<svg ", "\\u"),
    *(
        "Label ",
        "en-",
        "8BIM",
        "\x1c\x02\x78\0",
        "infe",
        "(1)",
        "2024-01-01 ",
        "pexels-1",
        "Photo ",
        "auto ai ",
    ),
)
ENDS = ("", "!", "@")


def _svg(text: str) -> object:
    drawing = f'<svg width="9{text}'
    return [is_svg(drawing.encode()), SvgSize.of(f"{drawing}>"), lacks_pictures(text), text_of(text.encode())]


def _named(text: str) -> None:
    refuse_by_name(text.encode())


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "about": lambda text: written_about([Words(texts={"png title": {"": text}})], ["de"]),
    "authorship": is_by_a_machine,
    "automatic": says_it_is_automatic,
    "chosen": lambda text: chosen({text: text, "en": text}, ["de", text]),
    "comment of a GIF": lambda text: list(gif_texts(b"GIF89a" + bytes(7) + b"\x21\xfe" + text.encode())),
    "comment of EXIF": lambda text: user_comment(b'ASCII\0\0\0charset="' + text.encode(), "<"),
    "data": is_data,
    "first bytes": lambda text: recognise(b"P5\n" + text.encode()) or recognise(b"<" + text.encode()),
    "items of a HEIC": lambda text: refuse_items_without_text(text.encode()),
    "label of a generator": share_of_label,
    "language": lambda text: [language_of(text), list(runs_of(text, "en"))],
    "letters": lambda text: decoded(text.encode("utf-16-le")),
    "letters of UTF-16": lambda text: from_utf_16(text.encode("utf-16-le"), "<"),
    "line": speakable_line,
    "name of a file": lambda text: spoken_name(f"{text}.jpg", date(2026, 7, 4)),
    "name of a kind": _named,
    "path": path_of,
    "placeholder": is_a_placeholder,
    "records of IPTC": lambda text: [read_iptc(text.encode()), records_of(text.encode())],
    "scans of a JPEG": lambda text: refuse_endless_scans(text.encode()),
    "segments of a JPEG": lambda text: mended_jpeg(b"\xff\xd8" + struct.pack(">H", 0xFFE1) + text.encode()),
    "SVG": _svg,
    "tag of a language": stated,
    "tags of HTML": without_tags,
    "texts of an SVG": lambda text: list(svg_texts(f"<svg>{text}")),
    "tokens": tokens,
    "type of a source": share_of_type,
    "XMP": lambda text: read_xmp(f"<a xmlns='b' c='{text}'>{text}</a>"),
}


def seconds(function: Callable[[str], object], text: str) -> float:
    """Of the processor, for one call; what is refused was looked at, too."""
    began = thread_time()
    with suppress(ValueError, PictureError, UnreadableError):
        function(text)
    return thread_time() - began


def times_longer(function: Callable[[str], object], unit: str, end: str) -> float:
    """How many times as long the longer text takes."""
    short, long = ((unit * (length // len(unit)) + end) for length in (SHORT, SHORT * TIMES))
    fast, slow = seconds(function, short), seconds(function, long)
    for _ in range(RUNS):
        if slow < MOST * max(fast, TOO_SHORT):
            break  # linear, whatever else the machine did meanwhile
        fast, slow = min(fast, seconds(function, short)), min(slow, seconds(function, long))
    return slow / max(fast, TOO_SHORT)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_text_takes_as_long_as_it_is(name: str) -> None:
    for unit, end in product(REPEATED, ENDS):
        assert times_longer(FUNCTIONS[name], unit, end) < MOST, (unit, end)


def test_a_pattern_that_goes_back_is_found() -> None:
    """The measure itself: such a pattern needs a run of letters that nothing follows."""
    import re

    assert times_longer(lambda text: re.search(r"\w+@", text), "a", "") > MOST
    assert times_longer(lambda text: re.search(r"\w@", text), "a", "") < MOST
