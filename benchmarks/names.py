"""`python -m benchmarks.names`: how many real names of files are said wrongly, and which.

`names.tsv` holds who chose a name, what should be said of it when it arrives on 30 November 2026 ("-" for
nothing), the name, and where it was found. Two errors differ: a program's name that is read out wastes time,
a person's name that is not said as it is loses words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from narrator.file_names.file_name import announced_name

TODAY = date(2026, 11, 30)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A name, and what should be said of it."""

    by: str
    """`person`, whose words are said as they are, or `program`."""
    said: str
    name: str
    source: str

    @property
    def is_wrong(self) -> bool:
        """Whether something else is said."""
        return announced_name(self.name, TODAY) != self.said


def cases() -> list[Case]:
    """All names of the table."""
    lines = Path(__file__).with_name("names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return [
        Case(by=by, said="" if said == "-" else said, name=name, source=source)
        for by, said, name, source in rows
    ]


def wrong_of(some: Sequence[Case]) -> list[Case]:
    """Those of which something else is said."""
    return [case for case in some if case.is_wrong]


@click.command()
def main() -> None:
    """Print how many names of each side are said wrongly, and each of them."""
    every = cases()
    for by in ("person", "program"):
        some = [case for case in every if case.by == by]
        click.echo(f"{len(wrong_of(some))} of {len(some)} names by a {by} are said wrongly")
    for case in wrong_of(every):
        said = announced_name(case.name, TODAY)
        click.echo(f"{case.name} ({case.source}): said {said or '-'}; should be {case.said or '-'}")


if __name__ == "__main__":
    main()
