"""`narrator history`: what was described, one picture a line, the newest last."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from narrator.commands.console import show, tell
from narrator.commands.debug import debug_option
from narrator.commands.numbers import number
from narrator.commands.period import period_options
from narrator.journal.entry import Entry
from narrator.journal.journal import Journal
from narrator.places import journal_file


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
        raise click.UsageError("--export-corrections exports all corrections, and goes with no other option")
    with Journal.open(journal_file()) as journal:
        if folder:
            return _export(journal, folder)
        nothing = True
        for entry in journal.history(since=since, until=until, limit=limit):
            show(json.dumps(record(entry)) if as_json else line(entry, datetime.now().date()))
            nothing = False
        if nothing:
            tell(_nothing(journal))
        return int(nothing)


def line(entry: Entry, today: date) -> str:
    """An entry as it is read and heard: "12, yesterday 14:05, Holiday, beach.jpg: A dog on a beach."."""
    moment = datetime.fromtimestamp(entry.when)
    days_ago = (today - moment.date()).days
    day = {0: "today", 1: "yesterday"}.get(days_ago, f"{moment.day} {moment:%B %Y}")
    where = [part for part in (entry.place or entry.origin, entry.name) if part]
    said = entry.correction or entry.said
    return f"{entry.id}, {day} {moment:%H:%M}, {', '.join(where)}: {said}"


def record(entry: Entry) -> dict[str, object]:
    """An entry as `--json` gives it; what `speak --json` gives has the same names."""
    evidence = entry.description
    return {
        "id": entry.id,
        "when": datetime.fromtimestamp(entry.when).astimezone().isoformat(timespec="seconds"),
        "origin": entry.origin,
        "place": entry.place,
        "name": entry.name,
        "picture": entry.path,
        "digest": entry.digest,
        "heard": entry.heard,
        "correction": entry.correction,
        "spoken": entry.said,
        "kind": evidence.kind,
        "colours": evidence.colours,
        "caption": evidence.caption,
        "log_prob": evidence.log_prob,
        "candidates": [vars(candidate) for candidate in evidence.candidates],
        "bundle": evidence.bundle,
        "size": evidence.size,
        "notes": evidence.notes,
        "timings": dict(evidence.timings),
    }


def _nothing(journal: Journal) -> str:
    if journal.last():
        return "Nothing was described in that time."
    return "Nothing has been described yet."


def _export(journal: Journal, folder: Path) -> int:
    from narrator.journal.export import export_corrections

    exported = export_corrections(journal, folder)
    tell(f"Pictures in {folder}, with your words: {exported.pictures}.")
    if exported.left_out:
        tell(f"Corrections left out, because their pictures were gone: {exported.left_out}.")
    return 0
