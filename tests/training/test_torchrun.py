"""The command under torchrun: two processes come to what one comes to, and each goes on for the other."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from itertools import chain
from pathlib import Path

import click
import pytest
import torch
import torch.distributed.run as torchrun

import training.train as loop
from tests.places import ROOT
from tests.training import ranks
from tests.training.shapes import config
from training import evaluate, features, train
from training.config import Config, load_config
from training.data.drawings import write_dataset
from training.features import cache_features, starting_encoder
from training.learning.checkpoint import read_weights
from training.learning.curves import read_rows

# Batches of five pictures, the last of one: fewer than there are processes. Nothing is left to chance, so
# there is no dropout, and captions that are sampled come last.
STAGES = """
[[stages]]
objective = "language_model"
epochs = 1
captions_per_batch = 25
learning_rate = 5e-3
warmup_steps = 2
[[stages]]
objective = "cross_entropy"
epochs = 3
captions_per_batch = 15
accumulate = 2
learning_rate = 5e-3
warmup_steps = 4
average_decay = 0.5
[[stages]]
objective = "self_critical"
epochs = 1
captions_per_batch = 30
learning_rate = 1e-4
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shapes")
    write_dataset(root, training=36, validation=7)
    lines = (line.partition("\t")[2] for line in (root / "tokens.txt").read_text("utf-8").splitlines())
    (root / "text.txt").write_text("\n".join(sorted(lines)[:80]), "utf-8")
    settings = config(STAGES, trunk_until="block2").replace("dropout = 0.1", "dropout = 0.0")
    settings = settings.replace("[data]", '[data]\ntext = ["text.txt"]')
    (root / "shapes.toml").write_text(settings, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def settings(root: Path) -> Config:
    settings = load_config(root / "shapes.toml")
    torch.manual_seed(settings.seed)
    encoder = starting_encoder(settings, root)
    for source, views in ((settings.data.train[0], 2), (settings.data.validate[0], 1)):
        cache_features(encoder, source, root, root / "cache", views=views, seed=settings.seed)
    return settings


@pytest.fixture(scope="module")
def alone(settings: Config, root: Path) -> Generator[Path]:
    """A run by one process, and beside it what it was after its second epoch."""
    run, early = root / "alone", root / "early"
    real = loop.report

    def copied(folder: Path, row: dict[str, object]) -> None:
        real(folder, row)
        if (row["stage"], row["epoch"]) == (2, 1):
            shutil.copytree(run, early)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "report", copied)
        loop.train(settings, root, root / "cache", run)
    yield run


def figures(run: Path) -> list[float]:
    """Loss and score of each epoch up to where chance comes in."""
    rows = [row for row in read_rows(run / "curves.csv") if row["objective"] != "self_critical"]
    return [float(row[name] or 0) for row in rows for name in ("loss", "CIDEr-D validation")]


def test_two_processes_go_on_to_what_one_comes_to(alone: Path, root: Path) -> None:
    first, second = ranks.run_ranks(ranks.go_on, root)
    assert (first.code, second.code) == (0, 0), (first.output, second.output)
    early = root / "early"
    assert len(figures(early)) == 8
    assert figures(early) == pytest.approx(figures(alone), abs=2e-3)
    theirs, ours = (read_weights(run / "stage-2.pt") for run in (early, alone))
    for name, weights in ours.items():
        torch.testing.assert_close(theirs[name], weights, rtol=0, atol=1e-3)
    last = read_rows(early / "curves.csv")[-1]
    assert last["objective"] == "self_critical" and float(last["reward"]) > 0
    # The first alone speaks.
    assert first.output.count("objective cross_entropy  epoch 3") == 1
    assert second.output == ""


@pytest.mark.parametrize("command", [train.main, evaluate.main, features.main])
def test_torchrun_leaves_the_options_of_what_it_runs_alone(command: click.Command) -> None:
    """It reads all words itself first, and would take the beginning of an option of its own for that one."""
    options = [
        [option.opts[0]] if option.is_flag else [option.opts[0], "value"]
        for option in command.params
        if isinstance(option, click.Option)
    ]
    words = ["module", "CONFIG", *chain.from_iterable(options)]
    parsed = torchrun.parse_args(["--nproc-per-node", "2", "-m", *words])  # type: ignore[no-untyped-call]
    assert [parsed.training_script, *parsed.training_script_args] == words


def test_one_process_goes_on_after_two_were_interrupted(alone: Path, settings: Config, root: Path) -> None:
    run = root / "interrupted"
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    options: list[str | Path] = ["--data", root, "--cache", root / "cache", "--out", run, "--device", "cpu"]
    process = subprocess.Popen(
        [*command, "-m", "training.train", root / "shapes.toml", *options],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        while not (run / "curves.csv").exists() or len(read_rows(run / "curves.csv")) < 2:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.01)
    finally:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: torchrun and both workers get it
        _, errors = process.communicate(timeout=120)
    assert process.returncode != 0
    assert errors.count("Error: Interrupted: ") == 1
    assert len(read_rows(run / "curves.csv")) < 5, "The run was over before it was interrupted."
    loop.train(settings, root, root / "cache", run)
    assert figures(run) == pytest.approx(figures(alone), abs=2e-3)
