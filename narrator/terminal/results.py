"""What came of one picture: lines to print, a record for `--json`, and what is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from narrator.description import Description
from narrator.errors import NarratorError
from narrator.languages.passages import joined
from narrator.phrasing import (
    alternatives,
    background,
    by_its_author,
    chance,
    doubtful,
    hints,
    read_later,
    seen,
    sentence,
    short_text,
    weighed_captions,
)
from narrator.terminal.requests import Request


@dataclass(frozen=True, kw_only=True)
class Result:
    """A picture's result in its three forms."""

    described: bool
    lines: tuple[str, ...]
    """For stdout when it was described, else one sentence for stderr."""
    record: Mapping[str, object]
    """For `--json`; log-probabilities are natural logarithms a word, timings are seconds. Empty if another
    result of the same picture has it."""
    spoken: str


def described(
    request: Request,
    description: Description,
    *,
    named: bool,
    every: bool,
    verbosity: str,
    words: str | None = None,
) -> Result:
    """A picture that was described; `named` introduces it, `every` gives all its distinct captions.

    `words` are the person's own for it, which stand in the caption's place.
    """
    name = _spoken(request.name) if named else None
    advice = hints(description, verbosity, camera=request.camera)
    if every and description.candidates:
        text = short_text(description)
        spoken = joined((alternatives(description, name), *text, *advice))
        doubts = (*doubtful(description), *seen(description))
        weighed = (*weighed_captions(description), *chance(description), *doubts)
        lines = (*by_its_author(description), *weighed, *description.notes, *text, *advice)
    else:
        more = (*advice, *background(description, verbosity))
        spoken = joined((sentence(description, name, words), *more))
        lines = (sentence(description, words=words), *more)
    return Result(
        described=True,
        lines=tuple(f"{request.name}: {line}" for line in lines) if named else lines,
        record={"picture": request.label, "spoken": spoken, **description.evidence()},
        spoken=spoken,
    )


def read_afterwards(
    request: Request, told: Result, before: Description, description: Description, *, named: bool
) -> Result:
    """The text of a picture that was told of before it was read; the record is that of the picture."""
    lines = read_later(before, description)
    return Result(
        described=True,
        lines=tuple(f"{request.name}: {line}" for line in lines) if named else lines,
        record={
            "picture": request.label,
            "spoken": joined((told.spoken, *lines)),
            **description.evidence(),
        },
        spoken=joined(lines),
    )


def refused(request: Request, error: NarratorError) -> Result:
    """A picture that could not be described."""
    text = str(error)
    return Result(
        described=False, lines=(text,), record={"picture": request.label, "error": text}, spoken=text
    )


def _spoken(name: str) -> str | None:
    """A file's name as it is said, None where it says nothing."""
    from narrator.file_names.file_name import spoken_name  # takes 10 ms, and a lone picture needs none

    return spoken_name(name, date.today()) or None
