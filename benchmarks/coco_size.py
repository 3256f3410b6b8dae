"""`python -m benchmarks.coco_size`: the commands that make a network, on as much data as COCO has.

The data set is made up (`benchmarks.coco_layout`), its pictures and the encoder are tiny: what is measured is
what depends on how many pictures and captions there are. Caching is killed in the middle and started again.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

CONFIG = """
name = "coco-size"
[encoder]
name = "small"
trunk_until = "block4"
[decoder]
name = "topdown"
hidden = 32
heads = 2
[data]
views = 1
minimum_count = 5
validation_pictures = 20
shuffle_window = {window}
{sources}
# The few pictures that have a sixth caption.
[[stages]]
objective = "cross_entropy"
epochs = 2
captions_per_batch = 400
fewest_captions = {fewest}
"""

SOURCE = """
[[data.{use}]]
name = "{name}"
format = "{format}"
images = "coco2017/{images}"
captions = "coco2017/{captions}"
"""

OFFICIAL = "".join(
    SOURCE.format(
        use=use,
        name=f"coco-{split}",
        format="coco",
        images=split,
        captions=f"annotations/captions_{split}.json",
    )
    for use, split in (("train", "train2017"), ("validate", "val2017"))
)
KARPATHY = "".join(
    SOURCE.format(
        use=use, name=f"karpathy-{name}", format="karpathy", images="", captions="dataset_coco.json"
    )
    + f'split = "{split}"\n'
    for use, name, split in (("train", "train", "train+restval"), ("validate", "val", "val"))
)

SHARD_MEGABYTES = 16
"""Shards are as many as COCO's with a usual encoder and the default size."""


@contextmanager
def begun(*command: str | Path) -> Iterator["subprocess.Popen[str]"]:
    """A module's command, running; killed if it is not awaited. What it says is kept for `ended`."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # Threads for which no core is free make the others wait, and a small encoder ten times as slow.
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def ended(
    process: "subprocess.Popen[str]", what: str, began: float, *, expected: int = 0, quiet: bool = False
) -> None:
    """Await a command, and say what it said, how long it took and how much memory at its peak."""
    assert process.stdout
    said = process.stdout.readlines()
    for line in said if not quiet else ():
        click.echo(f"  {line.rstrip()}")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    seconds = time.perf_counter() - began
    click.echo(f"{what}: {seconds:.0f} s, {usage.ru_maxrss * unit / 1e6:,.0f} MB at its peak")
    if process.returncode != expected:
        raise click.ClickException(f"This ended with {process.returncode}: python -m {process.args!r}")


def run(what: str, *command: str | Path, quiet: bool = False) -> None:
    """Run a module's command to its end."""
    began = time.perf_counter()
    with begun(*command) as process:
        ended(process, what, began, quiet=quiet)


def cache_with_a_kill(folder: Path, command: Sequence[str | Path]) -> None:
    """Cache features into a folder, killed when half is done; then start the same command again."""
    began = time.perf_counter()
    with begun(*command) as process:
        while process.poll() is None and not (folder / "index.json").is_file():
            time.sleep(0.1)
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        pictures, each = index["shape"][0], index["pictures_per_shard"]
        while process.poll() is None and len(list(folder.glob("features-*.npy"))) < pictures / each / 2:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
        ended(process, "features, killed", began, expected=-signal.SIGKILL)
    kept = {file: file.stat().st_mtime_ns for file in sorted(folder.glob("features-*.npy"))}
    run("features, started again", *command)
    files = sorted(folder.glob("features-*.npy"))
    again = sum(file.stat().st_mtime_ns != written for file, written in kept.items())
    click.echo(f"{len(kept)} of {len(files)} shards were there after the kill; {again} were made again")
    # When the first of the later run was done, it had begun with the second.
    first, *_, last = (file.stat().st_mtime for file in files[len(kept) :])
    done = pictures - (len(kept) + 1) * each
    click.echo(f"features: {done / (last - first):,.0f} pictures a second")


def measure(root: Path, share: float) -> None:
    """Run all in a folder and say what it came to."""
    run("imports alone", "training.feed", "--help", quiet=True)
    run("data set made up", "benchmarks.coco_layout", root / "coco2017", "--share", str(share))
    configs = {}
    for name, sources, window, fewest in (
        ("official", OFFICIAL, 0, 1),
        ("windows", OFFICIAL, 4, 1),
        ("steps", OFFICIAL, 0, 6),
        ("karpathy", KARPATHY, 0, 1),
    ):
        configs[name] = root / f"{name}.toml"
        text = CONFIG.format(sources=sources, window=window, fewest=fewest)
        configs[name].write_text(text, encoding="utf-8")
    here: tuple[str | Path, ...] = ("--data", root)
    run("Karpathy's split read", "training.feed", configs["karpathy"], *here)
    here = (*here, "--cache", root / "cache")
    shards = ("--shard-megabytes", str(max(1, round(SHARD_MEGABYTES * share))))
    cache_with_a_kill(
        root / "cache" / "coco-train2017", ["training.features", configs["official"], *here, *shards]
    )
    for name in ("official", "windows"):
        run(f"batches, {name}", "training.feed", configs[name], *here, "--cold")
    run("two epochs of few pictures", "training.train", configs["steps"], *here, "--out", root / "run")


@click.command()
@click.option("--share", default=1.0, show_default=True, help="Of the pictures and captions of COCO.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where it works, 2 GB; else a temporary one.")
def main(share: float, folder: Path | None) -> None:
    """Make a data set of COCO's size up and measure what the commands of training take for it."""
    if folder:
        measure(folder, share)
    else:
        with tempfile.TemporaryDirectory(prefix="narrator-coco-") as temporary:
            measure(Path(temporary), share)


if __name__ == "__main__":
    main()
