"""Pieces of text become whole sentences, each as soon as it is there."""

import re
from collections.abc import Iterable, Iterator

from narrator.second.letters import clean, shortened

MOST = 8
"""Sentences; what is asked for is five, and who hears more does not remember the first."""
_LONGEST = 300
"""Letters of one sentence: some twenty seconds."""
_HELD = 4000
"""Letters that wait for the end of their sentence at most."""
_END = re.compile(r"(?<=[^\W\d_][.!?…])[\"'”’)]*\s+|(?<=\d[.!?])[\"'”’)]*\s+(?=[A-Z])|(?<=[。！？])|\n+")  # noqa: RUF001  # people write so
_ENDS = tuple(".!?…。！？")  # noqa: RUF001  # as above
_NO_END = re.compile(r"(\b(?i:mr|mrs|ms|dr|st|vs|etc|e\.g|i\.e|approx|no)|\b[A-Z])\.$")
_TAG = re.compile(r"<(?P<end>/?)(think|thinking|thought|reasoning)>", re.IGNORECASE)
_LONGEST_TAG = len("</reasoning>")


def sentences_of(pieces: Iterable[str]) -> Iterator[str]:
    """Clean sentences, each once, MOST of them; a last one without an end only if it is the only one.

    What stands between <think> and </think> is left out.
    """
    said: list[str] = []
    for sentence in _divided(spoken_part(pieces)):
        if sentence not in said:  # a small model repeats itself without end
            said.append(sentence)
            yield sentence
        if len(said) == MOST:
            return


def spoken_part(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without thoughts, of which a tag may be divided between two of them."""
    rest, thinks = "", False
    for piece in pieces:
        rest += piece
        while tag := _TAG.search(rest):
            if not thinks:
                # An end alone is that of a thought that the model's template has begun.
                yield "\n" if tag["end"] else rest[: tag.start()]
            rest, thinks = rest[tag.end() :], not tag["end"]
        kept = _may_be_tag(rest)
        if not thinks and kept:
            yield rest[:kept]
        rest = rest[kept:]
    if not thinks:
        yield rest


def _may_be_tag(text: str) -> int:
    """From where on the end of a text may be the beginning of a tag."""
    place = text.rfind("<", max(0, len(text) - _LONGEST_TAG))
    return len(text) if place < 0 else place


def _divided(pieces: Iterable[str]) -> Iterator[str]:
    rest, found = "", False
    for piece in pieces:
        rest += piece
        *whole, rest = _split(rest)
        if len(rest) > _HELD:  # a text without any end
            whole, rest = [*whole, rest], ""
        for text in filter(None, map(_sentence, whole)):
            found = True
            yield text
    if (last := _sentence(rest)) and (not found or _has_end(clean(rest))):
        yield last


def _split(text: str) -> list[str]:
    """The text after each end of a sentence, the last part without one yet."""
    parts, begin = [], 0
    for match in _END.finditer(text):
        part = text[begin : match.end()]
        if "\n" in match[0] or not _NO_END.search(part.rstrip()):
            parts.append(part)
            begin = match.end()
    return [*parts, text[begin:]]


def _sentence(text: str) -> str:
    """A sentence as it is said; empty where there is no word in it."""
    text = shortened(clean(text), _LONGEST)
    if not any(letter.isalpha() for letter in text):
        return ""
    return text if _has_end(text) else f"{text.rstrip(':;,')}."


def _has_end(text: str) -> bool:
    return text.rstrip("\"'”’)").endswith(_ENDS)  # noqa: RUF001  # as above
