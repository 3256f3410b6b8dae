"""`python -m benchmarks.collection`: what `narrator describe` costs; `--part` measures one thing alone."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from benchmarks.collection import limit, listing, memory, program
from narrator.captioning.threads import physical_cores

PARTS = ("limit", "program", "memory", "resume", "listing")


@click.command()
@click.option(
    "--part", "parts", multiple=True, type=click.Choice(PARTS), help="Measure this; all if not given."
)
@click.option("--photographs", default=200, show_default=True, help="How many are described in one turn.")
@click.option("--turns", default=5, show_default=True, help="How often each speed is measured.")
@click.option(
    "--many", default=100_000, show_default=True, help="Pictures whose memory and resume are measured."
)
@click.option("--names", default=500_000, show_default=True, help="Pictures of one folder that are listed.")
@click.option(
    "--before", default="2ba7ec6", show_default=True, help="The commit whose narrator speak is beaten."
)
def main(parts: tuple[str, ...], photographs: int, turns: int, many: int, names: int, before: str) -> None:
    """Measure it on this machine."""
    click.echo(f"{physical_cores()} cores")
    measures: dict[str, Callable[[Path], Iterator[object]]] = {
        "limit": lambda folder: limit.measure(folder, photographs, turns),
        "program": lambda folder: program.measure(folder, photographs, turns, before),
        "memory": lambda folder: memory.measure(folder, many),
        "resume": lambda folder: listing.resume(folder, many, turns),
        "listing": lambda folder: listing.measure(folder, names),
    }
    for part in parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for line in measures[part](Path(folder)):
                click.echo(str(line))


if __name__ == "__main__":
    main()
