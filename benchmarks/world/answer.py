"""What came of one file, and how answers are kept: one JSON object a line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One file's outcome: described, refused with a sentence, or no answer at all."""

    file: str
    """Beginning with the name of the folder that was given."""
    sha256: str
    outcome: str
    """`described`, `refused`, or `lost`: the process died, took too long or too much memory."""
    said: str
    """What a person hears of it; what happened, where it is lost."""
    seconds: float
    """From the answer before to this one; in a process's first it has the start of the program."""
    megabytes: float
    """The most memory that was seen meanwhile, of the process and its children."""
    kind: str | None = None
    size: str | None = None
    """Width and height, "640 by 480"."""
    colours: tuple[str, ...] = ()
    caption: str | None = None
    told: str | None = None
    written: str | None = None
    written_by: str | None = None
    written_language: str | None = None
    text: tuple[str, ...] = ()


def answers_in(file: Path) -> dict[str, Answer]:
    """The answers that were kept in a file, by the name of the picture's file; none if it does not exist."""
    if not file.exists():
        return {}
    return {answer.file: answer for answer in map(_read, _lines(file))}


def as_line(answer: Answer) -> str:
    """An answer as it is kept."""
    return json.dumps(asdict(answer)) + "\n"


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        # A run that was stopped may have left half a line; that file is asked again.
        yield from (line for line in lines if line.endswith("\n"))


def _read(line: str) -> Answer:
    record: Mapping[str, Any] = json.loads(line)
    lists = {name: tuple(record[name]) for name in ("colours", "text")}
    return Answer(**{**record, **lists})
