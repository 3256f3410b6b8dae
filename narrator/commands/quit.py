"""`narrator quit`: end the running Narrator."""

import click

from narrator.terminal.debug import debug_option
from narrator.terminal.replies import json_option, print_reply


@click.command("quit")
@json_option
@debug_option
def command(as_json: bool) -> int:
    """End the running Narrator, and wait until it is gone."""
    from narrator.daemon.control.client import end_daemon

    return print_reply(end_daemon(), as_json)
