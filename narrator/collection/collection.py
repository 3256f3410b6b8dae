"""A collection from its listing to the file of rows, in a way that goes on after any interruption."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread

from narrator.collection.changes import exchanged_since
from narrator.collection.crew import Crew
from narrator.collection.listing import pictures_of
from narrator.collection.namesakes import Namesakes
from narrator.collection.progress import Progress
from narrator.collection.row import Row, name_of
from narrator.collection.tables import table_for
from narrator.collection.worker import Work
from narrator.collection.working_file import Age, WorkingFile
from narrator.enumeration import enumerated
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.whole_file import refuse_unwritable

_NAMED_FAILURES = 10
"""So many are told by name at the end; a screen reader reads each of them, and all are in the file."""
_KEPT = "What was described before stays."


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a run came to."""

    described: int
    failed: int
    before: int
    """Pictures that had a row already."""
    speed: float
    """Pictures a second."""
    failures: tuple[tuple[str, str], ...] = ()
    """The first pictures that failed, each with the reason."""
    failed_before: int = 0
    """Pictures whose row, from an earlier run, has only the reason of a failure."""


def describe_collection(
    arguments: Sequence[str],
    out: Path,
    work: Work,
    *,
    recursive: bool,
    hands: int,
    say: Callable[[str], None],
    videos: bool = False,
    bundle: str = "",
    again: bool = False,
) -> Tally:
    """Write a row for each picture that has none yet; `say` takes sentences about the progress.

    `bundle` is the name and version of the model, by which rows of another one are told apart; `again`
    describes these anew, what has failed, and what was exchanged since. Raises SettingsError for wrong
    arguments, BundleError where there is no model, and NarratorError when rows cannot be written. Whatever
    ends it, the rows that were written stay, and the next call goes on.
    """
    refuse_unwritable(out)
    table = table_for(out)
    working = out if table is None else out.with_name(f"{out.name}.part.jsonl")
    listing = _Listing(arguments, recursive=recursive, videos=videos, say=say)
    finished = table.read(out) if table and out.is_file() else iter(())
    first_finished = next(finished, None)  # what is no table of ours is known before a file is made
    with WorkingFile(working, age=partial(_age, bundle=bundle) if again else None) as file:
        if first_finished:
            file.take_over(chain([first_finished], finished))
        if not again:
            _tell_of_other_bundles(file.bundles, bundle, say)
        before, failed_before = len(file), file.failed
        namesakes = Namesakes()
        progress, failures = _describe(listing, file, work, hands=hands, say=say, passed=namesakes.passed)
        namesakes.tell(file.rows_named, out, say)
        if table:
            table.write(file.rows(), out)
        file.finish(remove=table is not None)
    return Tally(
        described=progress.done - progress.failed,
        failed=progress.failed,
        before=before,
        speed=progress.speed,
        failures=tuple(failures),
        failed_before=failed_before,
    )


def _describe(
    listing: "_Listing",
    file: WorkingFile,
    work: Work,
    *,
    hands: int,
    say: Callable[[str], None],
    passed: Callable[[str], None],
) -> tuple[Progress, list[tuple[str, str]]]:
    failures: list[tuple[str, str]] = []

    def missing(passed: Callable[[str], None] = lambda _: None) -> Iterator[Path]:
        for picture in listing:
            if file.has(name := name_of(picture)):
                passed(name)
            else:
                yield picture

    with Crew(work, hands=hands) as crew:  # whose first process loads the model meanwhile
        pictures = missing(passed)
        first = next(pictures, None)
        progress = Progress(say=say)
        if first is None:
            return progress, failures
        # To count half a million takes seconds, in which some are described already.
        Thread(target=_count, args=(missing, progress), daemon=True).start()
        for row in crew.rows(chain([first], pictures)):
            if file.prefers_its_own(row):
                row = replace(row, reason=f"{row.reason} {_KEPT}")
            else:
                file.add(row)
            if row.is_scene:
                continue
            progress.count(failed=row.failed)
            if row.failed and len(failures) < _NAMED_FAILURES:
                failures.append((row.path, row.reason))
    return progress, failures


def _count(missing: Callable[[], Iterator[Path]], progress: Progress) -> None:
    with suppress(NarratorError, OSError):  # told where the pictures themselves are listed
        progress.expect(sum(1 for _ in missing()))


def _age(row: Row, bundle: str) -> Age:
    if row.failed or exchanged_since(row):
        return Age.WORTHLESS
    return Age.OUTDATED if row.bundle and row.bundle != bundle else Age.FRESH


def _tell_of_other_bundles(bundles: Counter[str], bundle: str, say: Callable[[str], None]) -> None:
    others = {name: count for name, count in bundles.items() if name and name != bundle}
    if others and bundle:
        say(
            gettext(
                "{sum:,} rows are of another model ({others}) and stay as they are; with "
                "--again they are described anew, with {bundle}."
            ).format(sum=sum(others.values()), others=enumerated(sorted(others)), bundle=bundle)
        )


class _Listing:
    """The pictures, as often as they are asked for; each once, by whatever argument it comes."""

    def __init__(
        self, arguments: Sequence[str], *, recursive: bool, videos: bool, say: Callable[[str], None]
    ) -> None:
        self._arguments = arguments
        self._recursive = recursive
        self._videos = videos
        self._say = say
        self._denied: set[Path] = set()

    def __iter__(self) -> Iterator[Path]:
        # Of one folder or pattern none comes twice.
        return self._once_each() if len(self._arguments) > 1 or self._is_list() else self._pictures()

    def _pictures(self) -> Iterator[Path]:
        return pictures_of(self._arguments, recursive=self._recursive, videos=self._videos, denied=self._deny)

    def _once_each(self) -> Iterator[Path]:
        seen: set[int] = set()  # numbers, because half a million paths take 200 MB
        for path in self._pictures():
            key = hash(os.fspath(path))
            if key not in seen:
                seen.add(key)
                yield path

    def _is_list(self) -> bool:
        # Not with pathlib, which raises for a name that no file can have.
        return not os.path.isdir(self._arguments[0])  # noqa: PTH112

    def _deny(self, folder: Path, error: OSError) -> None:
        if folder not in self._denied:
            self._denied.add(folder)
            self._say(
                gettext("The folder {folder} cannot be read ({strerror}); it is left out.").format(
                    folder=folder, strerror=error.strerror
                )
            )
