"""`python -m benchmarks.journal`: what the journal costs when it holds years of pictures."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import click

from benchmarks.measurement import Measurement, repeat
from narrator.description import Candidate, Description
from narrator.journal.entry import NewEntry
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection

_DESCRIPTION = Description(
    candidates=tuple(
        Candidate(
            caption=f"a man in a red shirt stands on the street number {number}", log_prob=-0.7, count=2
        )
        for number in range(5)
    ),
    bundle="benchmark 1",
    size=(4032, 3024),
    timings={"open": 0.02, "encode": 0.02, "decode": 0.01},
)


def measure(folder: Path, entries: int, runs: int) -> Iterator[Measurement]:
    """Fill a journal, one in twenty entries never heard, and measure what the daemon and the commands do."""
    file = folder / "journal.sqlite"
    numbers = count()
    with Journal.open(file) as journal:
        for _ in range(entries):
            journal.record(_entry(next(numbers)))
        journal.correct(1, "my own words")
        known, unknown = _entry(0).digest, _entry(-1).digest
        operations: dict[str, Callable[[], object]] = {
            "open and close": lambda: Journal.open(file).close(),
            "record": lambda: journal.record(_entry(next(numbers))),
            "heard": lambda: journal.heard([1]),
            "words_for, corrected": lambda: journal.words_for(known),
            "words_for, unknown": lambda: journal.words_for(unknown),
            "knows": lambda: journal.knows(known),
            "missed, the newest 20": lambda: journal.missed(20),
            "missed_count": journal.missed_count,
            "history, the newest 20": lambda: list(journal.history(limit=20)),
        }
        for what, operation in operations.items():
            yield _measured(what, runs, operation)
        yield _measured("forget one", 3, lambda: journal.forget(Selection.of([next(numbers) // 2])))


def _entry(number: int) -> NewEntry:
    return NewEntry(
        when=time.time(),
        origin="folder",
        place="Holiday",
        name=f"IMG_{number}.jpg",
        path=f"/home/person/Pictures/Holiday/IMG_{number}.jpg",
        digest=f"{number % 2**256:064x}",
        said="A man in a red shirt stands on the street.",
        description=replace(_DESCRIPTION, notes=(f"Number {number}.",)),
        heard=number % 20 != 0,
    )


def _measured(what: str, runs: int, operation: Callable[[], object]) -> Measurement:
    def once() -> tuple[float]:
        started = time.perf_counter()
        operation()
        return (1000 * (time.perf_counter() - started),)

    (milliseconds,) = repeat(runs, once)
    return Measurement(what=what, unit="ms", values=milliseconds)


@click.command()
@click.option("--entries", default=100_000, show_default=True, help="Entries that are there already.")
@click.option("--runs", default=301, show_default=True, help="Runs of each measurement.")
def main(entries: int, runs: int) -> None:
    """Measure the journal on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        for measurement in measure(Path(folder), entries, runs):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
