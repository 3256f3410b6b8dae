"""Web pages whose pictures get alternative text, once all pictures are described."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from narrator import __version__
from narrator.collection.row import Row, name_of
from narrator.collection.telling import decorative, doubt, words_of
from narrator.documents.addresses import ElsewhereError
from narrator.documents.inner import Words, mark_of
from narrator.documents.page import Page, Shown
from narrator.documents.site import Site
from narrator.errors import NarratorError, PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import printable
from narrator.whole_file import whole_file

_LONGEST = 100
"""Letters of an address that are shown."""
_LEFT = {
    "poor": "its alternative text is a program's ({alt}); write what the picture shows",
    "function": "its words are what it does, which only its author knows; write them",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a row comes to."""

    words: Words | None
    reason: str
    """Why there are none."""


@dataclass(kw_only=True)
class PagesTally:
    """What a run came to."""

    pages: int = 0
    changed: int = 0
    failed: int = 0
    """Pages that could not be read or written."""
    pictures: Counter[str] = field(default_factory=Counter)
    """How many were "filled", made "decorative", "named" already, or "left" for a person."""


class Pages:
    """The pages of a site, and what becomes of each picture in them."""

    def __init__(self, site: Site, *, decorative: bool, report: Callable[[str], None]) -> None:
        """`decorative` gives empty alternative text to what shows nothing; `report` takes a line for each
        picture that is left for a person, which begins with the page and the line.
        """
        self._site = site
        self._decorative = decorative
        self._report = report

    def pictures(self) -> Iterable[Path]:
        """The paths of all pictures that need words, once each, in the order of the pages."""
        known: dict[Path, None] = {}
        for path in self._site.pages():
            try:
                page = Page(path)
            except PictureError:
                continue  # told when it is to be written
            for shown in page.pictures:
                if shown.state == "missing" and (picture := self._local(page, shown)):
                    known[picture] = None
        return known

    def write(self, verdicts: Mapping[str, Verdict], folder: Path | None) -> PagesTally:
        """Write all pages below the folder as they are below the site, or each in its place for None.

        `verdicts` are by the names of pictures. A page that already is as it should be is not written again.
        """
        tally = PagesTally()
        for path in self._site.pages():
            tally.pages += 1
            try:
                page = Page(path)
                words = dict(self._decided(page, verdicts, tally))
                target = path if folder is None else folder / path.relative_to(self._site.root)
                tally.changed += _write(page.written(words), target)
            except NarratorError as error:
                tally.failed += 1
                self._report(f"{printable(path)}: {error}")
        return tally

    def _decided(
        self, page: Page, verdicts: Mapping[str, Verdict], tally: PagesTally
    ) -> Iterator[tuple[int, Words]]:
        for number, shown in enumerate(page.pictures):
            verdict = self._verdict(page, shown, verdicts)
            if verdict is None:
                tally.pictures["named"] += 1
            elif verdict.words is not None:
                tally.pictures["filled" if verdict.words.text else "decorative"] += 1
                yield number, verdict.words
            else:
                tally.pictures["left"] += 1
                what = printable(shown.address[:_LONGEST]) or "a picture"
                self._report(f"{printable(page.path)}:{shown.line}: {what}: {verdict.reason}")

    def _verdict(self, page: Page, shown: Shown, verdicts: Mapping[str, Verdict]) -> Verdict | None:
        if shown.state == "decorative" and self._decorative and not shown.alt:
            return Verdict(words=Words(text="", mark=mark_of(__version__, "", "", None)), reason="")
        if shown.state in _LEFT:
            return Verdict(words=None, reason=_LEFT[shown.state].format(alt=shown.alt[:_LONGEST]))
        if shown.state != "missing":
            return None
        try:
            picture = self._site.picture(page, shown)
        except ElsewhereError as error:
            return Verdict(words=None, reason=f"{error}; write what it shows")
        return verdicts.get(name_of(picture)) or Verdict(words=None, reason="it was not described")

    def _local(self, page: Page, shown: Shown) -> Path | None:
        try:
            return self._site.picture(page, shown)
        except ElsewhereError:
            return None


def verdict_of(row: Row, *, empty: bool) -> Verdict:
    """What a row comes to; `empty` gives decorative pictures empty text."""
    words = (decorative(row) if empty else None) or words_of(row)
    return Verdict(words=words, reason="" if words else doubt(row))


def _write(data: bytes, target: Path) -> bool:
    """Write a page unless it is there already, and say whether it was not."""
    try:
        if target.is_file() and target.read_bytes() == data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NarratorError(
            gettext("{target} cannot be written ({strerror}); name another folder.").format(
                target=target, strerror=error.strerror
            )
        ) from error
    with whole_file(target) as stream:
        stream.write(data)
    return True
