"""`python -m benchmarks`: one quantity a line, each the median of several runs; `pip install .` first."""

import os
import platform
import tempfile
from pathlib import Path

import click

from benchmarks import runtime


@click.command()
@click.option("--runs", default=7, show_default=True, help="Runs of each whole process.")
@click.option("--model", help="Measure this bundle: its folder, or the name of a released one.")
def main(runs: int, model: str | None) -> None:
    """Measure what narrator costs on this machine."""
    cores = len(os.sched_getaffinity(0))
    click.echo(f"cores: {cores}, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        for measurement in runtime.measure(Path(folder), runs, model):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
