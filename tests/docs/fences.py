"""What stands between two rows of backticks in the documentation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.places import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_OPENING = re.compile(r"(?P<indent> *)```(?P<info>[^`]*)")


@dataclass(frozen=True, kw_only=True)
class Fence:
    """One of them."""

    page: Path
    line: int
    """Of its opening, counted from 1."""
    language: str
    stays: bool
    """Whether the command runs until somebody ends it, beside what follows on the page."""
    needs: tuple[str, ...]
    """What it cannot be run without."""
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def fences_of(page: Path) -> Iterator[Fence]:
    """All of a page, in order. After the language may come `stays` and `needs=WORD,WORD`."""
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), start=1))
    for number, line in lines:
        opening = _OPENING.fullmatch(line)
        if not opening:
            continue
        inside = []
        for _, content in lines:
            if content.strip() == "```":
                break
            inside.append(content.removeprefix(opening["indent"]))
        language, *words = opening["info"].split() or [""]
        yield Fence(
            page=page,
            line=number,
            language=language,
            stays="stays" in words,
            needs=tuple(
                need for word in words for need in word.removeprefix("needs=").split(",") if "=" in word
            ),
            text="\n".join(inside),
        )
        assert {word.partition("=")[0] for word in words} <= {"stays", "needs"}, (page, number, words)
