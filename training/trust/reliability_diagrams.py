"""Two drawings of how far probabilities can be trusted: reliability diagram and risk-coverage curve."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from training.trust.calibration_card import Expected, arrays, by_set
from training.trust.reliability import bins_of, risk_by_coverage


def draw_reliability(file: Path, expected: Sequence[Expected]) -> None:
    """What happened over what was expected, in ten bins with their standard errors; a histogram below."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    confidences, right = arrays(by_set(expected)["all"])
    bins = bins_of(confidences, right)
    errors = [sqrt(each.happened * (1 - each.happened) / each.pictures) for each in bins]
    figure, (curve, histogram) = pyplot.subplots(
        2, 1, figsize=(6, 7), height_ratios=(3, 1), sharex=True, layout="constrained"
    )
    curve.plot((0, 1), (0, 1), color="grey", linestyle="--", label="perfectly calibrated")
    curve.errorbar(
        [each.expected for each in bins],
        [each.happened for each in bins],
        yerr=errors,
        marker="o",
        capsize=3,
        label=f"ten bins of {bins[0].pictures} or so, with standard errors",
    )
    curve.set(ylabel="share of captions that are right", xlim=(0, 1), ylim=(0, 1))
    curve.legend()
    histogram.hist(confidences, bins=20, range=(0, 1))
    histogram.set(xlabel="confidence, cross-fitted", ylabel="pictures")
    figure.savefig(file, dpi=100)
    pyplot.close(figure)


def draw_risk(file: Path, expected: Sequence[Expected]) -> None:
    """The share of wrong captions among the surest so many, for each data set and all together."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4.5), layout="constrained")
    for name, some in by_set(expected).items():
        if some:
            axes.plot(*risk_by_coverage(*arrays(some)), label=f"{name}, {len(some)}")
    axes.set(
        xlabel="share of pictures, the surest first",
        ylabel="share of wrong captions among them",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    axes.legend()
    figure.savefig(file, dpi=100)
    pyplot.close(figure)
