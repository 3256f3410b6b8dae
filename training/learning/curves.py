"""Training curves: a CSV that grows with every epoch and a picture of it."""

import csv
from collections.abc import Mapping
from pathlib import Path


def append_row(file: Path, row: Mapping[str, object]) -> None:
    """Add one epoch to the CSV; the first row decides the columns, also for a run of an older version."""
    columns = list(row)
    new = not file.is_file()
    if not new:
        with file.open(newline="", encoding="utf-8") as stream:
            columns = next(csv.reader(stream))
    with file.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=columns, extrasaction="ignore")
        if new:
            writer.writeheader()
        writer.writerow(row)


def read_rows(file: Path) -> list[dict[str, str]]:
    """All epochs so far."""
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def draw(file: Path, picture: Path) -> None:
    """Draw loss and validation scores over epochs, stage by stage from left to right."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = read_rows(file)
    epochs = range(1, len(rows) + 1)
    figure, (losses, scores) = pyplot.subplots(1, 2, figsize=(11, 4), layout="constrained")
    for objective in dict.fromkeys(row["objective"] for row in rows):
        points = [
            (x, float(row["loss"]))
            for x, row in zip(epochs, rows, strict=True)
            if row["objective"] == objective
        ]
        losses.plot(*zip(*points, strict=True), marker="o", label=objective.replace("_", " "))
    losses.set(xlabel="epoch", ylabel="training loss")
    losses.legend()
    for column in (name for name in rows[0] if name.startswith("CIDEr-D ")):
        points = [(x, float(row[column])) for x, row in zip(epochs, rows, strict=True) if row[column]]
        if points:
            scores.plot(*zip(*points, strict=True), marker="o", label=column)
    scores.set(xlabel="epoch", ylabel="CIDEr-D of validation captions")
    if scores.lines:
        scores.legend()
    figure.savefig(picture, dpi=100)
    pyplot.close(figure)
