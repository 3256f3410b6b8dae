"""`narrator uninstall-data`: remove what Narrator keeps on this machine besides the program."""

import sys
from collections.abc import Iterable, Sequence

import click

from narrator.belongings.belonging import Belonging
from narrator.belongings.daemon import end, running_process
from narrator.belongings.inventory import empty_folders, kept, models, strangers
from narrator.installation.choice import this_installation
from narrator.languages.catalogue import gettext
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option


@click.command("uninstall-data")
@click.option("--dry-run", is_flag=True, help="Only list what there is.")
@click.option("--yes", "agreed", is_flag=True, help="Do not ask; your own models stay.")
@click.option("--models", "models_too", is_flag=True, help="With --yes, your own models too.")
@debug_option
def command(dry_run: bool, agreed: bool, models_too: bool) -> int:
    """Remove what Narrator keeps on this machine, for good.

    That is settings, journal, logs, the token of the web service and the autostart; a Narrator that runs is
    ended first. You are asked separately about models of your own. The last line tells how to remove the
    program.
    """
    asks = not (agreed or dry_run)
    if asks and not sys.stdin.isatty():
        raise click.UsageError(gettext("Nobody is here to be asked; add --yes to remove without a question"))
    process = running_process()
    data, own_models = kept(), models()
    _list(data)
    if process:
        show("Narrator is running; it is ended first.")
    if not (data or own_models):
        show("Narrator keeps nothing on this machine.")
    if asks and data and not _agrees("Remove all this for good?"):
        tell(gettext("Nothing was removed."))
        return 1
    _list(own_models)
    if asks and own_models:
        models_too = _agrees("Remove your own models for good, too?")
    whole = dry_run or _erase(process, own_models if models_too else [])
    if own_models and not models_too:
        show("Your own models stay; with --yes, --models removes them too.")
    show(f"Run {this_installation().to_remove()} to remove the program itself.")
    return 0 if whole else 1


def _list(belongings: Iterable[Belonging]) -> None:
    for belonging in belongings:
        show(f"{belonging}.")


def _erase(process: int | None, own_models: Sequence[Belonging]) -> bool:
    """Remove what is there once nobody writes any more; whether all could be removed."""
    if process:
        end(process)
        show("Narrator was running and has ended.")
    whole = _removed([*kept(), *own_models]) & _removed(empty_folders())
    for path in strangers():
        show(f"Narrator did not write {path}, so it stays.")
    return whole


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


def _agrees(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort:  # Ctrl-D
        return False
