"""What programs write where nobody has written anything: "untitled", "Layer 1", "Enter a caption"."""

from narrator.picture.written.phrases import BLANKS, COPIES, PARTS, PLACEHOLDERS, UNTITLED, WORKS

_NUMBERED = " .-_()#0123456789"
"""What programs put behind the name of what has none: "Ohne Titel-2"."""
_LONGEST_BLANK = 6
"""Words of "Type a description of the image here"."""


def is_a_placeholder(line: str) -> bool:
    """Whether a text only holds the place of one, in some thirty languages."""
    small = line.lower()
    for copy in COPIES:
        small = small.removeprefix(f"{copy} ")
    name = small.rstrip(_NUMBERED)
    is_numbered = name != small.rstrip(" .")
    return (
        name in PLACEHOLDERS
        or (is_numbered and name in PARTS)
        or _is_an_unnamed_work(name)
        or _is_a_blank(small.rstrip(" .:"))
    )


def _is_an_unnamed_work(name: str) -> bool:
    """Such as "Untitled design"; not "Untitled landscape"."""
    return any(
        (name.startswith(untitled) and name.removeprefix(untitled).strip() in WORKS)
        or (name.endswith(untitled) and name.removesuffix(untitled).strip() in WORKS)
        for untitled in UNTITLED
    )


def _is_a_blank(small: str) -> bool:
    """Such as "Enter a caption"; not "Your table is here"."""
    begins, ends = BLANKS
    return (
        1 < len(small.split()) <= _LONGEST_BLANK
        and small.split()[0] in begins
        and small.endswith(ends)
        and (not small.endswith("here") or any(end in small for end in (*ends[:-1], "text")))
    )
