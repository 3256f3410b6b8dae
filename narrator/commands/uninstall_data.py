"""`narrator uninstall-data`: remove what Narrator keeps on this machine besides the program."""

import sys
from collections.abc import Iterable

import click

from narrator.belongings.belonging import Belonging
from narrator.belongings.inventory import empty_folders, kept, models, strangers
from narrator.daemon.control.client import NoDaemonError, ask, end_daemon
from narrator.installation.choice import this_installation
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option


@click.command("uninstall-data")
@click.option("--models", "models_too", is_flag=True, help="Your own models too.")
@click.option("--dry-run", is_flag=True, help="Only list what there is.")
@click.option("--yes", "agreed", is_flag=True, help="Do not ask.")
@debug_option
def command(models_too: bool, dry_run: bool, agreed: bool) -> int:
    """Remove what Narrator keeps on this machine, for good.

    That is settings, journal, logs, the token of the web service and the autostart; a Narrator that runs is
    ended first. Models that you have made yourself stay, unless you say otherwise. The last line tells how to
    remove the program.
    """
    if not (agreed or dry_run or sys.stdin.isatty()):
        raise click.UsageError("Nobody is here to be asked; add --yes to remove without a question")
    runs = _daemon_runs()
    data, own_models = kept(), models()
    for belonging in data:
        show(f"{belonging}.")
    if not (data or own_models):
        show("Narrator keeps nothing on this machine.")
    if runs:
        show("Narrator is running; it has to end before these are removed.")
    if not agreed and not dry_run and data and not _agrees("Remove all this for good?"):
        tell("Nothing was removed.")
        return 1
    for model in own_models:
        show(f"{model}.")
    if own_models and not (models_too or agreed or dry_run):
        models_too = _agrees("Remove your own models for good, too?")
    whole = True
    if not dry_run:
        if runs:
            end_daemon()
            show("Narrator was running and has ended.")
        # What it had open may have gone with it.
        whole = _removed([*kept(), *(own_models if models_too else [])]) & _removed(empty_folders())
        for path in strangers():
            show(f"Narrator did not write {path}, so it stays.")
    if own_models and not models_too:
        show("Your own models stay; --models removes them too.")
    show(f"Run {this_installation().to_remove()} to remove the program itself.")
    return 0 if whole else 1


def _removed(belongings: Iterable[Belonging]) -> bool:
    """Remove them one after the other; whether all could be."""
    whole = True
    for belonging in belongings:
        if trouble := belonging.remove():
            show(f"Not removed, {belonging.place}: {trouble}.")
            whole = False
        else:
            show(f"Removed: {belonging.place}.")
    return whole


def _daemon_runs() -> bool:
    """Raises DaemonError where one runs and does not answer: it would write everything anew."""
    try:
        ask("status")
    except NoDaemonError:
        return False
    return True


def _agrees(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort:  # Ctrl-D
        return False
