"""Which of several language tags is nearest to the one that somebody wants: RFC 4647, section 3.4."""

from collections.abc import Iterable, Sequence

from narrator.languages.tags import normal, primary

_TRADITIONAL = frozenset({"tw", "hk", "mo"})
"""Regions in which Chinese is written in traditional characters where the tag states no script."""


def nearest(tags: Iterable[str], wanted: Sequence[str]) -> str | None:
    """Of some tags the one for whoever has these languages, the dearest first; None if no language is theirs.

    A wanted tag is shortened from its end until there is such a tag: "de-Latn-AT", "de-Latn", "de". Beyond
    the standard, a tag of the same language is taken also where it says more, or names another region: the
    ear understands it, and the next language might be one that it does not. Of these the script of the
    listener goes first.
    """
    there = list(tags)
    for each in wanted:
        alike = [tag for tag in there if primary(tag) and primary(tag) == primary(each)]
        if alike:
            return max(alike, key=lambda tag: _nearness(tag, each))  # of equals the first
    return None


def _nearness(tag: str, wanted: str) -> tuple[bool, bool, int]:
    """The larger, the nearer; both are of one language."""
    there, asked = normal(tag).split("-"), normal(wanted).split("-")
    shared = next((n for n, (a, b) in enumerate(zip(there, asked, strict=False)) if a != b), None)
    common = min(len(there), len(asked)) if shared is None else shared
    return script(there) == script(asked), common == len(there), common


def script(parts: Sequence[str]) -> str:
    """The script that a tag's parts state or, of Chinese, that its region has; "" where that is open."""
    stated = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if stated or parts[0] not in ("zh", "cmn", "zho"):
        return stated
    return "hant" if _TRADITIONAL.intersection(parts) else "hans"
