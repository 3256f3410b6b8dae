"""A collection from its listing to the file of rows, in a way that goes on after any interruption."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.collection.crew import Crew
from narrator.collection.listing import STANDARD_INPUT, pictures_of
from narrator.collection.progress import Progress
from narrator.collection.row import Row, name_of
from narrator.collection.tables import table_for
from narrator.collection.worker import Work
from narrator.collection.working_file import WorkingFile, line_of, rows_of
from narrator.whole_file import refuse_unwritable, whole_file


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a run came to."""

    described: int
    failed: int
    before: int
    """Pictures that had a row already."""
    speed: float
    """Pictures a second."""


def describe_collection(
    arguments: Sequence[str],
    out: Path,
    work: Work,
    *,
    recursive: bool,
    hands: int,
    say: Callable[[str], None],
) -> Tally:
    """Write a row for each picture that has none yet; `say` takes sentences about the progress.

    Raises SettingsError for wrong arguments, BundleError where there is no model, and NarratorError when
    rows cannot be written. Whatever ends it, the rows that were written stay, and the next call goes on.
    """
    table = table_for(out)
    refuse_unwritable(out)
    working = out if table is None else out.with_name(f"{out.name}.part.jsonl")
    listing = _Listing(arguments, recursive=recursive, say=say)
    if table and out.is_file() and not working.exists():
        _take_over(table.read(out), working)
    with WorkingFile(working) as file:
        missing = sum(not file.has(name_of(picture)) for picture in listing)
        progress = Progress(missing, say=say)
        if missing:
            with Crew(work, hands=min(hands, missing)) as crew:
                for row in crew.rows(picture for picture in listing if not file.has(name_of(picture))):
                    file.add(row)
                    progress.count(failed=row.failed)
        before = len(file)
    if table:
        table.write(rows_of(working), out)
        working.unlink()
    return Tally(
        described=progress.done - progress.failed,
        failed=progress.failed,
        before=before,
        speed=progress.speed,
    )


def _take_over(rows: Iterable[Row], working: Path) -> None:
    """Go on from a table that was finished before."""
    with whole_file(working) as stream:
        stream.writelines(map(line_of, rows))


class _Listing:
    """The pictures, as often as they are asked for."""

    def __init__(self, arguments: Sequence[str], *, recursive: bool, say: Callable[[str], None]) -> None:
        self._arguments = arguments
        self._recursive = recursive
        self._say = say
        self._denied: set[Path] = set()
        self._kept: list[Path] | None = None

    def __iter__(self) -> Iterator[Path]:
        pictures = pictures_of(self._arguments, recursive=self._recursive, denied=self._deny)
        if len(self._arguments) == 1 and self._arguments[0] != STANDARD_INPUT:
            yield from pictures  # where none can come twice
            return
        if self._kept is None:
            self._kept = list(dict.fromkeys(pictures))
        yield from self._kept

    def _deny(self, folder: Path, error: OSError) -> None:
        if folder not in self._denied:
            self._denied.add(folder)
            self._say(f"The folder {folder} cannot be read ({error.strerror}); it is left out.")
