"""Compare every encoder with every decoder.

    python -m training.compare CONFIG --data ROOT --cache CACHE --out FOLDER

FOLDER gets `comparison.md`, `comparison.csv` and `comparison.png`, renewed after each pair, and a run
for each pair under `cells`. Started again, the same command takes what is finished as it is and goes on
with what was cut off. An encoder whose weights are not here is left out, which the table says with the
reason; one that is to learn from scratch is trained first, once for all decoders, under `encoders`.
`--time-again` measures what is finished anew, for other work beside it makes a picture take longer.
"""

from collections.abc import Callable
from pathlib import Path

import click

from models.encoders import EncoderConfig, MissingWeightsError
from training.comparison.cell import prepare, run_cell
from training.comparison.judge import refuse_other_settings
from training.comparison.plan import Comparison, Contestant, load_comparison
from training.comparison.report import write_report
from training.comparison.result import Result
from training.errors import DatasetError, TrainingError
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.sentences import said_in_a_sentence


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
    what was made with other settings, and `DatasetError` for data that none could learn from.
    """
    refuse_other_folder(comparison, out)
    not_run: dict[str, str] = {}
    results: list[Result] = []
    failed: list[str] = []

    def fail(name: str, error: TrainingError) -> None:
        not_run[name] = f"failed. {error}"
        failed.append(name)
        tell(f"Failed: {name}. {error}")

    encoders: dict[str, EncoderConfig] = {}
    for contestant in comparison.encoders:
        label = contestant.label
        try:
            refuse_untrained(contestant)
            encoders[label] = prepare(comparison, contestant, root, cache, out)
        except MissingWeightsError as error:
            not_run[label] = str(error)
            tell(f"Left out: {label}. {error}")
        except DatasetError:
            raise  # what is wrong with the data is wrong for all
        except TrainingError as error:
            fail(label, error)
    for cell in comparison.cells():
        if cell.contestant.label not in encoders:
            continue
        try:
            encoder = encoders[cell.contestant.label]
            results.append(run_cell(cell, encoder, root, cache, out, time_again=time_again))
            tell(f"Finished: {cell.name}.")
        except TrainingError as error:
            # One network that diverges must not cost the night that the others need.
            fail(cell.name, error)
        write_report(out, comparison, results, list(not_run.items()))
    write_report(out, comparison, results, list(not_run.items()))
    return failed


def refuse_other_folder(comparison: Comparison, out: Path) -> None:
    """Raise `ConfigError` when anything in the folder was made with other settings than these."""
    for contestant in comparison.encoders:
        config = comparison.encoder_config(contestant)
        refuse_other_settings(config, comparison.beam, out / contestant.school)
    for cell in comparison.cells():
        refuse_other_settings(cell.config, comparison.beam, out / cell.folder)


def refuse_untrained(contestant: Contestant) -> None:
    """Raise `MissingWeightsError` for an encoder that would see nothing: neither trained before nor here."""
    if contestant.encoder.weights == "none" and not contestant.from_scratch:
        raise MissingWeightsError(
            "It has no weights to start from; name some, or set `from_scratch = true` to train all of it."
        )


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
    with said_in_a_sentence():
        failed = compare(load_comparison(config), root, cache, out, tell=_tell, time_again=time_again)
    click.echo((out / "comparison.md").read_text(encoding="utf-8"))
    if failed:
        raise click.ClickException(
            f"{len(failed)} failed, {failed[0]} first; the same command tries them again."
        )


def _tell(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
