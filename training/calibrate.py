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
from dataclasses import replace
from pathlib import Path
from random import Random

import click
import numpy as np
from PIL import Image
from tqdm import tqdm

from narrator.captioning.bundle import Bundle, write_manifest
from narrator.captioning.confidence import Calibration
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.neutral import neutral_candidates
from narrator.captioning.odds import ClaimOdds
from narrator.captioning.witness import Witness
from narrator.phrasing import NO_SCENE
from training.config import Config, load_config
from training.data.datasets import Example, described_by_enough, read_source
from training.looking import DEGRADED
from training.release.quantise import spread
from training.release.sections import CARD, with_section
from training.terminal.command_options import config_argument, data_option
from training.terminal.sentences import said_in_a_sentence
from training.trust.calibration_card import Expected, report
from training.trust.cases import FOLDS, Case, Told, claim_odds, cross_fitted, tell
from training.trust.claim_card import claims_section
from training.trust.claimed import OFTEN, Claimant
from training.trust.observations import Observation, Observer
from training.trust.reliability_diagrams import draw_reliability, draw_risk
from training.trust.sign_odds import fit_odds
from training.trust.told_card import Sentence, told_section

FILE = "calibration.json"
LIMITS = (0.7, 0.5, 0.25)
"""Said plainly if seven in ten are right, "probably" if more are right than wrong, "I am not sure" if fewer
than one in four are."""
DIRECTIONS = 64
"""In which the training pictures' features vary; so many leave the file small."""
SPOILT_EVERY = 6
"""One development picture of so many is spoilt, too."""


def gather(
    observer: Observer, config: Config, root: Path, familiarity: Familiarity, witness: Witness | None
) -> list[Case]:
    """Caption pictures that enough people described; those in which looking finds no scene are left out.

    They are the development pictures, and those that are for judging only.
    """
    cases = []
    for source in (*config.data.validate, *config.data.judge):
        examples = described_by_enough(source, root)
        plain = _plain(observer, source.name, examples)
        spoilt = _spoilt(observer, source.name, examples)
        for views, is_spoilt in ((plain, False), (spoilt, True)):
            for number, view in views.items():
                if view.kind in NO_SCENE or is_spoilt == (view.kind == "photo"):
                    continue
                claimant = Claimant(
                    dataset=source.name,
                    candidates=neutral_candidates(view.candidates),
                    seen=view.seen,
                    distance=familiarity.distance(view.features),
                    kind=view.kind,
                    references=examples[number].captions,
                    words={} if witness is None else witness.places,
                    things=() if witness is None or view.classes is None else witness.things(view.classes),
                )
                cases.append(
                    Case(
                        spoilt=is_spoilt,
                        fold=number % FOLDS,
                        example=examples[number],
                        claimant=claimant,
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


def calibrate(told: Sequence[Told], familiarity: Familiarity, claims: ClaimOdds | None) -> Calibration:
    """Fit how likely it is that what is told is right."""
    counted = [each for each in told for _ in range(OFTEN.get(each.case.claimant.dataset, 1))]
    odds = fit_odds([each.signs for each in counted], [each.right for each in counted])
    return Calibration(odds=odds, limits=LIMITS, familiarity=familiarity, claims=claims)


def cross_fit(told: Sequence[Told], familiarity: Familiarity) -> list[Expected]:
    """What is expected of each sentence by a fit that has not seen its picture."""
    fits = [
        calibrate([each for each in told if each.case.fold != fold], familiarity, None)
        for fold in range(FOLDS)
    ]
    return [_expected(each, fits[each.case.fold]) for each in told]


def unseen_sets(cases: Sequence[Case], familiarity: Familiarity) -> list[Expected]:
    """What is expected of sentences by fits that have seen none of their set; of a single set nothing."""
    expected = []
    datasets = dict.fromkeys(case.claimant.dataset for case in cases)
    for dataset in datasets if len(datasets) > 1 else ():
        known = [case for case in cases if case.claimant.dataset != dataset]
        new = [case for case in cases if case.claimant.dataset == dataset]
        fits = cross_fitted(known, familiarity)
        fitted = calibrate(tell(known, fits), familiarity, None)
        odds = [claim_odds(known, familiarity)] * FOLDS
        expected += [_expected(each, fitted) for each in tell(new, odds)]
    return expected


def _sections_of_claims(
    cases: Sequence[Case], odds: Sequence[ClaimOdds | None], familiarity: Familiarity
) -> tuple[str, ...]:
    """None where nobody judges claims."""
    clear = [case for case in cases if not case.spoilt]
    known = [(case.claimant, own) for case in clear if (own := odds[case.fold]) is not None]
    new = []
    datasets = dict.fromkeys(case.claimant.dataset for case in clear)
    for dataset in datasets if len(datasets) > 1 else ():
        fitted = claim_odds([case for case in cases if case.claimant.dataset != dataset], familiarity)
        if fitted is not None:
            new += [(case.claimant, fitted) for case in clear if case.claimant.dataset == dataset]
    if not known:
        return ()
    sentences = [
        Sentence(
            dataset=case.claimant.dataset,
            example=case.example,
            caption=case.claimant.candidates[0].caption,
            told=case.claimant.told(own).told,
        )
        for case, (_, own) in zip(clear, known, strict=True)
    ]
    return claims_section(known, new), told_section(sentences)


def _expected(told: Told, fitted: Calibration) -> Expected:
    return Expected(
        dataset=told.case.claimant.dataset,
        spoilt=told.case.spoilt,
        confidence=fitted.odds.probability(told.signs),
        right=told.right,
    )


def put_into(bundle: Bundle, calibration: Calibration, *sections: str) -> None:
    """Write the coefficients and the card's sections, each with its heading, and the manifest anew."""
    calibration.save(bundle.folder / FILE)
    card = bundle.folder / CARD
    written = card.read_text(encoding="utf-8") if card.exists() else f"# {bundle.name}\n"
    for section in sections:
        written = with_section(written, section)
    card.write_text(written, encoding="utf-8")
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


def _shown(told: Sequence[Told], count: int) -> Iterator[str]:
    """The first sentences of each data set with what people wrote, to judge the judge."""
    for dataset in dict.fromkeys(each.case.claimant.dataset for each in told):
        some = [each for each in told if each.case.claimant.dataset == dataset and not each.case.spoilt]
        for each in some[:count]:
            verdict = each.verdict
            yield f"{'RIGHT' if each.right else 'wrong'}: {each.sentence}"
            if each.sentence != (caption := each.case.claimant.candidates[0].caption):
                yield f"    of: {caption}"
            yield f"    CIDEr-D {verdict.cider_d:.2f}, unsupported: {', '.join(verdict.unsupported) or '-'}"
            yield from (f"    - {caption}" for caption in each.case.example.captions)


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
        known = bundle.calibrated()
        witness = None if known is None else known.witness
        cases = gather(observer, settings, root, familiarity, witness)
        odds = cross_fitted(cases, familiarity)
        told = tell(cases, odds)
        expected = cross_fit(told, familiarity)
        calibration = calibrate(told, familiarity, claim_odds(cases, familiarity))
        sections = [
            report(expected, unseen_sets(cases, familiarity), calibration),
            *_sections_of_claims(cases, odds, familiarity),
        ]
        # What is a photograph, what a witness sees and answers were fitted to the same network, not to its
        # captions.
        if known is not None:
            calibration = replace(
                calibration,
                recognition=known.recognition,
                witness=known.witness,
                questions=known.questions,
            )
        put_into(bundle, calibration, *sections)
    if plots is not None:
        plots.mkdir(parents=True, exist_ok=True)
        draw_reliability(plots / "reliability.png", expected)
        draw_risk(plots / "risk_coverage.png", expected)
    for line in _shown(told, show):
        click.echo(line)
    click.echo("\n".join(sections))


if __name__ == "__main__":
    main()
