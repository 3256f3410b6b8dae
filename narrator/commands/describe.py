"""`narrator describe WHAT... --out FILE`: every picture of a collection becomes a row of a file."""

from pathlib import Path

import click

from narrator.settings.settings import load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options


@click.command("describe")
@click.argument("what", metavar="WHAT...", nargs=-1, required=True, callback=not_empty)
@click.option("--out", metavar="FILE", required=True, help="Write here; .jsonl, .csv or .parquet.")
@click.option("--flat", is_flag=True, help="Leave out the folders inside the folders.")
@click.option(
    "--min-confidence",
    "least_confidence",
    metavar="P",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave a caption out if it is right with less than this probability.",
)
@click.option("--findable", is_flag=True, help="Let narrator find find these pictures.")
@setting_options("samples", "seed", "verbosity", "model")
@debug_option
def command(
    what: tuple[str, ...],
    out: str,
    flat: bool,
    least_confidence: float,
    findable: bool,
    **options: str | None,
) -> int:
    """Describe all pictures in folders, patterns and lists, a row each.

    WHAT is a folder, a pattern in quotes, a picture, a text file with a path a line, or - for such a list on
    standard input. Started again, the same command goes on where it was, and adds what is new.
    """
    from narrator.captioning.shelves import find_bundle
    from narrator.captioning.threads import physical_cores
    from narrator.collection.collection import describe_collection
    from narrator.collection.worker import Work

    settings = load_settings(options)
    find_bundle(settings.model)  # one that is nowhere is known before anything begins
    work = Work(
        model=settings.model,
        people=settings.people,
        claims=settings.claims,
        ranking=settings.ranking,
        samples=settings.samples,
        seed=settings.seed,
        text=settings.text,
        verbosity=settings.verbosity,
        least_confidence=least_confidence,
        findable=findable,
    )
    tally = describe_collection(
        what, Path(out), work, recursive=not flat, hands=settings.threads or physical_cores(), say=tell
    )
    show(
        f"{tally.described:,} described, {tally.failed:,} failed, {tally.before:,} were there before; "
        f"{tally.speed:.1f} pictures a second."
    )
    return 1 if tally.failed and not tally.described else 0
