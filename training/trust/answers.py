"""How far a witness can be trusted, learned from pictures of which people wrote what is in them.

A name is borne out if somebody used a word for it. Nobody writes of all that is in a picture, so a name that
is not borne out may still be right, and what is learned here is a lower bound of how often names are right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import nan
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.witness import Name, Witness
from training.errors import TrainingError
from training.trust.logistic import Regression, penalised
from training.trust.reliability import reliability

TEMPERATURES = (0.7, 1.0, 1.4)
FITTED_FROM = 0.1
"""Names of smaller shares are not fitted to. Fitted from LEAST_SHARE on, what is told is better calibrated on
sets that were fitted to, and worse on others; fitted from 0.05 on it is the other way round."""
RIDGE = 5.0
"""So many pictures' worth of doubt hold a name's trust near to that of all names."""
FOLDS = 5
_RESAMPLES = 100


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """What the classifier says of P pictures of one set, and what is in them."""

    dataset: str
    logits: NDArray[np.float32]
    """[P, C]"""
    borne_out: NDArray[np.bool_]
    """[P, K]"""

    def part(self, fold: int, *, inside: bool) -> "Answers":
        """The pictures of a fold, or all others."""
        chosen = (np.arange(len(self.logits)) % FOLDS == fold) == inside
        return replace(self, logits=self.logits[chosen], borne_out=self.borne_out[chosen])


@dataclass(frozen=True, kw_only=True)
class Told:
    """One name that was told of a picture."""

    probability: float
    right: bool
    exact: bool
    """Whether it is more exact than the top of its branch."""
    surest: bool
    """Whether it is the surest of the picture."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How a witness does on pictures; shares are NaN where nothing was told."""

    pictures: int
    named: float
    """The share of the pictures of which a name is told."""
    surest_right: float
    """The share of the surest names that are borne out."""
    right: float
    """The same of all names that are told."""
    exact: float
    """The share of the names that are more exact than the top of their branch."""
    calibration_error: float
    """Of all names that are told."""
    calibration_error_by_chance: float
    """What perfectly calibrated probabilities of so few names would show on average."""


def fit(names: Sequence[Name], known: Sequence[Answers]) -> Witness:
    """A witness that is trusted as these pictures warrant.

    Raises `TrainingError` where all names or none are borne out: then nothing can be learned.
    """
    plain = Witness(names=tuple(names), temperature=1.0, intercept=0.0, slope=1.0)
    logits = np.concatenate([each.logits for each in known])
    truths = np.concatenate([each.borne_out for each in known])
    pictures, places = np.nonzero(plain.shares(logits) >= FITTED_FROM)
    right = truths[pictures, places]
    if right.all() or not right.any():
        raise TrainingError("Of these pictures all names are borne out, or none; more pictures are needed.")

    whose = np.eye(len(names))[places]

    def tried(temperature: float) -> tuple[float, float, Regression]:
        shares = replace(plain, temperature=temperature).shares(logits)[pictures, places]
        shares = np.clip(shares, 1e-6, 1 - 1e-6)
        values = np.column_stack([np.log(shares / (1 - shares)), whose])
        found = penalised(values, right, RIDGE)
        expected = found.probabilities(values)
        return float(-np.log(np.where(right, expected, 1 - expected)).mean()), temperature, found

    _, temperature, found = min(map(tried, TEMPERATURES), key=itemgetter(0))
    slope, *trusts = found.coefficients.tolist()
    return Witness(
        names=tuple(replace(name, trust=round(trust, 3)) for name, trust in zip(names, trusts, strict=True)),
        temperature=temperature,
        intercept=round(found.intercept, 3),
        slope=max(round(slope, 3), 0.0),  # a few pictures may say that more is less
    )


def told(witness: Witness, answers: Answers, least: float) -> list[list[Told]]:
    """What the witness tells of each picture at that least probability."""
    places = {name.name: place for place, name in enumerate(witness.names)}
    return [
        [
            Told(
                probability=thing.probability,
                right=bool(truth[places[thing.name]]),
                exact=witness.names[places[thing.name]].within is not None,
                surest=rank == 0,
            )
            for rank, thing in enumerate(witness.things(logits, least))
        ]
        for logits, truth in zip(answers.logits, answers.borne_out, strict=True)
    ]


def folds(answers: Sequence[Answers]) -> Iterator[tuple[list[Answers], list[Answers]]]:
    """Pictures to fit to, and others of the same sets to try the fit on, each once."""
    for fold in range(FOLDS):
        known = [each.part(fold, inside=False) for each in answers]
        yield known, [each.part(fold, inside=True) for each in answers]


def figures(pictures: Sequence[Sequence[Told]]) -> Figures:
    """Count what was told of pictures."""
    names = [each for picture in pictures for each in picture]
    probabilities = np.array([each.probability for each in names])
    right = np.array([each.right for each in names], np.bool_)
    measured = reliability(probabilities, right, resamples=_RESAMPLES) if names else None
    return Figures(
        pictures=len(pictures),
        named=_share([bool(picture) for picture in pictures]),
        surest_right=_share([each.right for each in names if each.surest]),
        right=_share([each.right for each in names]),
        exact=_share([each.exact for each in names]),
        calibration_error=measured.calibration_error if measured else nan,
        calibration_error_by_chance=measured.calibration_error_by_chance if measured else nan,
    )


def _share(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else nan
