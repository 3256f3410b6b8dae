"""Teach a witness how far its names can be trusted, and measure whether it knows.

    python -m training.witness CONFIG --data ROOT --logits FOLDER --out FILE

The classes of two EfficientNets as Google trained them are folded into the names of
`training/trust/names.toml`. How often a name is borne out by people is learned from the pictures of CONFIG
(`training.trust.answers`), and goes with the names into FILE, as `narrator.captioning.witness` reads it.
Every figure comes from cross-fitting: of each set once from a fit to other pictures of all sets ("known"),
once from a fit to the other sets alone ("new").

With --logits, what the networks say is kept, and a second run takes a minute.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from narrator.captioning.witness import NAMED_AT, Name, Witness
from training.config import SourceConfig, parse, read_table
from training.data.datasets import Example, read_source
from training.data.datasets.vizwiz import read_vizwiz
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.answers import Answers, figures, fit, folds, told
from training.trust.classifiers import Classifiers
from training.trust.names import borne_out, read_names

LEAST_CAPTIONS = 4
LEASTS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Probabilities at which the table tells what would come of naming from there on."""
VIZWIZ = "vizwiz"
_FIGURES = (
    "with a name",
    "surest right",
    "names right",
    "more exact than the top",
    "calibration error",
    "by chance",
)


@dataclass(frozen=True, kw_only=True)
class WitnessConfig:
    """Pictures of which it is known what is in them."""

    sources: tuple[SourceConfig, ...]
    """Those with fewer captions than LEAST_CAPTIONS are left out."""
    truth: str = ""
    """VizWiz's truth.json; empty to do without."""
    photographs: str = ""
    """The folder of the pictures that it tells of."""

    def sets(self, root: Path) -> dict[str, list[Example]]:
        """The pictures of each set. Raises `DatasetError`."""
        found = {source.name: read_source(source, root) for source in self.sources}
        if self.truth:
            found[VIZWIZ] = read_vizwiz(root / self.truth, root / self.photographs)
        return {
            name: [each for each in examples if name == VIZWIZ or len(each.captions) >= LEAST_CAPTIONS]
            for name, examples in found.items()
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Tried:
    """A witness, and pictures that it was not fitted to."""

    witness: Witness
    unseen: Answers


def known_sets(names: Sequence[Name], answers: Sequence[Answers]) -> list[Tried]:
    """For each part of each set a fit to the other parts of all sets."""
    parts = list(folds(answers))
    fits = [fit(names, known) for known, _ in parts]
    return [
        Tried(witness=each, unseen=unseen)
        for each, (_, part) in zip(fits, parts, strict=True)
        for unseen in part
    ]


def new_sets(names: Sequence[Name], answers: Sequence[Answers]) -> list[Tried]:
    """For each set a fit to the others."""
    return [
        Tried(witness=fit(names, [each for each in answers if each is not unseen]), unseen=unseen)
        for unseen in answers
    ]


def report(known: Sequence[Tried], new: Sequence[Tried]) -> str:
    """Figures by the least probability, then by the set."""
    kinds = {"known": known, "new": new}
    by_least = [(kind, least, *_cells(tried, least)) for kind, tried in kinds.items() for least in LEASTS]
    by_set = [
        (dataset, kind, *_cells([each for each in tried if each.unseen.dataset == dataset], NAMED_AT))
        for dataset in [each.unseen.dataset for each in new]
        for kind, tried in kinds.items()
    ]
    return (
        markdown_table(("sets", "named from", "pictures", *_FIGURES), by_least)
        + f"\n\nNamed from {NAMED_AT} on:\n\n"
        + markdown_table(("set", "set is", "pictures", *_FIGURES), by_set)
    )


def _cells(tried: Sequence[Tried], least: float) -> tuple[object, ...]:
    found = figures([picture for each in tried for picture in told(each.witness, each.unseen, least)])
    shares = (found.named, found.surest_right, found.right, found.exact)
    errors = (found.calibration_error, found.calibration_error_by_chance)
    return (found.pictures, *(f"{share:.1%}" for share in shares), *(f"{error:.3f}" for error in errors))


def shown(
    tried: Sequence[Tried], examples: Sequence[Example], labels: Sequence[str], dataset: str
) -> Iterator[str]:
    """What each picture of a set is called, what the classes are, and what people say."""
    (each,) = (each for each in tried if each.unseen.dataset == dataset)
    for example, logits in zip(examples, each.unseen.logits, strict=True):
        things = ", ".join(f"{thing.name} {thing.probability:.2f}" for thing in each.witness.things(logits))
        odds = np.exp(logits - logits.max())
        classes = ", ".join(
            f"{labels[number]} {odds[number] / odds.sum():.2f}" for number in np.argsort(-logits)[:4]
        )
        people = " / ".join(example.captions[:2])
        yield f"{example.picture.name}: {things or '-'}\n    {classes}\n    {people}"


@click.command()
@config_argument
@data_option
@click.option("--logits", "folder", type=click.Path(path_type=Path), help="Keep what the networks say here.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The witness, as JSON.")
@click.option("--show", "dataset", help="Show what the pictures of this set are called, the set being new.")
def main(config: Path, root: Path, folder: Path | None, out: Path, dataset: str | None) -> None:
    """Fit to the pictures of CONFIG, write the witness to a file, and print how far it can be trusted."""
    with said_in_a_sentence():
        sets = parse(WitnessConfig, read_table(config), str(config)).sets(root)
        names, labels = read_names()
        classifiers = Classifiers()
        answers = [
            Answers(
                dataset=name,
                logits=classifiers.logits_of(
                    [each.picture for each in examples], folder / f"{name}.npz" if folder else None
                ),
                borne_out=np.stack([borne_out(names, each.captions) for each in examples]),
            )
            for name, examples in sets.items()
        ]
        known, new = known_sets(names, answers), new_sets(names, answers)
        witness = fit(names, answers)
        out.write_text(json.dumps(witness.to_record()) + "\n", encoding="utf-8")
    if dataset in sets:
        click.echo("\n".join(shown(new, sets[dataset], labels, dataset)) + "\n")
    click.echo(report(known, new))
    click.echo(
        f"\nTemperature {witness.temperature}, intercept {witness.intercept}, slope {witness.slope}; "
        f"{len(names)} names of {len(labels)} classes in {out}."
    )


if __name__ == "__main__":
    main()
