"""Teach a bundle how far its captions can be trusted, and measure whether it knows.

    python -m training.calibrate CONFIG --data ROOT --bundle FOLDER --said FILE --plots FOLDER

The bundle captions the development pictures, and some of them once more, blurred, darkened or brightened.
`training.trust.rightness` judges the captions, and from what the bundle knows of each
(`narrator.captioning.confidence`) a logistic regression is fitted to the verdicts. Every figure comes from
cross-fitting: what is expected of a picture comes from a fit to other pictures. The fit to all of them goes
into the bundle, as calibration.json, and the figures into its model card. Its network stays as it is.

With --said, what the bundle said is kept, and a second run takes seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import click
import numpy as np
from PIL import Image
from tqdm import tqdm

from narrator.captioning.bundle import Bundle, write_manifest
from narrator.captioning.confidence import FARTHEST, Calibration, Sign, signs_of
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.neutral import neutral_candidates
from narrator.phrasing import NO_SCENE
from training.config import Config, load_config
from training.data.datasets import Example, read_source
from training.looking import DEGRADED
from training.release.quantise import spread
from training.release.sections import CARD, with_section
from training.terminal.command_options import config_argument, data_option
from training.terminal.sentences import said_in_a_sentence
from training.trust.calibration_card import Expected, report
from training.trust.logistic import fit
from training.trust.observations import Observation, Observer
from training.trust.reliability_diagrams import draw_reliability, draw_risk
from training.trust.rightness import Verdict, judge

FILE = "calibration.json"
LIMITS = (0.7, 0.5, 0.25)
"""Said plainly if seven in ten are right, "probably" if more are right than wrong, "I am not sure" if fewer
than one in four are."""
DIRECTIONS = 64
"""In which the training pictures' features vary; so many leave the file small."""
SPOILT_EVERY = 6
"""One development picture of so many is spoilt, too."""
FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class Case:
    """One caption that was judged."""

    dataset: str
    spoilt: bool
    """Whether the picture was blurred, darkened or brightened first."""
    fold: int
    """The same for both views of a picture."""
    example: Example
    caption: str
    signs: dict[str, float]
    verdict: Verdict


def gather(observer: Observer, config: Config, root: Path, familiarity: Familiarity) -> list[Case]:
    """Caption and judge the development pictures; those in which looking finds no scene are left out."""
    cases = []
    for source in config.data.validate:
        examples = read_source(source, root)
        plain = _plain(observer, source.name, examples)
        spoilt = _spoilt(observer, source.name, examples)
        for views, is_spoilt in ((plain, False), (plain | spoilt, True)):
            told = [neutral_candidates(views[number].candidates) for number in range(len(examples))]
            # All references together, so that rarity is the same for both views.
            verdicts = judge([each[0].caption for each in told], [example.captions for example in examples])
            for number in spoilt if is_spoilt else plain:
                view = views[number]
                if view.kind in NO_SCENE or is_spoilt == (view.kind == "photo"):
                    continue
                distance = familiarity.distance(view.features)
                cases.append(
                    Case(
                        dataset=source.name,
                        spoilt=is_spoilt,
                        fold=number % FOLDS,
                        example=examples[number],
                        caption=told[number][0].caption,
                        signs=signs_of(told[number], distance, view.kind),
                        verdict=verdicts[number],
                    )
                )
    return cases


def _plain(observer: Observer, name: str, examples: Sequence[Example]) -> dict[int, Observation]:
    numbered = enumerate(tqdm(examples, desc=name, unit="picture"))
    return {
        number: observer.observe(f"{name}/{each.picture.name}", lambda each=each: each.picture, seed=number)  # type: ignore[misc]
        for number, each in numbered
    }


def _spoilt(observer: Observer, name: str, examples: Sequence[Example]) -> dict[int, Observation]:
    found = {}
    for seed, example in enumerate(tqdm(examples[::SPOILT_EVERY], desc=f"{name}, spoilt", unit="picture")):
        way = list(DEGRADED)[seed % len(DEGRADED)]

        def spoil(example: Example = example, way: str = way, seed: int = seed) -> Image.Image:
            return DEGRADED[way](Image.open(example.picture).convert("RGB"), Random(seed))

        found[seed * SPOILT_EVERY] = observer.observe(
            f"{way} {name}/{example.picture.name}", spoil, seed=seed
        )
    return found


def learn_familiarity(observer: Observer, config: Config, root: Path, pictures: int) -> Familiarity:
    """What the training pictures look like to the encoder, from so many of them."""
    features = []
    for source in config.data.train:
        examples = spread(read_source(source, root), pictures // len(config.data.train))
        for example in tqdm(examples, desc=source.name, unit="picture"):
            name = f"{source.name}/{example.picture.name}"
            view = observer.observe(name, lambda example=example: example.picture, seed=None)  # type: ignore[misc]
            features.append(view.features)
    return Familiarity.of(np.stack(features), directions=min(DIRECTIONS, len(features) // 2))


def calibrate(cases: Sequence[Case], familiarity: Familiarity) -> Calibration:
    """Fit the coefficients; a sign that says nothing is left out."""
    names = list(cases[0].signs)
    values = np.array([[case.signs[name] for name in names] for case in cases])
    right = np.array([case.verdict.right for case in cases])
    usual, deviation = values.mean(axis=0), values.std(axis=0)
    varied = np.flatnonzero(deviation > 0)
    scaled = np.clip((values[:, varied] - usual[varied]) / deviation[varied], -FARTHEST, FARTHEST)
    regression = fit(scaled, right)
    signs = {
        names[column]: Sign(
            usual=float(usual[column]), deviation=float(deviation[column]), coefficient=float(coefficient)
        )
        for column, coefficient in zip(varied, regression.coefficients, strict=True)
        if coefficient > 0
    }
    return Calibration(intercept=regression.intercept, signs=signs, limits=LIMITS, familiarity=familiarity)


def cross_fit(cases: Sequence[Case], familiarity: Familiarity) -> list[Expected]:
    """What is expected of each caption by a fit that has not seen its picture."""
    fits = [calibrate([case for case in cases if case.fold != fold], familiarity) for fold in range(FOLDS)]
    return [
        Expected(
            dataset=case.dataset,
            spoilt=case.spoilt,
            confidence=fits[case.fold].probability(case.signs),
            right=case.verdict.right,
        )
        for case in cases
    ]


def put_into(bundle: Bundle, calibration: Calibration, section: str) -> None:
    """Write the coefficients and the card's section, and the manifest anew."""
    calibration.save(bundle.folder / FILE)
    card = bundle.folder / CARD
    written = card.read_text(encoding="utf-8") if card.exists() else f"# {bundle.name}\n"
    card.write_text(with_section(written, section), encoding="utf-8")
    write_manifest(
        bundle.folder,
        name=bundle.name,
        version=bundle.version,
        precision=bundle.precision,
        image_size=bundle.image_size,
        scores=bundle.scores,
        training=bundle.training,
        calibration=FILE,
    )


def _shown(cases: Sequence[Case], count: int) -> Iterator[str]:
    """The first captions of each data set with what people wrote, to judge the judge."""
    for dataset in dict.fromkeys(case.dataset for case in cases):
        some = [case for case in cases if case.dataset == dataset and not case.spoilt][:count]
        for case in some:
            verdict = case.verdict
            yield f"{'RIGHT' if verdict.right else 'wrong'}: {case.caption}"
            yield f"    CIDEr-D {verdict.cider_d:.2f}, unsupported: {', '.join(verdict.unsupported) or '-'}"
            yield from (f"    - {caption}" for caption in case.example.captions)


@click.command()
@config_argument
@data_option
@click.option(
    "--bundle", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder."
)
@click.option("--said", type=click.Path(path_type=Path), help="Keep what the bundle says in this file.")
@click.option("--plots", type=click.Path(path_type=Path), help="Draw the diagrams into this folder.")
@click.option(
    "--training-pictures", default=600, show_default=True, help="From which familiarity is learned."
)
@click.option("--threads", type=int, help="Of the network.")
@click.option("--show", default=0, help="Print so many captions of each data set with their verdicts.")
def main(
    config: Path,
    root: Path,
    folder: Path,
    said: Path | None,
    plots: Path | None,
    training_pictures: int,
    threads: int | None,
    show: int,
) -> None:
    """Calibrate the bundle in FOLDER on the development pictures of CONFIG."""
    with said_in_a_sentence():
        settings = load_config(config)
        bundle = Bundle.open(folder)
        observer = Observer(folder, said, threads=threads)
        familiarity = learn_familiarity(observer, settings, root, training_pictures)
        cases = gather(observer, settings, root, familiarity)
        expected = cross_fit(cases, familiarity)
        calibration = calibrate(cases, familiarity)
        section = report(expected, calibration)
        known = bundle.calibrated()
        # What is a photograph was fitted to the same network, and not to its captions.
        recognition = None if known is None else known.recognition
        put_into(bundle, replace(calibration, recognition=recognition), section)
    if plots is not None:
        plots.mkdir(parents=True, exist_ok=True)
        draw_reliability(plots / "reliability.png", expected)
        draw_risk(plots / "risk_coverage.png", expected)
    for line in _shown(cases, show):
        click.echo(line)
    click.echo(section)


if __name__ == "__main__":
    main()
