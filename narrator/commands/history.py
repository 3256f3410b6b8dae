"""`narrator history`: what was described, one picture a line, the newest last."""

import json
from datetime import datetime
from pathlib import Path

import click

from narrator.journal.journal import Journal
from narrator.languages.catalogue import gettext
from narrator.places import journal_file
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.entries import line, record
from narrator.terminal.numbers import number
from narrator.terminal.period import period_options


@click.command("history")
@click.option("--last", "limit", metavar="N", type=number, help="Only the newest N.")
@period_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an entry, with its evidence.")
@click.option(
    "--export-corrections",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the pictures that you corrected, and your words, as a data set to learn from.",
)
@debug_option
def command(
    limit: int | None, since: float | None, until: float | None, as_json: bool, folder: Path | None
) -> int:
    """List what was described, the newest last.

    A line has an entry's number, when it was, where it came from and what was said. The number is what
    narrator forget and narrator wrong take.
    """
    if folder and (as_json or (limit, since, until) != (None, None, None)):
        raise click.UsageError(
            gettext("--export-corrections exports all corrections, and goes with no other option")
        )
    with Journal.open(journal_file()) as journal:
        if folder:
            return _export(journal, folder)
        nothing = True
        for entry in journal.history(since=since, until=until, limit=limit):
            show(json.dumps(record(entry)) if as_json else line(entry, datetime.now().date()))
            nothing = False
        if nothing:
            tell(_nothing(journal))
        return 0


def _nothing(journal: Journal) -> str:
    if journal.last():
        return gettext("Nothing was described in that time.")
    return gettext("Nothing has been described yet.")


def _export(journal: Journal, folder: Path) -> int:
    from narrator.journal.export import export_corrections

    exported = export_corrections(journal, folder)
    tell(
        gettext("Pictures in {folder}, with your words: {pictures}.").format(
            folder=folder, pictures=exported.pictures
        )
    )
    if exported.left_out:
        tell(
            gettext("Corrections left out, because their pictures were gone: {left_out}.").format(
                left_out=exported.left_out
            )
        )
    return 0
