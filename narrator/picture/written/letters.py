"""Bytes become letters, and letters one line that can be said."""

_LONGEST = 2000
"""Letters of a description that are kept."""


def decoded(data: bytes) -> str:
    """The letters that bytes of an unknown encoding stand for."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def speakable_line(text: str) -> str:
    """One line of what can be said, or nothing if there is hardly a word in it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[: 2 * _LONGEST])
    line = " ".join(printable.split())
    if sum(letter.isalpha() for letter in line) < 2:
        return ""
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} and so on"
