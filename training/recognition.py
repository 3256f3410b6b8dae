"""Teach a bundle to tell photographs from what is none, by what its encoder sees of them.

    python -m training.recognition CONFIG --data ROOT --bundle FOLDER

A softmax regression is fitted on photographs of the training sets and on renderings with one seed, and
counted on photographs of the validation sets and on renderings with another. What it does with a sort of
picture that nobody drew for it is asked by fitting it without each sort in turn. The fit goes into the
bundle, beside its calibration, and the figures into its model card.

With --seen, what the bundle saw is kept, and a second run draws and shows nothing that was seen before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from random import Random

import click
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageEnhance
from tqdm import tqdm

from narrator.captioning.bundle import Bundle
from narrator.captioning.recognition import GENERAL, PHOTO, Recognition
from narrator.looking.kinds import DESCRIBABLE
from training.calibrate import put_into
from training.config import load_config
from training.data.photographs import evenly, photographs
from training.errors import TrainingError
from training.looking import PHOTOGRAPH, RIGHT, SMALL, pictures
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.handheld import HANDHELD, ground
from training.trust.observations import Observer
from training.trust.renderings import Draw, through_jpeg
from training.trust.scans import scan

KINDS: Mapping[str, str] = {
    "document": "document",
    "terminal": "screenshot",
    "code": "screenshot",
    "program": "screenshot",
    "web page": "screenshot",
    "plot": "drawing",
    "diagram": "drawing",
    "icon": "icon",
    "logo": "icon",
    "single colour": "blank",
    "noise": "noise",
    "gradient": "gradient",
    "checkerboard": "pattern",
    "scan": "document",
    "package": "label",
    "label": "label",
    "bottle": "label",
    "paper": "paper",
    "card": "paper",
    "photographed screen": "screen",
    "close-up": "close-up",
    "finger": "covered",
    "glare": "glare",
    "smear": "unclear",
}
"""What each sort of rendering is learned as; what is in none of these lists is not learned from."""
SPOILT = frozenset({"blank", "gradient", "dark", "bright", "blurred"})
"""What measures call pictures of which too little is left, and rightly so."""
RETOUCHED = ("sharpened", "grey", "one bit", "contrasted", "few colours", "close")
SCENES = frozenset({PHOTOGRAPH, SMALL, "blurred", "brightened", *RETOUCHED})
"""Sorts that captions are made of. Darkened ones are left out: some are too dark for a caption."""

HEADING = "## What is no photograph"
_EXPLAINED = """\
What is no photograph is not captioned. Measures of the pixels tell first, then what the encoder sees.
Photographs are development pictures, all else was drawn for this with a seed that nothing was fitted to. Of
what a hand took, to be called by a more general kind ("something from near, probably with text on it") is
right as well. The last column is of fits that have never seen pictures of that sort."""
_COMMAND = "    python -m training.recognition CONFIG --data ROOT --bundle FOLDER"

HANDFULS = 4
"""How many times more renderings are learned from of what a hand took: no two of these are alike."""
_STEPS = 300
_DECAY = 1e-3
"""Of the squared weights, so that a sort that is separable does not pull them to infinity."""

Features = NDArray[np.float32]
Drawn = Callable[[], Image.Image]
"""A picture that is made when it is asked for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sort:
    """Pictures of one sort, N of them."""

    name: str
    measured: tuple[str, ...]
    """The kind that each has by measures."""
    features: Features
    """What the encoder sees, as unit vectors [N, D]."""

    @property
    def kind(self) -> str:
        """What it is learned as."""
        return PHOTO if self.name in SCENES else KINDS[self.name]

    def recognised(self, recognition: Recognition) -> list[str]:
        """The kind of each once the network has seen it, too."""
        return [recognition.kind(row, kind) for row, kind in zip(self.features, self.measured, strict=True)]


def retouched(files: Sequence[Path], random: Random) -> Iterator[tuple[str, Iterator[Image.Image]]]:
    """Parts of photographs, and photographs as programs leave them, crisper than the training sets'."""

    def change(image: Image.Image, how: str) -> Image.Image:
        match how:
            case "sharpened":
                return ImageEnhance.Sharpness(image).enhance(random.uniform(2, 5))
            case "grey":
                return image.convert("L").convert("RGB")
            case "one bit":
                return image.convert("L").point(_threshold(random)).convert("RGB")
            case "contrasted":
                return ImageEnhance.Contrast(image).enhance(random.uniform(1.3, 2))
            case "few colours":
                return image.quantize(random.choice((16, 32, 64))).convert("RGB")
            case _:
                return _part(image, random)

    for name in RETOUCHED:
        yield name, (change(Image.open(file).convert("RGB"), name) for file in files)


def _threshold(random: Random) -> list[int]:
    """What becomes of each level where a fax or a scanner knows black and white alone."""
    black = random.randint(90, 150)
    return [0] * black + [255] * (256 - black)


def _part(image: Image.Image, random: Random) -> Image.Image:
    """A quarter to a half of each side: things from near, with little around them."""
    width, height = (round(side * random.uniform(0.25, 0.5)) for side in image.size)
    left, top = random.randrange(image.width - width), random.randrange(image.height - height)
    return image.crop((left, top, left + width, top + height)).resize(image.size, Image.Resampling.BICUBIC)


def from_a_hand(files: Sequence[Path], count: int, seed: str) -> Iterator[tuple[str, Iterator[Drawn]]]:
    """So many scanned pages, and of each other sort of picture so many that a hand took."""

    def drawn(name: str, draw: Draw) -> Iterator[Drawn]:
        for number in range(count):

            def once(number: int = number) -> Image.Image:
                random = Random(f"{seed} {name} {number}")
                return through_jpeg(draw(random), random)

            yield once

    yield "scan", drawn("scan", scan)
    for name, take in HANDHELD.items():
        yield name, drawn(name, lambda random, take=take: take(random, ground(random, files)))  # type: ignore[misc]


def sorts(
    files: Sequence[Path], renderings: int, seed: str, observer: Observer, *, handfuls: int = 1
) -> list[Sort]:
    """The photographs, some of them changed, and so many renderings of each sort, as the bundle sees them.

    Of what a hand took there are `handfuls` times as many, and what the observer knows is not drawn again.
    """

    def seen(name: str, images: Iterator[Drawn]) -> Sort:
        observed = [
            observer.observe(f"{seed}/{name}/{number}", image, seed=None)
            for number, image in enumerate(images)
        ]
        return Sort(
            name=name,
            measured=tuple(each.kind for each in observed),
            features=np.stack([each.features for each in observed]),
        )

    drawn = pictures(files, renderings, renderings, seed)
    changed = retouched(evenly(files, renderings), Random(seed))
    ready = (
        (name, ((lambda image=image: image) for image in images)) for name, images in chain(drawn, changed)
    )
    held = from_a_hand(files, handfuls * renderings, seed)
    return [
        seen(name, images)
        for name, images in tqdm(chain(ready, held), desc=seed, unit="sort")
        if name in SCENES or name in KINDS
    ]


def fit(known: Sequence[Sort]) -> Recognition:
    """Fit to sorts; photographs weigh as much as all else together, and so does each sort among its like."""
    kinds = tuple(dict.fromkeys([PHOTO, *(sort.kind for sort in known)]))
    features = np.concatenate([sort.features for sort in known]).astype(np.float64)
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    inputs = torch.tensor((features - mean) / deviation)
    truth = torch.tensor([kinds.index(sort.kind) for sort in known for _ in sort.measured])
    scenes = sum(sort.kind == PHOTO for sort in known)
    share = torch.tensor(
        [
            0.5 / len(sort.measured) / (scenes if sort.kind == PHOTO else len(known) - scenes)
            for sort in known
            for _ in sort.measured
        ],
        dtype=torch.float64,
    )
    weights, intercepts = _fitted(inputs, truth, share, len(kinds))
    return Recognition(
        kinds=kinds, weights=weights / deviation, intercepts=intercepts - (weights / deviation) @ mean
    )


def _fitted(
    inputs: torch.Tensor, truth: torch.Tensor, share: torch.Tensor, kinds: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights [K, D] and intercepts [K] of the least penalised cross-entropy."""
    weights = torch.zeros(kinds, inputs.shape[1], dtype=torch.float64, requires_grad=True)
    intercepts = torch.zeros(kinds, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, intercepts], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        errors = torch.nn.functional.cross_entropy(inputs @ weights.T + intercepts, truth, reduction="none")
        total = (share * errors).sum() + _DECAY * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach().numpy(), intercepts.detach().numpy()


def report(known: Sequence[Sort], unseen: Sequence[Sort]) -> str:
    """For each unseen sort the shares that are refused and rightly named.

    The last column is of fits that had no such sort to learn from.
    """
    recognition = fit(known)
    head = (
        "pictures",
        "number",
        "refused by measures",
        "refused",
        "named rightly",
        "refused, the sort being new",
    )
    rows = []
    for sort in unseen:
        found = sort.recognised(recognition)
        right = RIGHT.get(sort.name) or _right(sort.kind)
        named = sum(kind in right for kind in found) / len(found)
        others = fit([each for each in known if each.name != sort.name]) if sort.kind != PHOTO else None
        new = _refused(sort.recognised(others)) if others else ""
        rows.append((sort.name, len(found), _refused(sort.measured), _refused(found), f"{named:.1%}", new))
    return markdown_table(head, rows)


def _right(kind: str) -> set[str]:
    """What a picture of that kind may be called."""
    general = GENERAL.get(kind, kind)
    return {kind, general} | (SPOILT if general == "unclear" else set())


def _refused(kinds: Sequence[str]) -> str:
    return f"{sum(kind not in DESCRIBABLE for kind in kinds) / len(kinds):.1%}"


@click.command()
@config_argument
@data_option
@click.option(
    "--bundle", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder."
)
@click.option("--seen", type=click.Path(path_type=Path), help="Keep what the bundle sees in this file.")
@click.option("--photographs", "most", default=1200, show_default=True, help="At most, of each split.")
@click.option("--renderings", default=60, show_default=True, help="Of each sort, photographs changed too.")
def main(config: Path, root: Path, folder: Path, seen: Path | None, most: int, renderings: int) -> None:
    """Fit to photographs of CONFIG and to renderings, and write the fit into the bundle in FOLDER."""
    with said_in_a_sentence():
        settings = load_config(config)
        bundle = Bundle.open(folder)
        calibration = bundle.calibrated()
        if calibration is None:
            raise TrainingError(f"{folder} has no calibration yet: run python -m training.calibrate first.")
        observer = Observer(folder, seen)
        known, unseen = (
            sorts(photographs(settings, root, split, most), renderings, split, observer, handfuls=handfuls)
            for split, handfuls in (("train", HANDFULS), ("dev", 1))
        )
        section = f"{HEADING}\n\n{_EXPLAINED}\n\n{report(known, unseen)}\n\n{_COMMAND}\n"
        put_into(bundle, replace(calibration, recognition=fit(known)), section)
    click.echo(section)


if __name__ == "__main__":
    main()
