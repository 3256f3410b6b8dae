"""The comparison as a Markdown table and as a CSV, and what follows from it."""

import csv
from collections.abc import Sequence
from io import StringIO

from training.generation.comparison import Measured, Row
from training.terminal.markdown import markdown_table

_HEADER = (
    *("pictures", "method", "CIDEr-D", "difference", "BLEU-4", "difference", "words"),
    *("distinct", "self-CIDEr", "spoken", "ms"),
)


def markdown(rows: Sequence[Row]) -> str:
    """One line a method and data set; intervals in brackets, differences to the default."""
    cells = [
        [
            *(row.dataset, row.method),
            *(_score(row.cider), _difference(row.cider), _score(row.bleu), _difference(row.bleu)),
            *(f"{row.words:.1f}", f"{row.distinct:.1f}"),
            "" if row.self_cider is None else f"{row.self_cider:.3f}",
            *(row.spoken, f"{row.milliseconds:.1f}"),
        ]
        for row in rows
    ]
    return markdown_table(_HEADER, cells)


def comma_separated(rows: Sequence[Row]) -> str:
    """Every figure in a column of its own."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    measured = ("", "_low", "_high", "_difference", "_difference_low", "_difference_high")
    scores = [f"{score}{part}" for score in ("cider_d", "bleu_4") for part in measured]
    rest = ("words", "distinct", "self_cider", "spoken", "milliseconds")
    writer.writerow(["dataset", "method", *scores, *rest])
    for row in rows:
        writer.writerow(
            [
                *(row.dataset, row.method, *_figures(row.cider), *_figures(row.bleu)),
                *(row.words, row.distinct, row.self_cider, row.spoken, row.milliseconds),
            ]
        )
    return stream.getvalue()


def verdict(rows: Sequence[Row]) -> str:
    """Which methods have a higher CIDEr-D than the default by more than the interval, on every data set."""
    datasets = {row.dataset for row in rows}
    better = [
        method
        for method in dict.fromkeys(row.method for row in rows)
        if sum(row.method == method and row.cider.better for row in rows) == len(datasets)
    ]
    return (
        f"Better than the default by more than the interval on all pictures: {'; '.join(better) or 'none'}."
    )


def _score(score: Measured) -> str:
    return f"{score.value:.3f} [{score.interval.low:.3f}, {score.interval.high:.3f}]"


def _difference(score: Measured) -> str:
    between = score.difference_interval
    return f"{score.difference:+.3f} [{between.low:+.3f}, {between.high:+.3f}]"


def _figures(score: Measured) -> tuple[float, ...]:
    own, between = score.interval, score.difference_interval
    return (score.value, own.low, own.high, score.difference, between.low, between.high)
