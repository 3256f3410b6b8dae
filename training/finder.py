"""Teach a bundle to find pictures by words, and measure how well it does.

    python -m training.finder CONFIG --data ROOT --bundle FOLDER --kept FOLDER

Two towers (`training.finding.towers`) learn from the training pictures and those for judging, with all their
captions, which picture belongs to which caption of a batch. The tower of words has learned before, from
Flickr30k's captions, which captions are of one picture, and goes on with that beside. What the encoder gives
is taken as the bundle gives it. The last weights go into the bundle as finder.npz, and the figures on the
validation sets into its model card; its network stays as it is.

With --kept, what the encoder gives is kept, and a second run takes minutes.
"""

import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import tqdm

from narrator.captioning.bundle import FINDER, Bundle, write_manifest
from narrator.captioning.finder import Finder, rounded
from narrator.captioning.mutual_information import nothing_to_see
from training.config import Config, load_config
from training.data.datasets import Example, read_source
from training.errors import TrainingError
from training.finding.pictures import inputs_of, seen_pictures
from training.finding.recall import Recall, fitting_from, recall_of
from training.finding.texts import Words, batch, groups_in_blocks, read_lines, shuffled, two_of
from training.finding.towers import PictureTower, WordTower, contrast, released, standardised
from training.release.sections import CARD, with_section
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence

BATCH = 384
GROUPED = "data/text/flickr30k_captions.en.txt.gz"
GROUP_SIZE = 5
BEFORE_EPOCHS, EPOCHS = 4, 25
RATE = 1.5e-3
BESIDE = 0.5
"""What captions of one picture count beside pictures and captions."""
HEADING = "## Finding pictures by words"
_EXPLAINED = "Each caption is a query, and its picture is what should be found, by vectors of 256 bytes."
COMMAND = "    python -m training.finder CONFIG --data ROOT --bundle FOLDER"

Encoded = Sequence[Sequence[int]]


def learn_words(tower: WordTower, groups: Sequence[Encoded], scale: nn.Parameter, *, epochs: int) -> None:
    """Let the tower of words find captions of the same picture."""
    rng = random.Random(0)
    steps = epochs * (len(groups) // BATCH)
    optimizer = torch.optim.AdamW([*tower.parameters(), scale], lr=2e-3, weight_decay=1e-4)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps + 1, pct_start=0.1)
    with tqdm(total=steps, desc="captions") as bar:
        for _ in range(epochs):
            for chosen in shuffled(len(groups), BATCH, rng):
                _step(optimizer, rate, _pairs(tower, [groups[i] for i in chosen], rng, scale))
                bar.update()


def learn_both(
    pictures: PictureTower,
    words: WordTower,
    seen: Tensor,
    captions: Sequence[Encoded],
    groups: Sequence[Encoded],
    scale: nn.Parameter,
    *,
    epochs: int,
) -> None:
    """Let both towers find the captions of a picture [N, I], and the picture of a caption."""
    rng = random.Random(1)
    steps = epochs * (len(seen) // BATCH)
    parts = [
        {"params": pictures.parameters(), "lr": RATE, "weight_decay": 0.05},
        {"params": words.parameters(), "lr": RATE / 2, "weight_decay": 1e-4},
        {"params": [scale], "lr": RATE},
    ]
    optimizer = torch.optim.AdamW(parts)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE / 2, RATE], total_steps=steps + 1, pct_start=0.15
    )
    with tqdm(total=steps, desc="pictures and captions") as bar:
        for _ in range(epochs):
            for chosen in shuffled(len(seen), BATCH, rng):
                pairs = [two_of(captions[i], rng) for i in chosen]
                vectors = pictures(seen[chosen])
                said = words(batch([one for one, _ in pairs] + [other for _, other in pairs]))
                one, other = said.split(len(chosen))
                loss = contrast(vectors, one, scale.exp()) / 2 + contrast(vectors, other, scale.exp()) / 2
                if groups:
                    beside = rng.sample(groups, min(BATCH // 2, len(groups)))
                    loss = loss + BESIDE * _pairs(words, beside, rng, scale)
                _step(optimizer, rate, loss)
                bar.update()


def _pairs(tower: WordTower, groups: Sequence[Encoded], rng: random.Random, scale: Tensor) -> Tensor:
    pairs = [two_of(group, rng) for group in groups]
    one, other = tower(batch([a for a, _ in pairs] + [b for _, b in pairs])).split(len(pairs))
    return contrast(one, other, scale.exp())


def _step(optimizer: torch.optim.Optimizer, rate: torch.optim.lr_scheduler.LRScheduler, loss: Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch
    optimizer.step()
    rate.step()


def learn(
    seen: NDArray[np.float32],
    captions: Sequence[Sequence[str]],
    lines: Sequence[str],
    bundle: Bundle,
    *,
    epochs: int,
    seed: int,
) -> Finder:
    """Both towers from pictures' inputs [N, I], their captions, and captions in blocks without pictures."""
    torch.manual_seed(seed)
    blocks = groups_in_blocks(lines, GROUP_SIZE) if lines else []
    words = Words.of([caption for group in (*blocks, *captions) for caption in group])
    own, beside = ([words.encoded(group) for group in groups] for groups in (captions, blocks))
    mean, deviation = torch.from_numpy(seen.mean(axis=0)), torch.from_numpy(seen.std(axis=0) + 1e-3)
    tower, scale = WordTower(words.weights), nn.Parameter(torch.tensor(math.log(20.0)))
    if beside:
        learn_words(tower, [*beside, *own], scale, epochs=BEFORE_EPOCHS)
    pictures = PictureTower(seen.shape[1])
    given = standardised(torch.from_numpy(seen), mean, deviation)
    learn_both(pictures, tower, given, own, beside, scale, epochs=epochs)
    inputs = inputs_of(nothing_to_see(bundle.network()))
    return released(pictures, tower, words.words, inputs, mean, deviation)


def vectors_of(finder: Finder, seen: NDArray[np.float32]) -> NDArray[np.int8]:
    """The vectors [N, D] of pictures as they are kept, from their inputs [N, I]."""
    return np.stack([rounded(finder.of_inputs(row)) for row in seen])


def put_into(bundle: Bundle, finder: Finder, section: str) -> None:
    """Write finder.npz, the section of the card, and the manifest."""
    finder.save(bundle.folder / FINDER)
    card = bundle.folder / CARD
    card.write_text(with_section(card.read_text(encoding="utf-8"), section), encoding="utf-8")
    write_manifest(
        bundle.folder,
        name=bundle.name,
        version=bundle.version,
        precision=bundle.precision,
        image_size=bundle.image_size,
        scores=bundle.scores,
        training=bundle.training,
        calibration=None if bundle.calibration is None else bundle.calibration.name,
    )


def section_of(recalls: Mapping[str, Recall], told: str) -> str:
    """The part of the model card."""
    rows = [[name, *each.cells()] for name, each in recalls.items()]
    table = markdown_table(["pictures, queries", "R@1", "R@5", "R@10", "median rank"], rows)
    return "\n\n".join((HEADING, _EXPLAINED, table, told, f"{COMMAND}\n"))


def _all(config: Config, root: Path) -> tuple[dict[str, list[Example]], dict[str, list[Example]]]:
    # VizWiz's photographs are too few, and for development alone.
    sources = [each for each in (*config.data.train, *config.data.judge) if each.format != "vizwiz"]
    learned = {each.name: read_source(each, root) for each in sources}
    return learned, {each.name: read_source(each, root) for each in config.data.validate}


@click.command()
@config_argument
@data_option
@click.option(
    "--bundle", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder."
)
@click.option(
    "--kept", type=click.Path(path_type=Path), required=True, help="Keep what the encoder gives here."
)
@click.option("--epochs", default=EPOCHS, show_default=True)
@click.option("--threads", type=int, default=1, show_default=True)
def main(config: Path, root: Path, folder: Path, kept: Path, epochs: int, threads: int) -> None:
    """Put a finder into the bundle in FOLDER, and print what it finds."""
    with said_in_a_sentence():
        settings = load_config(config)
        torch.set_num_threads(threads)
        bundle = Bundle.open(folder)
        network = bundle.network()
        inputs = inputs_of(nothing_to_see(network))
        learned, judged = _all(settings, root)
        if not judged:
            raise TrainingError("Without a validation set nobody knows what is found: name one in CONFIG.")

        def given(name: str, examples: Sequence[Example]) -> NDArray[np.float32]:
            return seen_pictures(network, inputs, name, examples, kept)

        seen = np.concatenate([given(name, examples) for name, examples in learned.items()])
        captions = [example.captions for examples in learned.values() for example in examples]
        file = root / GROUPED
        lines = read_lines(file) if file.exists() else []
        finder = learn(seen, captions, lines, bundle, epochs=epochs, seed=settings.seed)
        shown = {name: vectors_of(finder, given(name, examples)) for name, examples in judged.items()}
        asked = {
            name: [(caption, number) for number, each in enumerate(examples) for caption in each.captions]
            for name, examples in judged.items()
        }
        recalls = {
            f"{name}, {len(shown[name])}, {len(asked[name])}": recall_of(finder, shown[name], asked[name])
            for name in judged
        }
        finder, told = fitting_from(finder, shown, asked)
        section = section_of(recalls, told)
        put_into(bundle, finder, section)
    click.echo(section)


if __name__ == "__main__":
    main()
