"""How often `narrator.looking` is right: a table of kinds, and the share of photographs that it refuses.

    python -m training.looking CONFIG --data ROOT
    python -m training.looking CONFIG --data ROOT --split train --ranges

The first reports on the photographs of the validation sets and on renderings that no threshold was set on.
The second shows what thresholds are set by: the ranges of the measures, of photographs of the training
sets and of renderings with another seed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random

import click
import numpy as np
from PIL import Image

from narrator.looking.kinds import Looked, look_at
from narrator.looking.measures import Measures
from narrator.picture.opening import open_picture
from training.config import load_config
from training.data.photographs import SPLITS, evenly, photographs
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.renderings import RENDERINGS, blurred, brightened, darkened, through_jpeg, thumbnail
from training.trust.webpages import web_pages

PHOTOGRAPH = "photograph"
DEGRADED = {"blurred": blurred, "darkened": darkened, "brightened": brightened}
SMALL = "small photograph"
RIGHT: Mapping[str, frozenset[str]] = {
    PHOTOGRAPH: frozenset({"photo"}),
    SMALL: frozenset({"photo"}),
    "document": frozenset({"document"}),
    "terminal": frozenset({"screenshot"}),
    "code": frozenset({"screenshot", "document"}),  # on a bright ground it is lines of text on a page
    "program": frozenset({"screenshot"}),
    "web page": frozenset({"screenshot", "document"}),  # an article fills a bright page
    "plot": frozenset({"drawing"}),
    "diagram": frozenset({"drawing"}),
    "icon": frozenset({"icon"}),
    "logo": frozenset({"icon"}),
    "single colour": frozenset({"blank"}),
    "black": frozenset({"black"}),
    "noise": frozenset({"noise"}),
    "gradient": frozenset({"gradient", "pattern"}),  # one along a line is the same in every row
    "checkerboard": frozenset(
        {"pattern", "blank"}
    ),  # checks of one pixel are an even grey to the eye as well
    "blurred": frozenset({"blurred"}),
    "darkened": frozenset({"dark", "black"}),
    "brightened": frozenset({"bright"}),
}
"""What each may be called."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Pictures of one sort, and what each was found to be."""

    name: str
    looked: tuple[Looked, ...]

    @property
    def kinds(self) -> Counter[str]:
        """How many are of which kind."""
        return Counter(looked.kind for looked in self.looked)

    @property
    def right(self) -> float:
        """The share that has a kind which it may have."""
        return sum(looked.kind in RIGHT[self.name] for looked in self.looked) / max(1, len(self.looked))


def pictures(
    files: Sequence[Path], small: int, count: int, seed: str
) -> Iterator[tuple[str, Iterator[Image.Image]]]:
    """The photographs, so many of them made small, then so many pictures of each other sort.

    One generator draws them all, so each sort has to be taken before the next.
    """
    random = Random(seed)

    def spoilt(degrade: Callable[[Image.Image, Random], Image.Image], most: int) -> Iterator[Image.Image]:
        for file in evenly(files, most):
            yield through_jpeg(degrade(Image.open(file).convert("RGB"), random), random)

    yield PHOTOGRAPH, (Image.open(file) for file in files)
    yield SMALL, spoilt(thumbnail, small)
    for name, draw in RENDERINGS.items():
        yield name, (through_jpeg(draw(random), random) for _ in range(count))
    yield "web page", (through_jpeg(page, random) for page in web_pages(random, count))
    for name, degrade in DEGRADED.items():
        yield name, spoilt(degrade, count)


def groups(files: Sequence[Path], small: int, count: int, seed: str) -> Iterator[Group]:
    """What these `pictures` are found to be."""
    for name, images in pictures(files, small, count, seed):
        yield Group(name=name, looked=tuple(look_at(open_picture(image)) for image in images))


def confusion(found: Sequence[Group]) -> str:
    """The confusion matrix in Markdown: a row for each sort of picture, a column for each kind."""
    kinds = sorted({kind for group in found for kind in group.kinds})
    return markdown_table(
        ["pictures", *kinds, "right"],
        [[group.name, *(group.kinds[kind] or "" for kind in kinds), f"{group.right:.1%}"] for group in found],
    )


def verdict(files: Sequence[Path], photographed: Group) -> str:
    """Which photographs are refused, and of which a doubt is said."""
    named = list(zip(files, photographed.looked, strict=True))
    refused = [f"{file.name} ({looked.kind})" for file, looked in named if not looked.describable]
    doubted = [f"{file.name} ({looked.kind})" for file, looked in named if looked.kind in _DOUBTED]
    return "\n".join(
        f"Photographs {what}: {len(which)} of {len(files)}, {len(which) / len(files):.2%}. {' '.join(which)}"
        for what, which in (("wrongly refused", refused), ("called blurred, dark or bright", doubted))
    )


_DOUBTED = frozenset({"blurred", "dark", "bright"})


def ranges(found: Sequence[Group]) -> str:
    """For each measure and sort of picture: least, 1st percentile, median, 99th percentile, most."""
    names = [field.name for field in fields(Measures)]
    tables = []
    for name in [*names, "steepest / spread"]:
        lines = [f"{name}:"]
        for group in found:
            values = [_measure(looked.measures, name) for looked in group.looked]
            figures = ", ".join(f"{value:.3g}" for value in np.percentile(values, [0, 1, 50, 99, 100]))
            lines.append(f"    {group.name}: {figures}")
        tables.append("\n".join(lines))
    return "\n".join(tables)


def _measure(measures: Measures, name: str) -> float:
    if name == "steepest / spread":
        return measures.steepest / max(1.0, measures.spread)
    value: float = getattr(measures, name)
    return value


@click.command()
@config_argument
@data_option
@click.option("--split", type=click.Choice(SPLITS), default="dev", show_default=True)
@click.option("--photographs", "most", default=2000, show_default=True, help="At most, evenly over all sets.")
@click.option("--small", default=500, show_default=True, help="So many photographs are made small as well.")
@click.option("--renderings", default=50, show_default=True, help="Of each sort.")
@click.option("--ranges", "shown", is_flag=True, help="Show the ranges of the measures too.")
def main(config: Path, root: Path, split: str, most: int, small: int, renderings: int, shown: bool) -> None:
    """Print the table of kinds for the pictures of a split."""
    with said_in_a_sentence():
        files = photographs(load_config(config), root, split, most)
        found = list(groups(files, small, renderings, f"looking {split}"))
    click.echo(confusion(found))
    click.echo(verdict(files, found[0]))
    if shown:
        click.echo(ranges(found))


if __name__ == "__main__":
    main()
