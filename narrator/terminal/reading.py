"""What was read in a picture, page after page: lines to print, a record for `--json`, and what is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from narrator.description import Text
from narrator.errors import PictureError, TextError
from narrator.file_names.file_name import spoken_name
from narrator.looking.text.reader import TextReader
from narrator.looking.text.reading import read_text
from narrator.phrasing import whole_text
from narrator.picture.pages import Page, pages
from narrator.terminal.requests import Request
from narrator.terminal.results import Result


@dataclass(frozen=True, kw_only=True)
class ReadPage:
    """A page and what came of reading it."""

    page: Page
    outcome: Text | PictureError | TextError

    @property
    def spoken(self) -> str:
        """What is said of it; where there are others, what page it is comes first."""
        if isinstance(self.outcome, PictureError):
            return str(self.outcome)  # which says of which page it speaks
        told = whole_text(self.outcome) if isinstance(self.outcome, Text) else str(self.outcome)
        return " ".join((*self._opening, told))

    @property
    def lines(self) -> tuple[str, ...]:
        """What is printed."""
        if isinstance(self.outcome, Text):
            return (*self._opening, *(self.outcome.lines or ("No text was found.",)))
        return (self.spoken,)

    @property
    def _opening(self) -> tuple[str, ...]:
        if self.page.of > 1:
            return (f"Page {self.page.number} of {self.page.of}.",)
        return () if isinstance(self.page.picture, PictureError) else self.page.picture.notes


def read_aloud(request: Request, reader: TextReader, *, named: bool) -> Iterator[Result]:
    """Read all pages, each told of as soon as it is read; the last result has the record of the picture.

    A page that is damaged does not end the others. Raises PictureError, SourceError and TextError where there
    is nothing else.
    """
    read: list[ReadPage] = []
    for page in pages(request.source()):
        read.append(_read(page, reader))
        if page.of == 1 and not isinstance(read[0].outcome, Text):
            raise read[0].outcome
        yield _result(request, read, named=named)


def _read(page: Page, reader: TextReader) -> ReadPage:
    try:
        outcome = page.picture if isinstance(page.picture, PictureError) else read_text(page.picture, reader)
    except (PictureError, TextError) as error:
        return ReadPage(page=page, outcome=error)
    return ReadPage(page=page, outcome=outcome)


def _result(request: Request, read: Sequence[ReadPage], *, named: bool) -> Result:
    last = read[-1]
    is_text = isinstance(last.outcome, Text)
    lines, spoken = last.lines, last.spoken
    if last.page.more and last.page.number == last.page.of:
        only = f"Only the first {last.page.of} pages were read."
        lines, spoken = (*lines, only), f"{spoken} {only}"
    if named and len(read) == 1 and (name := spoken_name(request.name, date.today())):
        spoken = f"{name}: {spoken}"
    return Result(
        described=is_text,
        lines=tuple(f"{request.name}: {line}" for line in lines) if named else lines,
        record=_record(request, read) if last.page.number == last.page.of else {},
        spoken=spoken,
    )


def _record(request: Request, read: Sequence[ReadPage]) -> dict[str, object]:
    texts = [each.outcome for each in read if isinstance(each.outcome, Text)]
    spoken = " ".join(each.spoken for each in read)
    if not texts:
        return {"picture": request.label, "error": spoken}
    whole = replace(
        texts[0],
        lines=tuple(line for text in texts for line in text.lines),
        foremost=tuple(dict.fromkeys(line for text in texts for line in text.foremost or ())),
    )
    return {
        "picture": request.label,
        "spoken": spoken,
        "text": {**vars(whole)},
        "pages": [
            {"lines": each.outcome.lines} if isinstance(each.outcome, Text) else {"error": str(each.outcome)}
            for each in read
        ],
    }
