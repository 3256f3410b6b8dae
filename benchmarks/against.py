"""`python -m benchmarks.against OLD_PYTHON NEW_PYTHON`: two installations in turns, and their ratios.

Each argument is the interpreter of an environment in which a narrator is installed, such as one with an older
commit: `git worktree add OLD COMMIT`, `python -m venv ENV`, `ENV/bin/pip install OLD`. Measured are time and
memory of a whole command, a warm captioner, whether equal seeds give equal captions, and the memory of
narrator watch and how soon it is heard after it gave its memory back. The last part needs the packages
pulseaudio and pulseaudio-utils.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from benchmarks import process
from benchmarks.daemon import WatchCost, private_places, watch_cost
from benchmarks.ear import listening_ear
from benchmarks.pairs import Pairs, in_turns
from benchmarks.runtime import SIZES, draw_photograph
from benchmarks.soundserver import running_server

_WARM = """
import sys, time
from narrator import Captioner
captioner = Captioner.load(sys.argv[1] or None)
times = []
for _ in range(int(sys.argv[3]) + 3):
    walls, processors = time.perf_counter(), time.process_time()
    captioner.describe(sys.argv[2], samples=10)
    times.append((time.perf_counter() - walls, time.process_time() - processors))
for quantity in zip(*times[3:]):
    print(sorted(quantity)[len(quantity) // 2])
"""
"""Only what both versions offer to whoever imports them; the first three are warming up."""
_WARM_RUNS = 20
PARTS = ("command", "warm", "captions", "watch")
_PHOTOGRAPHS = Path(__file__).parent.parent / "tests" / "data" / "photographs"


def speaking(python: str, picture: Path, model: str | None, *options: str) -> list[str]:
    """The command that describes a picture without a voice."""
    # -P: without it, the narrator of the working folder would run.
    chosen = ["--model", model] if model else []
    return [python, "-P", "-m", "narrator", "speak", str(picture), "--silent", *chosen, *options]


def whole_command(pythons: Sequence[str], picture: Path, pairs: int, model: str | None) -> Iterator[Pairs]:
    """Time, processor time and peak memory of one picture described in a process of its own."""

    def once(python: str) -> tuple[float, float, float]:
        cost = process.cost(speaking(python, picture, model))
        return 1000 * cost.seconds, 1000 * cost.processor_seconds, cost.megabytes

    what = ("wall time", "ms"), ("processor time", "ms"), ("peak memory", "MB")
    values = in_turns(pairs, *(partial(once, python) for python in pythons))
    for (quantity, unit), old, new in zip(what, *values, strict=True):
        yield Pairs(what=f"narrator speak --silent, {quantity}", unit=unit, old=old, new=new)


def warm(pythons: Sequence[str], picture: Path, name: str, pairs: int, model: str | None) -> Iterator[Pairs]:
    """Picture to caption in a process that is warm already, ten samples."""

    def once(python: str) -> list[float]:
        command = [python, "-P", "-c", _WARM, model or "", str(picture), str(_WARM_RUNS)]
        return [1000 * float(line) for line in subprocess.check_output(command, text=True).split()]

    values = in_turns(pairs, *(partial(once, python) for python in pythons))
    for quantity, old, new in zip(("wall time", "processor time"), *values, strict=True):
        yield Pairs(what=f"picture to caption, warm, {name}, {quantity}", unit="ms", old=old, new=new)


def captions(python: str, picture: Path, model: str | None, seed: int) -> list[str]:
    """What a seed makes of a picture."""
    command = speaking(python, picture, model, "--json", "--seed", str(seed))
    record = json.loads(subprocess.check_output(command, text=True).splitlines()[0])
    return [candidate["text"] for candidate in record["candidates"]]


def equal_captions(pythons: Sequence[str], model: str | None, seeds: int) -> str:
    """How many photographs and seeds give the same captions in both."""
    photographs = sorted(_PHOTOGRAPHS.glob("*.jpg"))
    asked = [(picture, seed) for picture in photographs for seed in range(seeds)]
    equal = sum(
        captions(pythons[0], picture, model, seed) == captions(pythons[1], picture, model, seed)
        for picture, seed in asked
    )
    return f"equal captions for equal seeds: {equal} of {len(asked)}"


def watching(pythons: Sequence[str], folder: Path, pairs: int) -> Iterator[Pairs]:
    """Memory of narrator watch, and the first sound once its memory was given back."""
    with running_server() as server, listening_ear(server) as ear:
        os.environ.update(server.environment)

        def once(python: str) -> tuple[float, float, float]:
            cost: WatchCost = watch_cost(folder, ear, python)
            return cost.at_work, cost.at_rest, 1000 * cost.after_unload

        values = in_turns(pairs, *(partial(once, python) for python in pythons))
    what = (
        ("memory at work, all processes, what is shared counted once", "MB"),
        ("memory at rest", "MB"),
        ("file closed to first sound, both loaded for it", "ms"),
    )
    for (quantity, unit), old, new in zip(what, *values, strict=True):
        yield Pairs(what=f"narrator watch, {quantity}", unit=unit, old=old, new=new)
        if unit == "ms":
            yield Pairs(what="the longest of these", unit=unit, old=(max(old),), new=(max(new),))


def measured(
    parts: Sequence[str], pythons: Sequence[str], home: Path, pairs: int, seeds: int, model: str | None
) -> Iterator[Pairs | str]:
    """Each quantity of the parts that are wanted; pictures are made in `home`."""
    files = {}
    for name, (width, height) in SIZES.items():
        files[f"{width} by {height} JPEG"] = file = home / f"{name}.jpg"
        draw_photograph((width, height)).save(file, quality=90)
    if "command" in parts:
        yield from whole_command(pythons, home / "web.jpg", pairs, model)
    if "warm" in parts:
        for what, file in files.items():
            yield from warm(pythons, file, what, pairs, model)
    if "captions" in parts:
        yield equal_captions(pythons, model, seeds)
    if "watch" in parts:
        pictures = home / "Pictures"
        pictures.mkdir()
        yield from watching(pythons, pictures, pairs)


@click.command()
@click.argument("old_python")
@click.argument("new_python")
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, default=PARTS, show_default=True)
@click.option("--pairs", default=9, show_default=True, help="How often each is run.")
@click.option("--seeds", default=2, show_default=True, help="Seeds for each photograph that is compared.")
@click.option("--model", help="The bundle that both take: its folder. Without it each takes its own.")
def main(
    old_python: str, new_python: str, parts: Sequence[str], pairs: int, seeds: int, model: str | None
) -> None:
    """Compare two installed versions on this machine."""
    click.echo(f"cores: {len(os.sched_getaffinity(0))}")
    with tempfile.TemporaryDirectory() as home, private_places(Path(home)):
        for each in measured(parts, (old_python, new_python), Path(home), pairs, seeds, model):
            click.echo(str(each))


if __name__ == "__main__":
    main()
