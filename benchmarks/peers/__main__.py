"""`python -m benchmarks.peers`: one picture to one caption, by ours and by four others, in turns.

The others have random weights, since speed depends on their architecture alone. Each form of each of them
runs in a process of its own beside ours and is ended before the next one starts. Needs the extra `peers`, and
4 GB of memory.
"""

import os
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from benchmarks.peers.describer import Describer, Ours, Theirs, running_describer
from benchmarks.peers.published import FORMS, NEW_TOKENS, PEERS
from benchmarks.peers.report import HEADER, Result, Turn, middle, our_line, their_line, verdict
from benchmarks.runtime import SIZES, draw_photograph
from narrator.captioning.threads import default_threads

_OURS_A_TURN = 5
"""Ours is short; the median of these stands for it in a turn."""


def measure(ours: Describer, theirs: Theirs, rounds: int) -> Result:
    """One peer in one form, in turns with ours."""
    with running_describer(theirs) as other:
        turns = tuple(
            Turn(ours=middle([ours.describe() for _ in range(_OURS_A_TURN)]), theirs=other.describe())
            for _ in range(rounds)
        )
        return Result(peer=theirs.peer, form=theirs.form, turns=turns, megabytes=other.megabytes())


@click.command()
@click.option("--rounds", default=5, show_default=True, help="Turns of each form.")
@click.option("--threads", help="Threads for each captioner; as many as ours takes by itself.", type=int)
@click.option("--peer", "names", multiple=True, help="The first letters of a peer; all of them otherwise.")
@click.option("--form", "forms", multiple=True, type=click.Choice(FORMS), help="One form; all otherwise.")
def main(rounds: int, threads: int | None, names: Sequence[str], forms: Sequence[str]) -> None:
    """Measure what one caption costs ours and others."""
    threads = threads or default_threads()
    cores = len(os.sched_getaffinity(0))
    click.echo(f"cores: {cores}, threads: {threads}, load before: {os.getloadavg()[0]:.1f}")
    click.echo(f"JPEG of 640 by 480; {NEW_TOKENS} new tokens of theirs, ten whole samples of ours")
    import_module("transformers")  # who lacks it is told so by one sentence
    click.echo(HEADER)
    chosen = [peer for peer in PEERS if not names or peer.name.startswith(tuple(names))]
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture.jpg"
        draw_photograph(SIZES["web"]).save(picture, quality=90)
        with running_describer(Ours(threads=threads, picture=picture)) as ours:
            for peer in chosen:
                for form in forms or FORMS:
                    theirs = Theirs(peer=peer, form=form, threads=threads, picture=picture)
                    results.append(measure(ours, theirs, rounds))
                    click.echo(their_line(results[-1]))
            click.echo(our_line(results, ours.megabytes()))
    for peer in chosen:
        click.echo(
            f"{peer.name}: {peer.parameters / 1e6:.0f} million parameters, {peer.source}; {peer.quality}"
        )
    click.echo(verdict(results))


if __name__ == "__main__":
    main()
