"""`python -m benchmarks.siege`: what honest clients of narrator serve get, without and beside attackers.

The service runs in a process of its own with 1,024 files, the attackers in another one. Clients and
attackers have the same address and share this machine's processors. Turns without and with attackers
alternate, so that other work on the machine meets both.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import click

from benchmarks.siege.fortress import Fortress, Watch, fortress
from benchmarks.siege.honest import Outcome, served, warm

PHOTOGRAPHS = Path(__file__).parents[2] / "tests" / "data" / "photographs"
_TURN_SECONDS = 60.0


@contextmanager
def attacked(target: Fortress, *, wanted: bool) -> Iterator[None]:
    """Attackers against a service until the `with` ends, if they are wanted."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "benchmarks.siege.attackers", str(target.port), target.token]
    with subprocess.Popen(command) as attackers:
        try:
            yield
            if attackers.poll() is not None:
                raise click.ClickException("The attackers ended too soon; there is no figure.")
        finally:
            attackers.kill()


def _turns(
    target: Fortress, pictures: Sequence[bytes], clients: int, pause: float, seconds: float
) -> dict[bool, list[Outcome]]:
    count = max(round(seconds / _TURN_SECONDS), 1)
    outcomes: dict[bool, list[Outcome]] = {False: [], True: []}
    for turn in range(2 * count):
        siege = turn % 2 == 1
        with attacked(target, wanted=siege):
            outcomes[siege].append(
                served(target, pictures, clients=clients, pause=pause, seconds=seconds / count)
            )
    return outcomes


def _print(name: str, outcomes: Sequence[Outcome]) -> float:
    """One line of what became of the requests; gives the 99th percentile in seconds."""
    seconds = sorted(each for outcome in outcomes for each in outcome.seconds)
    refused = sum(outcome.refused for outcome in outcomes)
    lost = [each for outcome in outcomes for each in outcome.lost]
    if len(seconds) < 2:
        raise click.ClickException(f"Nothing was described {name}; take more --seconds.")
    cuts = quantiles(seconds, n=100, method="inclusive")
    click.echo(
        f"{name}: {len(seconds)} described, {refused} refused, {len(lost)} lost;"
        f" median {1000 * cuts[49]:.0f} ms, 99th percentile {1000 * cuts[98]:.0f} ms,"
        f" longest {1000 * seconds[-1]:.0f} ms"
    )
    for reason in sorted(set(lost)):
        click.echo(f"  lost: {reason}, {lost.count(reason)} times")
    return cuts[98]


@click.command()
@click.option("--clients", default=50, show_default=True, help="Honest clients at once.")
@click.option("--pause", default=30.0, show_default=True, help="Seconds between two pictures of a client.")
@click.option("--seconds", default=600.0, show_default=True, help="Without attackers, and as long with.")
def main(clients: int, pause: float, seconds: float) -> None:
    """Measure the web service under attack."""
    click.echo(f"cores: {len(os.sched_getaffinity(0))}, load before: {os.getloadavg()[0]:.1f}")
    click.echo(f"{clients} clients, each with a picture in about {pause:g} seconds; {seconds:g} seconds each")
    pictures = [file.read_bytes() for file in sorted(PHOTOGRAPHS.glob("*.jpg"))]
    with tempfile.TemporaryDirectory() as home, fortress(Path(home)) as target:
        warm(target, pictures)
        before = target.megabytes
        with Watch(target) as watch:
            outcomes = _turns(target, pictures, clients, pause, seconds)
        quiet = _print("without attackers", outcomes[False])
        siege = _print("beside attackers", outcomes[True])
        click.echo(f"99th percentile beside attackers: {siege / quiet:.2f} times the one without")
        click.echo(f"memory: {before:.0f} MB before, {watch.megabytes:.0f} at most", nl=False)
        click.echo(f", {target.megabytes:.0f} afterwards")
        click.echo(f"open files: {watch.files} at most")
        lines = target.log.read_text().splitlines()
        strangers = sum('"path": "/v1/describe", "status": 200' not in line for line in lines)
        click.echo(f"log: {target.log.stat().st_size} bytes, {strangers} lines of other than honest requests")


if __name__ == "__main__":
    main()
