"""`narrator describe WHAT... --out FILE`: every picture of a collection becomes a row of a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.settings.settings import load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.collection.collection import Tally


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
@click.option("--videos", is_flag=True, help="Describe the scenes of videos in folders, too.")
@click.option("--again", is_flag=True, help="Describe anew what failed, and what another model described.")
@click.option("--sidecar", is_flag=True, help="Also write the words into an XMP file beside each picture.")
@click.option("--embed", metavar="FOLDER", help="Also write copies with the words in them into this folder.")
@click.option("--in-place", is_flag=True, help="Also write the words into the pictures themselves.")
@click.option("--comment", is_flag=True, help="Also leave the words as the file's comment of the desktop.")
@setting_options("text", "samples", "seed", "verbosity", "model")
@debug_option
def command(
    what: tuple[str, ...],
    out: str,
    flat: bool,
    least_confidence: float,
    findable: bool,
    videos: bool,
    again: bool,
    sidecar: bool,
    embed: str | None,
    in_place: bool,
    comment: bool,
    **options: str | None,
) -> int:
    """Describe all pictures in folders, patterns and lists, a row each.

    WHAT is a folder, a pattern in quotes, a picture, a video, a text file with a path a line, or - for such a
    list on standard input. Started again, the same command goes on where it was, and adds what is new.
    """
    from narrator.captioning.bundle import Bundle
    from narrator.captioning.setup import Setup
    from narrator.captioning.shelves import find_bundle
    from narrator.captioning.threads import physical_cores
    from narrator.collection.alt_texts import Places, refuse_misplaced, summary, write_alt_texts
    from narrator.collection.collection import describe_collection
    from narrator.collection.worker import Work
    from narrator.sources.camera.frames import require_ffmpeg

    settings = load_settings(options)
    copies = None if embed is None else Path(embed)
    places = Places(copies=copies, in_place=in_place, beside=sidecar, comment=comment)
    refuse_misplaced(places, what)
    # One that cannot be used is known before anything begins.
    bundle = Bundle.open(find_bundle(settings.model))
    if videos:
        require_ffmpeg()
    work = Work(
        **vars(Setup.of(settings)),
        samples=settings.samples,
        seed=settings.seed,
        text=settings.text,
        verbosity=settings.verbosity,
        least_confidence=least_confidence,
        findable=findable,
    )
    try:
        tally = describe_collection(
            what,
            Path(out),
            work,
            recursive=not flat,
            hands=settings.threads or physical_cores(),
            say=tell,
            videos=videos,
            bundle=f"{bundle.name} {bundle.version}",
            again=again,
        )
    except SystemExit:
        tell("Stopped. What was described is kept; start the same command again, and it goes on there.")
        raise
    code = _told(tally, out)
    if places.any and (tally.described or tally.before):
        show(summary(write_alt_texts(what, Path(out), places, recursive=not flat, say=tell)))
    return code


def _told(tally: "Tally", out: str) -> int:
    """Print what a run came to; the exit code."""
    if not (tally.described or tally.failed or tally.before):
        tell("There are no pictures there; name another folder.")
        return 1
    for path, reason in tally.failures:
        tell(f"{path}: {reason}")
    if (more := tally.failed - len(tally.failures)) > 0:
        tell(f"{more:,} more failed; the reasons are in {out}.")
    counts = f"{tally.described:,} described, {tally.failed:,} failed, {tally.before:,} were there before"
    show(f"{counts}; {tally.speed:.1f} pictures a second." if tally.described else f"{counts}.")
    return 1 if tally.failed and not tally.described else 0
