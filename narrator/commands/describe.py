"""`narrator describe WHAT... --out FILE`: every picture of a collection becomes a row of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from narrator.enumeration import enumerated
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.picture.files import short_name
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.collection.alt_texts import Places
    from narrator.collection.collection import Tally
    from narrator.collection.worker import Work


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
@click.option("--findable", is_flag=True, help="Let narrator find find these pictures.")
@click.option("--videos", is_flag=True, help="Describe the scenes of videos in folders, too.")
@click.option(
    "--again", is_flag=True, help="Describe anew what failed, what changed, and what another model described."
)
@click.option("--embed", metavar="FOLDER", help="Also write copies with the words in them into this folder.")
@click.option("--in-place", is_flag=True, help="Also write the words into the files themselves.")
@click.option("--sidecar", is_flag=True, help="Also write the words into an XMP file beside each picture.")
@click.option("--comment", is_flag=True, help="Also leave the words as the file's comment of the desktop.")
@click.option("--html", is_flag=True, help="WHAT is a web page or a folder of them: fill missing alt.")
@click.option("--decorative", is_flag=True, help="Give empty alt to pictures that show nothing.")
@click.option("--break-signatures", is_flag=True, help="Write into documents that are signed, too.")
@setting_options("text", "samples", "seed", "language", "model")
@debug_option
def command(
    what: tuple[str, ...],
    out: str,
    on: str | None,
    part_pictures: int,
    least_confidence: float,
    findable: bool,
    embed: str | None,
    in_place: bool,
    sidecar: bool,
    comment: bool,
    flat: bool,
    videos: bool,
    again: bool,
    html: bool,
    decorative: bool,
    break_signatures: bool,
    **options: str | None,
) -> int:
    """Describe all pictures in folders, patterns, documents and lists, a row each.

    WHAT is a folder, a pattern in quotes, a picture, a document (DOCX, PPTX, EPUB, PDF), a video, a text file
    with a path a line, or - for such a list on standard input; or an address such as s3://BUCKET/FOLDER where
    the output is a folder of parts. Started again, the same command goes on where it was, and adds what is
    new.
    """
    from narrator.cluster.target import is_parts
    from narrator.collection.alt_texts import Places

    settings = load_settings(options)
    copies = None if embed is None else Path(embed)
    asked = Asked(
        what=what,
        out=out,
        settings=settings,
        least_confidence=least_confidence,
        places=Places(copies=copies, in_place=in_place, beside=sidecar, comment=comment),
        recursive=not flat,
        videos=videos,
        again=again,
        decorative=decorative,
        break_signatures=break_signatures,
        findable=findable,
    )
    into_parts = on is not None or is_parts(what, out)
    _refuse_mixed(into_parts=into_parts, html=html, writes=copies is not None or in_place)
    try:
        if into_parts:
            return _describe_into_parts(asked, on, part_pictures)
        return _fill_pages(asked) if html else _describe(asked)
    except SystemExit:
        tell(
            gettext(
                "Stopped. What was described is kept; start the same command again, and it goes on there."
            )
        )
        raise


_WRITING = ("--embed", "--in-place", "--sidecar", "--comment")
_WRITTEN = ("--decorative", "--break-signatures")


def _refuse_mixed(*, into_parts: bool, html: bool, writes: bool) -> None:
    """Raise SettingsError for options that would have no effect."""
    context = click.get_current_context()
    given = {
        option
        for parameter in context.command.params
        if context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
        for option in parameter.opts
    }

    def refuse(options: Iterable[str], why: str) -> None:
        if mixed := [option for option in options if option in given]:
            raise SettingsError(gettext("{mixed} {why}.").format(mixed=enumerated(mixed), why=why))

    if into_parts:
        rows_alone = ("--html", "--videos", "--again", "--findable", *_WRITING, *_WRITTEN)
        refuse(rows_alone, "cannot go with a folder of parts; leave that out, or give --out a file")
        return
    refuse(("--part",), "is for a folder of parts; give --out a folder, such as captions/")
    if html:
        of_pictures = ("--flat", "--videos", "--findable", "--sidecar", "--comment", "--break-signatures")
        refuse(of_pictures, "cannot go with --html; leave that out")
    elif not writes:
        refuse(_WRITTEN, "is about words in files; add --embed FOLDER or --in-place")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one command line asks for."""

    what: tuple[str, ...]
    out: str
    settings: Settings
    least_confidence: float
    findable: bool
    places: "Places"
    recursive: bool
    videos: bool
    again: bool
    decorative: bool
    break_signatures: bool

    @property
    def work(self) -> "Work":
        """How each picture is described."""
        from narrator.captioning.setup import Setup
        from narrator.collection.worker import Work

        return Work(
            **vars(Setup.of(self.settings)),
            samples=self.settings.samples,
            seed=self.settings.seed,
            text=self.settings.text,
            least_confidence=self.least_confidence,
            findable=self.findable,
        )

    @property
    def hands(self) -> int:
        """How many pictures are described at once."""
        from narrator.captioning.threads import physical_cores

        return self.settings.threads or physical_cores()


def _describe(asked: Asked) -> int:
    from narrator.captioning.bundle import Bundle
    from narrator.captioning.shelves import find_bundle
    from narrator.collection.alt_texts import refuse_misplaced
    from narrator.collection.collection import describe_collection
    from narrator.sources.camera.frames import require_ffmpeg

    refuse_misplaced(asked.places, asked.what)
    # A model that cannot be used is known before anything begins.
    bundle = Bundle.open(find_bundle(asked.settings.model))
    if asked.videos:
        require_ffmpeg()
    tally = describe_collection(
        asked.what,
        Path(asked.out),
        asked.work,
        recursive=asked.recursive,
        hands=asked.hands,
        say=tell,
        videos=asked.videos,
        bundle=f"{bundle.name} {bundle.version}",
        again=asked.again,
    )
    code = _told(tally, asked.out)
    if asked.places.any and (tally.described or tally.before):
        code = max(code, _write_words(asked))
    return code


def _write_words(asked: Asked) -> int:
    """Write what the rows say; the exit code, which is 1 where nothing but failures came of it."""
    from narrator.alt_text.outcome import Outcome
    from narrator.collection.alt_texts import summary, write_alt_texts
    from narrator.collection.chosen import ChosenRows
    from narrator.collection.words_in_documents import write_documents

    rows = ChosenRows(Path(asked.out), asked.what, recursive=asked.recursive)
    count = write_alt_texts(asked.what, rows, asked.places, say=tell)
    written = None
    if asked.places.copies or asked.places.in_place:
        written = write_documents(
            rows,
            asked.places.copies,
            empty=asked.decorative,
            break_signatures=asked.break_signatures,
            report=show,
        )
    if count or written is None:
        show(summary(count))
    if written is not None:
        show(f"{written:,} document{'' if written == 1 else 's'} written.")
    return 1 if count[Outcome.FAILED] and count[Outcome.FAILED] == count.total() and not written else 0


def _describe_into_parts(asked: Asked, on: str | None, part_pictures: int) -> int:
    from narrator.cluster.output import describe_into_parts
    from narrator.cluster.pool_choice import pool_for
    from narrator.cluster.ray_pool import ray_address
    from narrator.cluster.target import job_for

    address = None if on is None else ray_address(on)  # first: for one that is not there no folder is made
    job = job_for(asked.what, asked.out, asked.work, recursive=asked.recursive, part_pictures=part_pictures)
    tally = describe_into_parts(job, pool_for(job, address, threads=asked.settings.threads), say=tell)
    return _told(tally, asked.out)


def _fill_pages(asked: Asked) -> int:
    from narrator.captioning.bundle import Bundle
    from narrator.captioning.shelves import find_bundle
    from narrator.collection.filling import fill_pages, summary
    from narrator.picture.addresses import path_of

    copies = asked.places.copies
    if len(asked.what) != 1 or (copies is None) == (not asked.places.in_place):
        raise SettingsError(gettext("With --html name one page or folder, and --embed FOLDER or --in-place."))
    bundle = Bundle.open(find_bundle(asked.settings.model))
    filled = fill_pages(
        path_of(asked.what[0]),
        Path(asked.out),
        asked.work,
        folder=copies,
        decorative=asked.decorative,
        hands=asked.hands,
        say=tell,
        bundle=f"{bundle.name} {bundle.version}",
        again=asked.again,
        report=show,
    )
    show(summary(filled))
    return 1 if filled.failed == filled.pages else 0


def _told(tally: "Tally", out: str) -> int:
    """Print what a run came to; the exit code."""
    if not (tally.described or tally.failed or tally.before):
        tell(gettext("There are no pictures there; name another folder."))
        return 1
    for path, reason in tally.failures:
        # Many reasons begin with the name, which nobody wants to hear twice.
        name = short_name(path)
        tell(f"{path}{reason.removeprefix(name)}" if reason.startswith(f"{name} ") else f"{path}: {reason}")
    if (others := tally.failed - len(tally.failures)) > 0:
        more = gettext("{others:,} more failed; the reasons are in {out}.")
        all_of_them = gettext("{others:,} failed; the reasons are in {out}.")
        tell((more if tally.failures else all_of_them).format(others=others, out=out))
    if tally.failed_before:
        failed_before = gettext(
            "{count:,} of those that were there before had failed; --again tries them again."
        )
        tell(failed_before.format(count=tally.failed_before))
    counts = f"{tally.described:,} described, {tally.failed:,} failed, {tally.before:,} were there before"
    show(f"{counts}; {tally.speed:.1f} pictures a second." if tally.described else f"{counts}.")
    return 1 if tally.failed and not tally.described else 0
