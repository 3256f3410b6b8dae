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
@click.option(
    "--out",
    metavar="FILE|FOLDER/",
    required=True,
    help="Write here; .jsonl, .csv or .parquet, or a folder of parts: FOLDER/ or s3://BUCKET/FOLDER.",
)
@click.option(
    "--on", metavar="ray[://HOST:PORT]", help="Describe on a cluster; --out is a folder of parts then."
)
@click.option(
    "--part",
    "part_pictures",
    metavar="N",
    type=click.IntRange(1, 100_000),
    default=1000,
    show_default=True,
    help="So many pictures a part.",
)
@click.option("--flat", is_flag=True, help="Leave out the folders inside the folders.")
@click.option(
    "--min-confidence",
    "least_confidence",
    metavar="P",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave a caption out if it is right with less than this probability.",
)
@setting_options("samples", "seed", "verbosity", "model")
@debug_option
def command(
    what: tuple[str, ...],
    out: str,
    on: str | None,
    part_pictures: int,
    flat: bool,
    least_confidence: float,
    **options: str | None,
) -> int:
    """Describe all pictures in folders, patterns and lists, a row each.

    WHAT is a folder, a pattern in quotes, a picture, a text file with a path a line, or - for such a list on
    standard input; or an address such as s3://BUCKET/FOLDER where the output is a folder of parts. Started
    again, the same command goes on where it was, and adds what is new.
    """
    from narrator.captioning.shelves import find_bundle
    from narrator.captioning.threads import physical_cores
    from narrator.cluster.output import describe_into_parts
    from narrator.cluster.pool_choice import pool_for
    from narrator.cluster.target import is_parts, job_for
    from narrator.collection.collection import Tally, describe_collection
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
    )
    tally: Tally
    if on or is_parts(what, out):
        job = job_for(what, out, work, recursive=not flat, part_pictures=part_pictures)
        tally = describe_into_parts(job, pool_for(job, on, threads=settings.threads), say=tell)
    else:
        hands = settings.threads or physical_cores()
        tally = describe_collection(what, Path(out), work, recursive=not flat, hands=hands, say=tell)
    show(
        f"{tally.described:,} described, {tally.failed:,} failed, {tally.before:,} were there before; "
        f"{tally.speed:.1f} pictures a second."
    )
    return 1 if tally.failed and not tally.described else 0
