"""What the model card says of the claims of captions: how far each can be trusted, and what is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import TypeAlias

import numpy as np

from narrator.captioning.claims import KINDS
from narrator.captioning.odds import ClaimOdds
from training.terminal.markdown import markdown_table
from training.trust.claimed import OFTEN, TOLD_FROM, Claimant
from training.trust.reliability import Floats, Truths, area_under_curve, calibration_error

KEPT = 0.7
"""The share of the claims of which the surest are counted."""
_TEMPLATE = """\
## What of a caption is told

Each word of a caption that says something is a claim with a probability of its own, and what is less
probable than {told_from} is not told. A claim is borne out if a reference has its word or a near synonym;
nobody writes of all that is there, so these figures are a lower bound. They come from five-fold
cross-fitting: "area" is that under the receiver's curve, "error" the calibration error. In the last two
columns the set is new to the fit. VizWiz's pictures count {often} times in the fit.

{kinds}

Claimed things by set:

{sets}
"""


Judged: TypeAlias = tuple[Claimant, ClaimOdds]
"""A picture's captions with odds that have not seen it."""


@dataclass(frozen=True, kw_only=True)
class _Claim:
    kind: str
    dataset: str
    probability: float
    borne_out: bool


def claims_section(known: Sequence[Judged], new: Sequence[Judged]) -> str:
    """The section as Markdown: claims judged by cross-fitted odds, and by odds to which their set was new."""
    mine, others = _claims(known), _claims(new)
    kinds = [(kind, *_cells([each for each in mine if each.kind == kind])) for kind in KINDS]
    things, new_things = ([each for each in some if each.kind == "thing"] for some in (mine, others))
    sets = [
        (
            dataset,
            *_cells([each for each in things if each.dataset == dataset]),
            *_cells([each for each in new_things if each.dataset == dataset])[2:4],
        )
        for dataset in dict.fromkeys(each.dataset for each in things)
    ]
    head = (
        "claims",
        "borne out",
        "area",
        "error",
        f"borne out of the surest {KEPT:.0%}",
        "told",
        "borne out of the told",
    )
    return _TEMPLATE.format(
        told_from=TOLD_FROM,
        often=max(OFTEN.values()),
        kinds=markdown_table(("kind", *head), kinds),
        sets=markdown_table(("set", *head, "area, new", "error, new"), sets),
    )


def _claims(judged: Sequence[Judged]) -> list[_Claim]:
    """Those of the captions that would be spoken whole."""
    return [
        _Claim(
            kind=claim.kind,
            dataset=claimant.dataset,
            probability=probability,
            borne_out=borne_out,
        )
        for claimant, odds in judged
        for claim, probability, borne_out in zip(
            claimant.claims[0],
            claimant.probabilities(odds)[0],
            claimant.borne_out[0],
            strict=True,
        )
    ]


def _cells(claims: Sequence[_Claim]) -> tuple[object, ...]:
    if not claims:
        return ("0", *("-",) * 6)
    expected: Floats = np.array([each.probability for each in claims])
    right: Truths = np.array([each.borne_out for each in claims])
    surest = np.argsort(-expected, kind="stable")[: round(KEPT * len(claims))]
    told = expected >= TOLD_FROM
    return (
        len(claims),
        f"{right.mean():.0%}",
        "-" if isnan(area := area_under_curve(expected, right)) else f"{area:.3f}",
        f"{calibration_error(expected, right):.3f}",
        f"{right[surest].mean():.0%}",
        f"{told.mean():.0%}",
        f"{right[told].mean():.0%}" if told.any() else "-",
    )
