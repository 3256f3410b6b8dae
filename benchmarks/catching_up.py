"""`python -m benchmarks.catching_up`: what it costs to remember what was seen in a large folder."""

import tempfile
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import click

from benchmarks.measurement import Measurement
from narrator.daemon.past import past_of
from narrator.journal.journal import Journal
from narrator.sources.arrival import Arrival, Audience
from narrator.sources.folder.source import FolderSource


class _Nobody(Audience):
    def arrived(self, arrival: Arrival) -> None:
        """See Audience."""

    def told(self, sentence: str) -> None:
        """See Audience."""


def measure(folder: Path, files: int, runs: int) -> list[Measurement]:
    """Watch a folder of so many files without a past, for the first time, and again."""
    watched, state = folder / "Pictures", folder / "state" / "journal.sqlite"
    watched.mkdir()
    for number in range(files):
        (watched / f"IMG_{number}.jpg").write_bytes(b"a picture")
    without = [_start(watched, None) for _ in range(runs)]
    first = _start(watched, state)
    again = [_start(watched, state) for _ in range(runs)]
    kept = state.stat().st_size / 2**20
    return [
        _seconds("processor time to watch it, without a past", without),
        _seconds("the same for the first time", [first]),
        _seconds("the same at every later start", again),
        Measurement(what="the journal, with nothing else in it", unit="MB", values=(kept,)),
    ]


def _start(watched: Path, state: Path | None) -> float:
    with Journal.open(state) if state else Journal.in_memory() as journal:
        past = past_of(journal, watched, recursive=False, on_fault=_raise)
        source = FolderSource(watched, past=past)
        began = _used()
        source.start(_Nobody())
        used = _used() - began
        source.close()
    return used


def _used() -> float:
    usage = getrusage(RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _raise(error: Exception) -> None:
    raise error


def _seconds(what: str, values: list[float]) -> Measurement:
    return Measurement(what=what, unit="s", values=tuple(values))


@click.command()
@click.option("--files", default=100_000, show_default=True, help="How many files are in the folder.")
@click.option("--runs", default=5, show_default=True, help="Starts of each kind.")
def main(files: int, runs: int) -> None:
    """Measure it on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        for measurement in measure(Path(folder), files, runs):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
