"""Judge a painter by the closed circle, and show what it paints.

    python -m training.painted CONFIG --data ROOT --cache CACHE --painter FOLDER [--plate FILE] [--card]

Captions of held-out pictures are painted, and the captioner that comes with Narrator says what it sees.
Beside it stand the ends of the scale: the pictures that people wrote these captions of, as they are and as
small as a painting, and noise; and what the same paintings get for the words of other pictures. The last
table tells how near paintings are to the pictures that were learned from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from tqdm import tqdm

from narrator import __version__
from narrator.errors import SettingsError
from narrator.painting.bundle import PainterBundle, find_painter, write_paper
from narrator.painting.flow import PaintingOptions
from narrator.painting.marked import marked
from narrator.painting.painter import Painter
from narrator.picture.opening import open_picture
from narrator.whole_file import whole_file
from training.export_painter import CARD
from training.painting.circle import Eye, Figures, Seen, Wish, another, figures, nearest, spread_wishes
from training.painting.config import PaintConfig, load_paint_config
from training.painting.pictures import Pixels, SmallPictures, load_pictures
from training.painting.plate import plate
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence

HEADING = "## The closed circle"
PLATE = (
    "a dog runs through the grass",
    "a person on a snowy mountain",
    "a surfer rides a wave in the ocean",
    "a man in a red shirt",
    "a plate of food on a table",
    "a baseball player on a field",
    "people on a street at night",
    "a black dog and a brown dog",
)
"""What the plate shows; chosen before anything was painted, and not for how it comes out."""
SEEDS = 4
"""Pictures of each."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The figures of one way to come by a picture, on one set."""

    dataset: str
    pictures: int
    way: str
    figures: Figures


def compare(
    painter: Painter, eye: Eye, name: str, every: SmallPictures, count: int, options: PaintingOptions
) -> tuple[list[Compared], Pixels, Pixels]:
    """All ways on one set; with the paintings, and the pictures from which their words come [N, S, S, 3]."""
    chosen = spread_wishes(
        [each.captions for each in every.examples], count, lambda it: _paintable(painter, it)
    )
    wishes = [wish for _, wish in chosen]
    small = every.pixels[[number for number, _ in chosen]]
    whole = (open_picture(every.examples[number].picture).image for number, _ in chosen)
    painted = np.stack(
        [
            painter.paint(painter.understand(wish.words), seed=seed, options=options).pixels
            for seed, wish in enumerate(tqdm(wishes, desc=f"{name}: painting", unit="picture", disable=None))
        ]
    )
    noise = np.random.default_rng(0).integers(0, 256, painted.shape, dtype=np.uint8)
    others = [another(wishes, number) for number in range(len(wishes))]
    seen_painted = eye.look(painted, wishes, f"{name}: painted")
    seen_small = eye.look(small, wishes, f"{name}: small")
    ways: list[tuple[str, Seen, Sequence[Wish]]] = [
        ("the photographs", eye.look(whole, wishes, f"{name}: photographs"), wishes),
        ("as small as a painting", seen_small, wishes),
        ("painted", seen_painted, wishes),
        ("painted, for other words", _turned(seen_painted), others),
        ("noise", eye.look(noise, wishes, f"{name}: noise"), wishes),
    ]
    compared = [
        Compared(dataset=name, pictures=len(wishes), way=way, figures=figures(seen, of))
        for way, seen, of in ways
    ]
    return compared, painted, small


def _turned(seen: Seen) -> Seen:
    """The same captions, to be held against the words of another wish."""
    return Seen(captions=seen.captions, preferred=tuple(not each for each in seen.preferred))


def _paintable(painter: Painter, words: str) -> bool:
    try:
        painter.understand(words)
    except SettingsError:
        return False
    return True


def circle_table(compared: Sequence[Compared]) -> str:
    """A row for each way on each set."""
    return markdown_table(
        ["captions of", "pictures", "CIDEr-D", "95 % of it", "BLEU-1", "BLEU-4", "things named", "own words"],
        [
            [
                f"{each.dataset}, {each.pictures}",
                each.way,
                f"{each.figures.cider:.3f}",
                "{:.3f} to {:.3f}".format(*each.figures.cider_interval),
                *(f"{value:.3f}" for value in each.figures.bleu),
                f"{each.figures.things:.1%}",
                f"{each.figures.preferred:.1%}",
            ]
            for each in compared
        ],
    )


def memory_table(painted: Pixels, small: Pixels, known: Pixels) -> str:
    """How far paintings, and photographs that nobody learned from, are from the nearest that was learned."""
    rows = []
    for name, pictures in {"painted": painted, "photographs that were not learned from": small}.items():
        distances = nearest(pictures, known)
        rows.append([name, len(pictures), f"{distances.min():.1f}", f"{np.median(distances):.1f}"])
    return markdown_table(["pictures", "how many", "least distance", "median"], rows)


def paint_plate(painter: Painter, file: Path, options: PaintingOptions) -> None:
    """Write the plate, marked as made by a machine."""
    rows = [
        (
            words,
            np.stack(
                [
                    painter.paint(painter.understand(words), seed=seed, options=options).pixels
                    for seed in range(SEEDS)
                ]
            ),
        )
        for words in tqdm(PLATE, desc="plate", unit="row", disable=None)
    ]
    asked = "; ".join(PLATE)
    with whole_file(file) as stream:
        stream.write(marked(plate(rows), tool=f"narrator {__version__}, {painter.name}", words=asked))


def put_into_card(folder: Path, text: str) -> None:
    """Write what came out into a bundle's card, in place of what stood there."""
    bundle = PainterBundle.open(folder)
    card = folder / CARD
    before = card.read_text(encoding="utf-8").split(HEADING)[0].rstrip()
    card.write_text(f"{before}\n\n{HEADING}\n\n{text}\n", encoding="utf-8")
    write_paper(
        folder,
        name=bundle.name,
        version=bundle.version,
        side=bundle.side,
        most_words=bundle.most_words,
        training=bundle.training,
    )


def judge(
    config: PaintConfig, root: Path, cache: Path, painter: Painter, count: int, options: PaintingOptions
) -> str:
    """The tables of all validation sets, in Markdown."""
    eye, side = Eye(), config.network.side
    compared: list[Compared] = []
    painted, small = [], []
    for source in config.validate:
        every = load_pictures([source], root, cache, side)
        rows, pictures, photographs = compare(painter, eye, source.name, every, count, options)
        compared += rows
        painted.append(pictures)
        small.append(photographs)
    known = load_pictures(config.train, root, cache, side).pixels
    tables = (
        circle_table(compared),
        memory_table(np.concatenate(painted), np.concatenate(small), known),
        f"{options.steps} steps, guidance {options.guidance:g}; distances are of pixels' values, 0 to 255.",
    )
    return "\n\n".join(tables)


@click.command()
@config_argument
@data_option
@cache_option
@click.option("--painter", "folder", help="The painter's bundle; else the one on the shelf.")
@click.option("--pictures", "count", default=200, show_default=True, help="Of each validation set, at most.")
@click.option("--steps", default=PaintingOptions.steps, show_default=True)
@click.option("--guidance", default=PaintingOptions.guidance, show_default=True)
@click.option("--plate", "plate_file", type=click.Path(path_type=Path), help="Write samples here, a PNG.")
@click.option("--card", is_flag=True, help="Write the tables into the bundle's card.")
def main(
    config: Path,
    root: Path,
    cache: Path,
    folder: str | None,
    count: int,
    steps: int,
    guidance: float,
    plate_file: Path | None,
    card: bool,
) -> None:
    """Say how far the paintings of the painter that CONFIG describes show what was asked for.

    With --pictures 0 nothing is judged, and only the plate is made.
    """
    options = PaintingOptions(steps=steps, guidance=guidance)
    with said_in_a_sentence():
        painter = Painter.load(folder)
        if plate_file is not None:
            paint_plate(painter, plate_file, options)
        if count:
            text = judge(load_paint_config(config), root, cache, painter, count, options)
            click.echo(text)
            if card:
                put_into_card(find_painter(folder), text)


if __name__ == "__main__":
    main()
