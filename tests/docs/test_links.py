"""Every link from one of the repository's pages to a file or a heading of it leads somewhere."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import which

import pytest

from tests.places import ROOT

_FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(?P<text>.+?) *$", re.MULTILINE)


def pages() -> list[Path]:
    """All Markdown that git tracks or would track; without git, all in the usual places."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    if which("git"):
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
        if found := [ROOT / name for name in listed if (ROOT / name).exists()]:
            return found
    return [page for folder in ("", "docs", "deploy") for page in (ROOT / folder).glob("*.md")]


def links(page: Path) -> Iterator[str]:
    """The targets of a page that are no addresses."""
    text = _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for match in _LINK.finditer(text):
        if "://" not in match["target"] and not match["target"].startswith("mailto:"):
            yield match["target"]


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names by which the page's headings are linked to, as GitHub makes them."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return frozenset(anchor(heading) for heading in headings)


def anchor(heading: str) -> str:
    """Small letters, spaces as hyphens, and nothing else but letters, digits, hyphens and underscores."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def leads_nowhere(page: Path, target: str) -> bool:
    """Whether a link of the page has no file or no heading."""
    path, _, heading = target.partition("#")
    file = page.parent / path if path else page
    return not file.exists() or (bool(heading) and heading not in anchors(file.resolve()))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [target for target in links(page) if leads_nowhere(page, target)] == []


def test_links_that_lead_nowhere_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading\n\n[a](#a-heading) [b](#another) [c](page.md#a-heading) [d](gone.md)\n")
    assert [target for target in links(page) if leads_nowhere(page, target)] == ["#another", "gone.md"]
