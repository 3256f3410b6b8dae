"""Compare every encoder with every decoder.

    python -m training.compare CONFIG --data ROOT --cache CACHE --out FOLDER

FOLDER gets `comparison.md`, `comparison.csv` and `comparison.png`, renewed after each pair, and a run
for each pair under `cells`. Started again, the same command takes what is finished as it is and goes on
with what was cut off. An encoder whose weights are not here is left out, which the table says with the
reason. `--time-again` measures what is finished anew, for other work beside it makes a picture take longer.
"""

from collections.abc import Callable
from pathlib import Path

import click

from models.encoders import MissingWeightsError, WeightsError
from narrator.errors import NarratorError
from training.command_options import cache_option, config_argument, data_option
from training.comparison.cell import prepare, run_cell
from training.comparison.judge import refuse_other_settings
from training.comparison.plan import Cell, Comparison, Contestant, load_comparison
from training.comparison.report import write_report
from training.comparison.result import Result
from training.errors import TrainingError


def compare(
    comparison: Comparison,
    root: Path,
    cache: Path,
    out: Path,
    tell: Callable[[str], None] = click.echo,
    *,
    time_again: bool = False,
) -> list[str]:
    """Run all cells, or what is left of them, and write the report; returns the names of what failed.

    `time_again` measures the seconds of what is finished anew. Raises `ConfigError` when the folder holds
    cells of other settings.
    """
    for cell in comparison.cells():
        refuse_other_settings(cell.config, comparison.beam, out / cell.folder)
    not_run = missing_encoders(comparison, root, cache, tell)
    results: list[Result] = []
    failed: list[str] = []
    for cell in comparison.cells():
        if cell.contestant.label in not_run:
            continue
        try:
            results.append(run_cell(cell, root, cache, out, time_again=time_again))
            tell(f"Finished: {cell.name}.")
        except TrainingError as error:
            # One network that diverges must not cost the night that the others need.
            not_run[cell.name] = f"failed. {error}"
            failed.append(cell.name)
            tell(f"Failed: {cell.name}. {error}")
        write_report(out, comparison, results, list(not_run.items()))
    write_report(out, comparison, results, list(not_run.items()))
    return failed


def missing_encoders(
    comparison: Comparison, root: Path, cache: Path, tell: Callable[[str], None]
) -> dict[str, str]:
    """Cache the features of all encoders; returns those that have no weights, with the reason."""
    missing = {}
    for contestant in comparison.encoders:
        first = Cell(comparison=comparison, contestant=contestant, decoder=comparison.decoders[0], seed=1)
        reason = _untrained(contestant)
        if reason is None:
            try:
                prepare(first, root, cache)
                continue
            except MissingWeightsError as error:
                reason = str(error)
        missing[contestant.label] = reason
        tell(f"Left out: {contestant.label}. {reason}")
    return missing


def _untrained(contestant: Contestant) -> str | None:
    if contestant.encoder.weights != "none" or contestant.from_scratch:
        return None
    return "It has no weights to start from; name some, or set `from_scratch = true` to train all of it."


@click.command()
@config_argument
@data_option
@cache_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The comparison's folder.")
@click.option(
    "--time-again",
    is_flag=True,
    help="Measure the seconds of what is finished anew, with nothing else beside it.",
)
def main(config: Path, root: Path, cache: Path, out: Path, time_again: bool) -> None:
    """Train and judge every encoder of CONFIG with every decoder."""
    try:
        failed = compare(load_comparison(config), root, cache, out, tell=_tell, time_again=time_again)
    except (TrainingError, WeightsError, NarratorError) as error:
        raise click.ClickException(str(error)) from error
    click.echo((out / "comparison.md").read_text(encoding="utf-8"))
    if failed:
        raise click.ClickException(
            f"{len(failed)} failed, {failed[0]} first; the same command tries them again."
        )


def _tell(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
