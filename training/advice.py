"""How often `narrator.looking.advice` is heard where it should be, and where it should not.

    python -m training.advice CONFIG --data ROOT

The photographs are those of the validation sets; `--split train` takes as many of the training sets, from
which the thresholds were set. Photographs that nobody spoilt count as good ones, though some are dark,
blurred or tilted themselves: what is said of them is called false.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import click
from PIL import Image

from narrator.looking.kinds import look_at
from narrator.picture.opening import open_picture
from training.config import load_config
from training.data.photographs import SPLITS, evenly, photographs
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.degradations import (
    Spoilt,
    out_of_focus,
    overexposed,
    page_cut_off,
    shaken,
    tilted,
    underexposed,
)
from training.trust.handheld import HANDHELD, ground
from training.trust.renderings import RENDERINGS, document, through_jpeg

BLURRED, DARK, BRIGHT, TILTED, CUT_OFF = ADVICE = ("blurred", "dark", "bright", "tilted", "cut off")

_WORDS: Mapping[str, str] = {
    BLURRED: "hold still",
    DARK: "more light",
    BRIGHT: "less light",
    TILTED: "tilted",
    CUT_OFF: "cut off",
}
"""Words of the sentences of each advice."""

SPOILING: Mapping[str, tuple[str, Callable[[Image.Image, Random], Spoilt]]] = {
    "out of focus": (BLURRED, out_of_focus),
    "shaken": (BLURRED, shaken),
    "underexposed": (DARK, underexposed),
    "overexposed": (BRIGHT, overexposed),
    "tilted": (TILTED, tilted),
}
"""What is done to photographs, and the advice that should be heard then."""

ASKEW = ("package", "label", "bottle", "paper", "card", "photographed screen", "close-up")
"""It should not be said of these renderings that they are tilted. Some are blurred or dark in truth."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What was heard of pictures of one sort."""

    name: str
    expected: str
    """An advice, or nothing where none should be heard."""
    pictures: int
    heard: Mapping[str, int]
    """How many pictures had which advice; `wrong side` counts apart."""

    def share(self, advice: str) -> float:
        """Of how many pictures it was heard."""
        return self.heard.get(advice, 0) / max(1, self.pictures)


def heard(image: Image.Image, side: str = "") -> list[str]:
    """Every advice on a picture; `wrong side` as well if it names another side than this."""
    sentences = [sentence.lower() for sentence in look_at(open_picture(image)).advice]
    found = [advice for advice, words in _WORDS.items() if any(words in sentence for sentence in sentences)]
    mistaken = bool(side) and bool(sentences) and not any(side in sentence for sentence in sentences)
    return [*found, "wrong side"] if mistaken else found


def tried(name: str, expected: str, pictures: Iterable[Spoilt]) -> Trial:
    """Look at all of them."""
    count = 0
    total: Counter[str] = Counter()
    for picture in pictures:
        count += 1
        total.update(heard(picture.image, picture.side))
    return Trial(name=name, expected=expected, pictures=count, heard=total)


def trials(files: Sequence[Path], spoilt_ones: int, pages: int, seed: str) -> list[Trial]:
    """All photographs as they are, so many of them spoilt, and so many pages and other renderings."""

    def spoilt(degrade: Callable[[Image.Image, Random], Spoilt]) -> Iterable[Spoilt]:
        for file in evenly(files, spoilt_ones):
            random = Random(f"{seed} {file.name}")
            done = degrade(Image.open(file).convert("RGB"), random)
            yield Spoilt(image=through_jpeg(done.image, random), side=done.side)

    def askew() -> Iterable[Spoilt]:
        for name in ASKEW:
            for _ in range(pages // 5):
                taken = HANDHELD[name](random, ground(random, files))
                yield Spoilt(image=through_jpeg(taken, random))

    random = Random(seed)
    return [
        tried("photographs", "", (Spoilt(image=Image.open(file).convert("RGB")) for file in files)),
        *(tried(name, expected, spoilt(degrade)) for name, (expected, degrade) in SPOILING.items()),
        tried(
            "whole pages", "", (Spoilt(image=through_jpeg(document(random), random)) for _ in range(pages))
        ),
        tried("pages cut off", CUT_OFF, (page_cut_off(random) for _ in range(pages))),
        tried(
            "other renderings",
            "",
            (
                Spoilt(image=through_jpeg(draw(random), random))
                for name, draw in RENDERINGS.items()
                if name != "document"
                for _ in range(pages // 5)
            ),
        ),
        tried("things and papers askew", "", askew()),
    ]


def report(found: Sequence[Trial]) -> str:
    """The table of who heard what, and a line for each advice."""
    columns = [*ADVICE, "wrong side"]
    rows = [
        [trial.name, trial.pictures, *(f"{trial.share(column):.1%}" for column in columns)] for trial in found
    ]
    lines = [markdown_table(["pictures", "number", *columns], rows), ""]
    good = {advice: next(t for t in found if t.name == _unspoilt(advice)) for advice in ADVICE}
    for advice, unspoilt in good.items():
        right = [trial.share(advice) for trial in found if trial.expected == advice]
        recall, false = sum(right) / len(right), unspoilt.share(advice)
        precision = recall / (recall + false) if recall + false else 0.0
        lines.append(
            f"{advice}: recall {recall:.1%}, false {false:.1%}, precision at equal numbers {precision:.1%}."
        )
    return "\n".join(lines)


def _unspoilt(advice: str) -> str:
    return "whole pages" if advice == CUT_OFF else "photographs"


@click.command()
@config_argument
@data_option
@click.option("--split", type=click.Choice(SPLITS), default="dev", show_default=True)
@click.option("--photographs", "most", default=1150, show_default=True, help="At most, evenly over all sets.")
@click.option("--spoilt", default=300, show_default=True, help="So many of them are spoilt in each way.")
@click.option("--pages", default=100, show_default=True)
def main(config: Path, root: Path, split: str, most: int, spoilt: int, pages: int) -> None:
    """Count what advice is given on spoilt and on good pictures."""
    with said_in_a_sentence():
        files = photographs(load_config(config), root, split, most)
        click.echo(report(trials(files, spoilt, pages, f"advice {split}")))


if __name__ == "__main__":
    main()
