"""The comparison's report: a Markdown table, a CSV and a plot, of the cells that are finished."""

import csv
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

from training.comparison.plan import Comparison
from training.comparison.result import Result
from training.metrics.bootstrap import interval
from training.terminal.markdown import markdown_table

METRICS = ("BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "METEOR", "ROUGE-L", "CIDEr-D")
MARKERS = "osD^vP*X"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One encoder with one decoder on one data set, the mean of its seeds."""

    dataset: str
    pictures: int
    encoder: str
    decoder: str
    from_scratch: bool
    parameters: int
    seconds: float
    scores: dict[str, float]
    """Without METEOR where it could not run."""
    low: float
    high: float
    """Where CIDEr-D lies with 95 % confidence, as far as it depends on which pictures were taken."""
    seeds: int

    @property
    def name(self) -> str:
        """The encoder as the table calls it."""
        return f"{self.encoder} (from scratch)" if self.from_scratch else self.encoder


def summarise(results: Sequence[Result]) -> list[Row]:
    """One row for each encoder, decoder and data set, in the order in which they come."""
    rows = []
    for dataset in dict.fromkeys(name for result in results for name in result.judgements):
        for pair in dict.fromkeys((result.encoder, result.decoder) for result in results):
            rows.append(_row(dataset, [r for r in results if (r.encoder, r.decoder) == pair]))
    return rows


def _row(dataset: str, seeds: Sequence[Result]) -> Row:
    judgements = [result.judgements[dataset] for result in seeds]
    # Each picture counts once, with the mean of its seeds, or the interval would be too narrow.
    ciders = [fmean(values) for values in zip(*(j.ciders for j in judgements), strict=True)]
    sure = interval(ciders)
    return Row(
        dataset=dataset,
        pictures=len(ciders),
        encoder=seeds[0].encoder,
        decoder=seeds[0].decoder,
        from_scratch=seeds[0].from_scratch,
        parameters=seeds[0].parameters,
        seconds=median(result.seconds for result in seeds),
        scores={
            metric: fmean(j.scores[metric] for j in judgements)
            for metric in METRICS
            if all(metric in j.scores for j in judgements)
        },
        low=sure.low,
        high=sure.high,
        seeds=len(seeds),
    )


def write_report(
    out: Path, comparison: Comparison, results: Sequence[Result], not_run: Sequence[tuple[str, str]]
) -> None:
    """Write `comparison.md`, `comparison.csv` and `comparison.png`; `not_run` has names and reasons."""
    rows = summarise(results)
    out.mkdir(parents=True, exist_ok=True)
    (out / "comparison.md").write_text(markdown(comparison, results, not_run), encoding="utf-8")
    if rows:
        _write_csv(out / "comparison.csv", rows)
        _draw(out / "comparison.png", rows)


def markdown(comparison: Comparison, results: Sequence[Result], not_run: Sequence[tuple[str, str]]) -> str:
    """A table for each data set, what its columns mean, and what was not run and why."""
    rows = summarise(results)
    lines = [f"# {comparison.name}", ""]
    for dataset in dict.fromkeys(row.dataset for row in rows):
        of_set = [row for row in rows if row.dataset == dataset]
        lines += [f"## {dataset}, {of_set[0].pictures} pictures", "", _table(of_set), ""]
    if results:
        threads = " and ".join(map(str, sorted({result.threads for result in results})))
        lines += [
            f"Scores are of captions from a beam of {comparison.beam}, the mean of the seeds. The interval "
            "is CIDEr-D's, 95 %, from a bootstrap over the pictures. Seconds are the median from a picture's "
            f"file to its caption in 32 bits; threads: {threads}. Which epoch's weights were kept was "
            "decided on some of these pictures.",
            "",
        ]
    if any(result.from_scratch for result in results):
        lines += [
            "An encoder from scratch learned to see on the training pictures alone, end to end with the "
            "first of the decoders, and then stayed as it was, like the others.",
            "",
        ]
    if not_run:
        lines += ["Not run:", "", *(f"* {name}: {reason}" for name, reason in not_run), ""]
    return "\n".join(lines)


def _table(rows: Sequence[Row]) -> str:
    head = ["encoder", "decoder", "parameters, millions", "seconds", *METRICS, "interval", "seeds"]
    cells = [
        [
            row.name,
            row.decoder,
            f"{row.parameters / 1e6:.1f}",
            f"{row.seconds:.3f}",
            *(f"{row.scores[metric]:.3f}" if metric in row.scores else "-" for metric in METRICS),
            f"{row.low:.3f} to {row.high:.3f}",
            row.seeds,
        ]
        for row in rows
    ]
    return markdown_table(head, cells)


def _write_csv(file: Path, rows: Sequence[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        plain = [
            "dataset",
            "pictures",
            "encoder",
            "decoder",
            "from_scratch",
            "parameters",
            "seconds",
            "seeds",
        ]
        writer.writerow([*plain, *METRICS, "CIDEr-D low", "CIDEr-D high"])
        for row in rows:
            scores = [row.scores.get(metric, "") for metric in METRICS]
            writer.writerow([*(getattr(row, name) for name in plain), *scores, row.low, row.high])


def _draw(file: Path, rows: Sequence[Row]) -> None:
    """CIDEr-D against seconds, a panel for each data set: the colour is the encoder, the mark the decoder."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.lines import Line2D

    datasets = list(dict.fromkeys(row.dataset for row in rows))
    colours = {name: f"C{number % 10}" for number, name in enumerate(dict.fromkeys(row.name for row in rows))}
    marks = dict(zip(dict.fromkeys(row.decoder for row in rows), itertools.cycle(MARKERS), strict=False))
    figure, panels = pyplot.subplots(
        1, len(datasets), figsize=(6 * len(datasets) + 2, 5), layout="constrained", squeeze=False
    )
    for panel, dataset in zip(panels[0], datasets, strict=True):
        of_set = [row for row in rows if row.dataset == dataset]
        for row in of_set:
            cider = row.scores["CIDEr-D"]
            # A resampled mean can miss the mean itself when pictures are few and skewed.
            reach = [[max(0.0, cider - row.low)], [max(0.0, row.high - cider)]]
            look: dict[str, Any] = {"color": colours[row.name], "marker": marks[row.decoder]}
            panel.errorbar(row.seconds, cider, yerr=reach, capsize=3, alpha=0.8, **look)
        panel.set(
            title=f"{dataset}, {of_set[0].pictures} pictures", xlabel="seconds a picture", ylabel="CIDEr-D"
        )
        panel.set_xlim(left=0)
    names = [Line2D([], [], color=colour, marker="s", ls="", label=name) for name, colour in colours.items()]
    names += [Line2D([], [], color="gray", marker=mark, ls="", label=name) for name, mark in marks.items()]
    figure.legend(handles=names, loc="outside right upper")
    figure.savefig(file, dpi=100)
    pyplot.close(figure)
