"""Odds that nobody fitted, and a captioner of the tiny bundle that has them."""

from dataclasses import replace
from pathlib import Path

from narrator.captioning.bundle import Bundle
from narrator.captioning.captioner import Captioner
from narrator.captioning.confidence import Calibration
from narrator.captioning.signs import LogOdds, Sign
from narrator.questions.odds import QuestionOdds
from tests.captioning.made_calibration import CALIBRATION
from tests.places import TINY_BUNDLE
from training.calibrate import put_into


def odds(intercept: float = 0.0, **signs: tuple[float, float]) -> LogOdds:
    """By the usual value and the coefficient of each sign, whose deviation is 1."""
    return LogOdds(
        intercept=intercept,
        signs={
            name: Sign(usual=usual, deviation=1.0, coefficient=coefficient)
            for name, (usual, coefficient) in signs.items()
        },
    )


ODDS = QuestionOdds(
    presence=odds(near=(-5.0, 2.0)),
    colour=odds(intercept=-2.0, given=(-1.0, 3.0)),
    number=odds(intercept=-2.0, given=(-1.0, 3.0)),
)
ASKED: Calibration = replace(CALIBRATION, questions=ODDS.to_record())


def captioner() -> Captioner:
    """The tiny bundle's, which knows "a red square"."""
    bundle = Bundle.open(TINY_BUNDLE)
    return Captioner(bundle.network(), bundle.vocabulary, name="tiny", version="1", calibration=ASKED)


def write_asked_bundle(folder: Path) -> Path:
    """The tiny bundle with a calibration that answers questions."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in TINY_BUNDLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    put_into(Bundle.open(folder), ASKED)
    return folder
