"""Text that is data of a program and no language."""

import re

from narrator.picture.written.tokens import Kind, tokens

_MANY = 8
"""Labels with a colon in one text."""
_LONGEST_KEY = 30
"""Letters without a space that are still a word in a language with spaces."""


def without_tags(line: str) -> str:
    """The text of HTML and XML without their tags. "<3 My two girls" has none."""
    return " ".join(re.sub(r"(?:<|&lt;)[/?!]?[A-Za-z].*?(?:>|&gt;|$)", " ", line).split())


def is_data(line: str) -> bool:
    """JSON, keys with values, a hash, a list of readings, bytes that were no letters."""
    return bool(
        re.match(r"[{\[]\s*[\"'{\[\]}]", line)
        or line.count("\ufffd") > 1
        or (" " not in line and line.isascii() and (len(line) > _LONGEST_KEY or re.match(r"[\w.]+:\w", line)))
        or _has_readings(line)
        or _has_keys_with_values(line)
        or _has_a_clock(line)
    )


def _has_readings(line: str) -> bool:
    """Such as "f/2.8, 1/60 s, ISO 400"."""
    readings = (r"\biso ?\d", r"\bf/\d")
    return all(re.search(reading, line, re.IGNORECASE) for reading in readings)


def _has_keys_with_values(line: str) -> bool:
    """Such as "name=value", or at least three of "Name: 12"."""
    equal = re.findall(r"\w ?= ?[\w.\"']|\w=$|=\.", line)
    if len(equal) > 1 or re.match(r"[\w.]+=\S*", line):
        return True
    labels = re.findall(r"[^\W\d_] ?: ?\S", line)
    return len(labels) > _MANY or (len(labels) > 2 and len(re.findall(r"\d+", line)) >= len(labels))


def _has_a_clock(line: str) -> bool:
    """Whether a time to the second stands there, and hardly a word beside it."""
    return (
        bool(re.search(r"\d:\d\d:\d\d\b", line))
        and sum(token.kind is Kind.WORD for token in tokens(line)) < 2
    )
