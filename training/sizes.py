"""Do captions suffer when the same pictures come larger, smaller, coarser or in another shape?

    python -m training.sizes CONFIG --data ROOT --bundle FOLDER

Training pictures are 224 or 336 pixels wide; those of a camera have twelve megapixels. Each validation
picture is written as a JPEG in every variant and opened by the program like any file. The network sees
pictures squeezed to a square; the last variants ask what a square with margins would do instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import click
from PIL import Image, ImageOps
from tqdm import tqdm

from narrator.captioning.captioner import Captioner
from narrator.picture.opening import open_picture
from training.config import load_config
from training.data.datasets import Example, read_source
from training.evaluate import SPOKEN
from training.metrics.scores import score
from training.release.quantise import spread
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence

QUALITY = 90
GREY = (128, 128, 128)

Change = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a set fared in one variant."""

    variant: str
    pictures: str
    cider: float
    same: float
    """The share of pictures that were given the caption, word for word, that they have unchanged."""


def scaled(longest: int, image: Image.Image) -> Image.Image:
    """The picture with a longer side of so many pixels."""
    share = longest / max(image.size)
    size = tuple(max(1, round(side * share)) for side in image.size)
    return image.resize((size[0], size[1]), Image.Resampling.BICUBIC)


def stretched(ratio: float, image: Image.Image) -> Image.Image:
    """The picture with its width drawn out until it is so many times its height."""
    return image.resize((round(ratio * image.height), image.height), Image.Resampling.BICUBIC)


def padded(image: Image.Image) -> Image.Image:
    """The picture with grey margins that make it a square: nothing is squeezed, and all is smaller."""
    side = max(image.size)
    return ImageOps.pad(image, (side, side), Image.Resampling.BICUBIC, color=GREY)


def cropped(image: Image.Image) -> Image.Image:
    """The square in the middle: nothing is squeezed, and what lies outside is lost."""
    side = min(image.size)
    return ImageOps.fit(image, (side, side), Image.Resampling.BICUBIC)


VARIANTS: dict[str, Change] = {
    "as it is": lambda image: image,
    "100 pixels": partial(scaled, 100),
    "640 pixels": partial(scaled, 640),
    "1,600 pixels": partial(scaled, 1600),
    "4,000 pixels": partial(scaled, 4000),
    "stretched to 2:1": partial(stretched, 2.0),
    "stretched to 1:2": partial(stretched, 0.5),
    "padded to a square": padded,
    "cropped to a square": cropped,
}


def compare(captioner: Captioner, pictures: str, examples: Sequence[Example]) -> list[Result]:
    """Every variant of the same pictures, number i with the seed i; the first is the one compared with."""
    references = [example.captions for example in examples]
    results: list[Result] = []
    usual: list[str] = []
    for variant, change in VARIANTS.items():
        said = []
        for seed, example in enumerate(tqdm(examples, desc=f"{pictures}, {variant}", unit="picture")):
            jpeg = BytesIO()
            change(open_picture(example.picture).image).save(jpeg, "JPEG", quality=QUALITY)
            told = captioner.caption(jpeg.getvalue(), samples=SPOKEN.samples, seed=seed)
            said.append(told.candidates[0].caption)
        usual = usual or said
        same = sum(a == b for a, b in zip(said, usual, strict=True)) / len(said)
        cider = score(said, references)["CIDEr-D"]
        results.append(Result(variant=variant, pictures=pictures, cider=cider, same=same))
    return results


def table(results: Sequence[Result]) -> str:
    """A Markdown table: variants down, sets across."""
    sets = list(dict.fromkeys(result.pictures for result in results))
    head = ["variant"]
    for name in sets:
        head += [f"CIDEr-D, {name}", "same caption"]
    rows = {variant: [variant] for variant in VARIANTS}
    for result in results:
        rows[result.variant] += [f"{result.cider:.3f}", f"{result.same:.0%}"]
    return markdown_table(head, rows.values())


@click.command()
@config_argument
@data_option
@click.option("--bundle", help="The folder or the name of a bundle.")
@click.option("--pictures", default=300, show_default=True, help="Of each validation set at most.")
def main(config: Path, root: Path, bundle: str | None, pictures: int) -> None:
    """Compare sizes and shapes of the validation pictures of CONFIG."""
    with said_in_a_sentence():
        captioner = Captioner.load(bundle)
        results = []
        for source in load_config(config).data.validate:
            examples = read_source(source, root)
            results += compare(captioner, source.name, spread(examples, pictures))
    click.echo(table(results))


if __name__ == "__main__":
    main()
