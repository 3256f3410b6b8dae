"""`python -m benchmarks.authorship`: how often a person's words pass for a machine's, and the other way.

The table beside this file holds texts from the places of descriptions, who wrote them, and where each was
found. Texts whose source is "own" were written for this table and are counted by themselves. Of the found
ones half were held out: the rule was mended on the others alone.
"""

import csv
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import click

from narrator.picture.written.authorship import is_by_a_machine

TABLE = Path(__file__).with_suffix(".tsv")
PARTS = ("seen", "held out", "own")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A text and who wrote it."""

    by: str
    """"person" or "machine"."""
    language: str
    """ISO 639-1."""
    source: str
    """A repository with the number of an issue or a folder, or the program that writes such texts."""
    text: str

    @property
    def part(self) -> str:
        """One of `PARTS`: by a checksum, so that nobody chooses the part of a new text."""
        if self.source == "own":
            return "own"
        return "held out" if crc32(self.text.encode()) % 2 else "seen"

    @property
    def is_right(self) -> bool:
        """Whether the rule says who wrote it."""
        return is_by_a_machine(self.text) == (self.by == "machine")


def samples() -> list[Sample]:
    """The whole table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Sample(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def wrong(among: Iterable[Sample]) -> list[Sample]:
    """Those of which the rule is wrong."""
    return [sample for sample in among if not sample.is_right]


def _figures(what: str, among: Sequence[Sample]) -> str:
    cells = []
    for by in ("person", "machine"):
        side = [sample for sample in among if sample.by == by]
        cells.append(f"{len(wrong(side))} of {len(side)}" if side else "-")
    return f"| {what} | {cells[0]} | {cells[1]} |"


def _of_captions(file: Path) -> str:
    """How many of a data set's captions, one a line, all of them people's, pass for a machine's."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        captions = {line.strip() for line in lines} - {""}
    taken = sum(is_by_a_machine(caption) for caption in captions)
    return f"| {file.name} | {taken} of {len(captions):,} | - |"


@click.command()
@click.argument("captions", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--texts", is_flag=True, help="Print the texts of which the rule is wrong, but none held out.")
def main(captions: Sequence[Path], *, texts: bool) -> None:
    """Count on the table how often the rule is wrong, on both sides.

    CAPTIONS are files of people's captions besides, packed by gzip, one a line.
    """
    table = samples()
    click.echo(
        "| Texts | A person's taken for a machine's | A machine's taken for a person's |\n| --- | --- | --- |"
    )
    for part in PARTS:
        click.echo(_figures(part, [sample for sample in table if sample.part == part]))
    for language in sorted({sample.language for sample in table}):
        click.echo(_figures(language, [sample for sample in table if sample.language == language]))
    for file in captions:
        click.echo(_of_captions(file))
    if texts:
        for sample in wrong(sample for sample in table if sample.part != "held out"):
            click.echo(f"{sample.by}, {sample.part}, {sample.source}: {sample.text}")


if __name__ == "__main__":
    main()
