"""`narrator more`: say more about the last picture, and what a second describer says of it."""

import click

from narrator.terminal.debug import debug_option
from narrator.terminal.replies import ask_running, json_option
from narrator.terminal.second import print_with_second


@click.command("more")
@json_option
@debug_option
def command(as_json: bool) -> int:
    """Say more about the last picture.

    What else it may be, text in it, its size and date; and what your second describer says, if you have one.
    """
    return print_with_second(ask_running("more"), as_json)
