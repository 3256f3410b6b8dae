"""A part of a page that is made from the code, between two comments that nobody sees who reads the page."""

from collections.abc import Callable
from dataclasses import dataclass

from docs.make.imports import ROOT


@dataclass(frozen=True, kw_only=True)
class Part:
    """One made part; everything else in its page is written by hand."""

    page: str
    """The page's path, from the repository's root."""
    name: str
    """What the comments around it call it."""
    make: Callable[[], str]
    """Its Markdown, as the code is now."""

    def current(self) -> str:
        """What the page holds now. Raises ValueError when the page lacks the comments."""
        return self._split()[1].strip("\n")

    def write(self) -> bool:
        """Put into the page what is made; returns whether that was anything new."""
        before, old, after = self._split()
        new = f"\n\n{self.make()}\n\n"
        if new != old:
            (ROOT / self.page).write_text(f"{before}{new}{after}", encoding="utf-8")
        return new != old

    def _split(self) -> tuple[str, str, str]:
        """The page up to the part, the part, and the page behind it."""
        begin, end = f"<!-- python -m docs.make writes: {self.name} -->", f"<!-- end: {self.name} -->"
        page = (ROOT / self.page).read_text(encoding="utf-8")
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"{self.page} needs one {begin} and one {end}.")
        before, _, rest = page.partition(begin)
        part, _, after = rest.partition(end)
        return before + begin, part, end + after
