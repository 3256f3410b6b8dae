"""What the model card says of a bundle's confidence, and how often it is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from narrator.captioning.confidence import BANDS, Calibration
from narrator.description import Candidate, Description
from narrator.phrasing import caption_sentence
from training.terminal.markdown import markdown_table
from training.trust.reliability import Floats, Truths, reliability, risk_by_coverage
from training.trust.rightness import LEAST_CIDER_D

HEADING = "## How far it can be trusted"
_TEMPLATE = """\
{heading}

Each sentence comes with a probability that it is right.
{measure}
All words for people are neutral ones, and numbers do not count (`training/trust/rightness.py` tells why).

The figures come from five-fold cross-fitting: what is expected of a picture comes from a fit to other
pictures. "error" is the expected calibration error in ten bins of equal mass with its 95 % bootstrap
interval, "by chance" what perfect probabilities would show of so few pictures, "area" that under the
receiver's curve, "Brier" the mean squared error, and in brackets that of somebody who always expects the
share that is right. In the last two columns the set is new: nothing was fitted to any picture of it.

{reliability}

"spoilt" are development pictures that were blurred, darkened or brightened.

What a listener hears goes by bands; the shares are those of the pictures that are not spoilt:

{bands}

Of the surest tenth of the captions {tenth:.0%} are right, of the surest quarter {quarter:.0%}, of the surest
half {half:.0%}, of all {all:.0%}.

What the probability rests on, with the log-odds that one standard deviation more adds
(`narrator/captioning/signs.py` explains each): {signs}.

    python -m training.calibrate CONFIG --data ROOT --bundle FOLDER
"""


_WHOLE = """\
A caption counts as right if at least two thirds of its words that say something are in a reference or have a
near synonym there, and its CIDEr-D is {cider} or more."""
_PART = """\
What is told counts as right if all words of it that say something are in a reference or have a near synonym
there."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What was expected of one sentence, and what came of it."""

    dataset: str
    spoilt: bool
    confidence: float
    right: bool


def arrays(expected: Sequence[Expected]) -> tuple[Floats, Truths]:
    """Probabilities and truths."""
    return np.array([each.confidence for each in expected]), np.array([each.right for each in expected])


def by_set(expected: Sequence[Expected]) -> dict[str, list[Expected]]:
    """Each data set, all of them together, and the spoilt pictures apart."""
    clear = [each for each in expected if not each.spoilt]
    sets = {
        name: [each for each in clear if each.dataset == name]
        for name in dict.fromkeys(each.dataset for each in clear)
    }
    return {**sets, "all": clear, "spoilt": [each for each in expected if each.spoilt]}


def report(expected: Sequence[Expected], new: Sequence[Expected], calibration: Calibration) -> str:
    """The section as Markdown; `new` is what was expected where the set was new to the fits."""
    sets = {name: some for name, some in by_set(expected).items() if some}
    coverage, risk = risk_by_coverage(*arrays(sets["all"]))
    new_sets = {name: some for name, some in by_set(new).items() if some}
    signs = sorted(calibration.odds.signs.items(), key=lambda item: -item[1].coefficient)
    return _TEMPLATE.format(
        heading=HEADING,
        measure=_PART if calibration.claims else _WHOLE.format(cider=LEAST_CIDER_D),
        reliability=_reliability_table(sets, new_sets),
        bands=_band_table(sets, calibration),
        **{
            word: 1 - float(risk[np.searchsorted(coverage, share)])
            for word, share in (("tenth", 0.1), ("quarter", 0.25), ("half", 0.5), ("all", 1.0))
        },
        signs=", ".join(f"{name} {sign.coefficient:.2f}" for name, sign in signs),
    )


def _reliability_table(sets: dict[str, list[Expected]], new: dict[str, list[Expected]]) -> str:
    rows = []
    for name, some in sets.items():
        found = reliability(*arrays(some))
        low, high = found.calibration_error_interval
        unseen = reliability(*arrays(new[name])) if name in new else None
        rows.append(
            [
                f"{name}, {found.pictures}",
                f"{found.right:.0%}",
                f"{found.calibration_error:.3f} ({low:.3f} to {high:.3f})",
                f"{found.calibration_error_by_chance:.3f}",
                "-" if isnan(found.area) else f"{found.area:.3f}",
                f"{found.brier:.3f} ({found.brier_of_the_share:.3f})",
                "-" if unseen is None else f"{unseen.calibration_error:.3f}",
                "-" if unseen is None or isnan(unseen.area) else f"{unseen.area:.3f}",
            ]
        )
    return markdown_table(
        ["pictures", "right", "error", "by chance", "area", "Brier", "error, new", "area, new"], rows
    )


def _band_table(sets: dict[str, list[Expected]], calibration: Calibration) -> str:
    clear = {name: some for name, some in sets.items() if name != "spoilt"}
    head = ["band", "confidence", "is said"]
    for name in clear:
        head += [f"{name}: share", "right"]
    rows = []
    upper = 1.0
    for band, limit in zip(BANDS, (*calibration.limits, 0.0), strict=True):
        row = [band, f"{limit:.2f} to {upper:.2f}", _example(band)]
        for some in clear.values():
            inside = [each.right for each in some if calibration.band(each.confidence) == band]
            right = f"{sum(inside) / len(inside):.0%}" if inside else "-"
            row += [f"{len(inside) / len(some):.0%}", right]
        rows.append(row)
        upper = limit
    return markdown_table(head, rows)


def _example(band: str) -> str:
    dog = Candidate(caption="a dog runs on a beach", log_prob=0.0)
    return caption_sentence(Description(candidates=(dog,), bundle="", size=(1, 1), band=band))
