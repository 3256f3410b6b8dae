"""What was read in a picture, page after page: lines to print, a record for `--json`, and what is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from narrator.description import Text
from narrator.errors import PictureError, TextError
from narrator.file_names.file_name import spoken_name
from narrator.languages.catalogue import gettext
from narrator.looking.text.reader import TextReader
from narrator.looking.text.reading import read_parts
from narrator.phrasing import unread, whole_text
from narrator.phrasing.wording import note
from narrator.picture.pages import Page, pages
from narrator.terminal.requests import Request
from narrator.terminal.results import Result


@dataclass(frozen=True, kw_only=True)
class ReadPart:
    """A page, or a part of one that is read in parts, and what came of reading it."""

    page: Page
    outcome: Text | PictureError | TextError
    number: int = 1
    """Which of its page's parts it is, from 1 on."""
    of: int = 1

    @property
    def is_last(self) -> bool:
        """Whether its page has no further part that can be read."""
        return self.number == self.of or not isinstance(self.outcome, Text)

    @property
    def spoken(self) -> str:
        """What is said of it; where there are others, what page and what part it is comes first."""
        if isinstance(self.outcome, PictureError):
            return str(self.outcome)  # which says of which page it speaks
        part = (
            (gettext("Part {number} of {of}.").format(number=self.number, of=self.of),) if self.of > 1 else ()
        )
        told = whole_text(self.outcome) if isinstance(self.outcome, Text) else str(self.outcome)
        return " ".join((*self._opening, *part, told))

    @property
    def lines(self) -> tuple[str, ...]:
        """What is printed. Nothing marks where one part ends: no person has cut the page there."""
        if not isinstance(self.outcome, Text):
            return (self.spoken,)
        nothing = () if self.of > 1 else (gettext("No text was found."),)
        return (*self._opening, *((*self.outcome.lines, *unread(self.outcome)) or nothing))

    @property
    def _opening(self) -> tuple[str, ...]:
        if self.number > 1:
            return ()
        if self.page.of > 1:
            return (gettext("Page {number} of {of}.").format(number=self.page.number, of=self.page.of),)
        return (
            () if isinstance(self.page.picture, PictureError) else tuple(map(note, self.page.picture.notes))
        )


def read_aloud(request: Request, reader: TextReader, *, named: bool) -> Iterator[Result]:
    """Read all pages, each told of as soon as it is read; the last result has the record of the picture.

    A page that is damaged does not end the others, and one that is long is told of part by part. Raises
    PictureError, SourceError and TextError where there is nothing else.
    """
    read: list[ReadPart] = []
    for page in pages(request.source()):
        for part in _read(page, reader):
            read.append(part)
            if page.of == 1 and len(read) == 1 and not isinstance(part.outcome, Text):
                raise part.outcome
            yield _result(request, read, named=named)


def _read(page: Page, reader: TextReader) -> Iterator[ReadPart]:
    """The parts of a page; one that cannot be read is its last."""
    if isinstance(page.picture, PictureError):
        yield ReadPart(page=page, outcome=page.picture)
        return
    number, of = 0, 1
    try:
        for part in read_parts(page.picture, reader):
            number, of = part.number, part.of
            yield ReadPart(page=page, outcome=part.text, number=number, of=of)
    except (PictureError, TextError) as error:
        yield ReadPart(page=page, outcome=error, number=number + 1, of=of)


def _result(request: Request, read: Sequence[ReadPart], *, named: bool) -> Result:
    last = read[-1]
    lines, spoken = last.lines, last.spoken
    is_end = last.is_last and last.page.number == last.page.of
    if is_end and last.page.more:
        only = gettext("Only the first {of} pages were read.").format(of=last.page.of)
        lines, spoken = (*lines, only), f"{spoken} {only}"
    if named and len(read) == 1 and (name := spoken_name(request.name, date.today())):
        spoken = f"{name}: {spoken}"
    return Result(
        described=isinstance(last.outcome, Text),
        lines=tuple(f"{request.name}: {line}" for line in lines) if named else lines,
        record=_record(request, read) if is_end else {},
        spoken=spoken,
    )


def _record(request: Request, read: Sequence[ReadPart]) -> dict[str, object]:
    texts = [each.outcome for each in read if isinstance(each.outcome, Text)]
    spoken = " ".join(each.spoken for each in read)
    if not texts:
        return {"picture": request.label, "error": spoken}
    whole = replace(
        texts[0],
        lines=tuple(line for text in texts for line in text.lines),
        foremost=tuple(dict.fromkeys(line for text in texts for line in text.foremost or ())),
        unread=sum(text.unread for text in texts),
    )
    return {
        "picture": request.label,
        "spoken": spoken,
        "text": {**vars(whole)},
        "pages": [_page(list(parts)) for _, parts in groupby(read, key=lambda part: part.page.number)],
    }


def _page(parts: Sequence[ReadPart]) -> dict[str, object]:
    lines = [line for part in parts if isinstance(part.outcome, Text) for line in part.outcome.lines]
    last = parts[-1].outcome
    if isinstance(last, Text):
        return {"lines": lines}
    return {"lines": lines, "error": str(last)} if len(parts) > 1 else {"error": str(last)}
