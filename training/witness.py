"""Give a bundle a witness, teach it how far it can be trusted, and measure whether it knows.

    python -m training.witness CONFIG --data ROOT --bundle FOLDER --kept FOLDER

The classifiers that some networks of the encoder had before they became encoders go into its graph again.
From their classes are learned

* words: how far they speak for each word, from the captions of the training pictures, and of pictures for
  judging that too few people described to judge by;
* names: how often each name of `training/trust/names.toml`, into which the classes are folded, is borne out
  by people, from the development pictures and those for judging. These figures come from cross-fitting: of
  each set once from a fit to other pictures of all sets ("known"), once from a fit to the other sets ("new").

What is known of claims and of answers no longer fits then: run training.calibrate and training.questions
next. With --kept, what the classifiers say is kept, and a second run takes two minutes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from narrator.captioning.bundle import Bundle
from narrator.captioning.graphs import ENCODER
from narrator.captioning.witness import NAMED_AT, Name, Witness
from training.calibrate import put_into
from training.config import Config, load_config
from training.data.datasets import Example, described_by_enough, read_source
from training.errors import TrainingError
from training.release.quantise import spread
from training.release.witness import add_witness
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.answers import Answers, figures, fit, folds, told
from training.trust.classes import Classifiers
from training.trust.names import borne_out, read_names
from training.trust.shown_words import ShownWords, learn_words

MOST_OF_A_TRAINING_SET = 300
"""Pictures, so that none of them outweighs the others."""
LEASTS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Probabilities at which the table tells what would come of naming from there on."""
HEADING = "## What its witness sees"
_EXPLAINED = """\
The encoder's classifiers name what is in a picture beside the captioner, in everyday names. A name is borne
out if one of those who described the picture has a word for it; nobody writes of all that is there, so this
is a lower bound."""
_COMMAND = "    python -m training.witness CONFIG --data ROOT --bundle FOLDER"
_FIGURES = (
    "with a name",
    "surest right",
    "names right",
    "more exact than the top",
    "calibration error",
    "by chance",
)


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


def learned_words(
    classifiers: Classifiers, config: Config, root: Path, vocabulary: Sequence[str], least: int
) -> ShownWords:
    """How far the classes speak for the words of a vocabulary."""
    captions: list[tuple[str, ...]] = []
    logits = []
    for source in (*config.data.train, *config.data.judge):
        examples = read_source(source, root)
        judging = () if source in config.data.train else described_by_enough(source, root)
        kept = {each.picture for each in examples} - {each.picture for each in judging}
        if kept:
            seen = classifiers.logits(source.name, [each.picture for each in examples])
            chosen = [number for number, each in enumerate(examples) if each.picture in kept]
            captions += [examples[number].captions for number in chosen]
            logits.append(seen[chosen])
    return learn_words(captions, np.concatenate(logits), vocabulary, least)


def pictures_to_judge_by(config: Config, root: Path) -> dict[str, tuple[list[Example], Sequence[Example]]]:
    """Each set, and its pictures that enough people described; of training sets some, evenly over each.

    The classifiers have seen none of them.
    """
    sets = {}
    for source in (*config.data.validate, *config.data.judge, *config.data.train):
        judging: Sequence[Example] = described_by_enough(source, root)
        if source in config.data.train:
            judging = spread(judging, MOST_OF_A_TRAINING_SET)
        if judging:
            sets[source.name] = (read_source(source, root), judging)
    return sets


def answered(
    classifiers: Classifiers, names: Sequence[Name], sets: dict[str, tuple[list[Example], Sequence[Example]]]
) -> list[Answers]:
    """What the classifiers say of the pictures of each set that are for judging: all of it, and these."""
    answers = []
    for name, (examples, judging) in sets.items():
        seen = classifiers.logits(name, [each.picture for each in examples])
        wanted = {each.picture for each in judging}
        chosen = [number for number, each in enumerate(examples) if each.picture in wanted]
        truths = np.stack([borne_out(names, each.captions) for each in judging])
        answers.append(Answers(dataset=name, logits=seen[chosen], borne_out=truths))
    return answers


@click.command()
@config_argument
@data_option
@click.option(
    "--bundle", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder."
)
@click.option("--kept", type=click.Path(path_type=Path), help="Keep what the classifiers say here.")
@click.option(
    "--least", default=40, show_default=True, help="A word is learned that so many training pictures show."
)
@click.option("--show", "dataset", help="Show what the pictures of this set are called, the set being new.")
def main(config: Path, root: Path, folder: Path, kept: Path | None, least: int, dataset: str | None) -> None:
    """Put a witness into the bundle in FOLDER, and print how far its names can be trusted."""
    with said_in_a_sentence():
        settings = load_config(config)
        bundle = Bundle.open(folder)
        calibration = bundle.calibrated()
        if calibration is None:
            raise TrainingError(f"{folder} has no calibration yet: run python -m training.calibrate first.")
        names, labels = read_names()
        classifiers = Classifiers(folder, settings.encoder, kept)
        words = learned_words(classifiers, settings, root, bundle.vocabulary.words, least)
        sets = pictures_to_judge_by(settings, root)
        answers = answered(classifiers, names, sets)
        known, new = known_sets(names, answers), new_sets(names, answers)
        witness = replace(fit(names, answers), places=words.places)
        table = report(known, new)
        add_witness(folder / ENCODER, settings.encoder, words.weight, words.bias)
        section = f"{HEADING}\n\n{_EXPLAINED}\n\n{table}\n\n{_COMMAND}\n"
        put_into(bundle, replace(calibration, witness=witness, claims=None, questions=None), section)
    if dataset in sets:
        click.echo("\n".join(shown(new, sets[dataset][1], labels, dataset)) + "\n")
    click.echo(table)
    click.echo(
        f"\nTemperature {witness.temperature}, intercept {witness.intercept}, slope {witness.slope}; "
        f"{len(names)} names of {len(labels)} classes, {len(words.bias)} words."
    )


if __name__ == "__main__":
    main()
