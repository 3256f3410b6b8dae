"""`narrator second`: whether a second describer is there, and may see pictures."""

import sys

import click

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option


@click.command("second")
@click.option(
    "--allow", is_flag=True, help="Let pictures go to the one in your settings, on another machine."
)
@click.option("--yes", "agreed", is_flag=True, help="Do not ask.")
@debug_option
def command(allow: bool, agreed: bool) -> int:
    """Say which second describer narrator more asks too, and whether it answers.

    It is a server of your own with a model that sees pictures; the setting second has its address. No picture
    is sent. One on another machine is asked only once you have allowed it.
    """
    from narrator.second import consent
    from narrator.second.second import second_of
    from narrator.settings.settings import load_settings

    second = second_of(load_settings())
    if second is None:
        raise SettingsError(
            gettext(
                "You have no second describer; write second and the address of its server into your settings."
            )
        )
    if allow and not second.is_here:
        tell(consent.what_it_means(second.address))
        if not agreed and not _agrees():
            tell(gettext("Nothing was allowed."))
            return 1
        consent.allow(second.address)
        tell(gettext("Pictures may go to {origin} from now on.").format(origin=second.address.origin))
    show(second.state())
    return 0


def _agrees() -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError(
            gettext("Nobody is here to be asked; add --yes to allow it without a question")
        )
    return click.confirm(gettext("Allow it?"), err=True)
