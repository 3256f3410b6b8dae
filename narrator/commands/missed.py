"""`narrator missed`: say what was described but not spoken."""

import click

from narrator.terminal.debug import debug_option
from narrator.terminal.replies import ask_running, json_option, print_spoken


@click.command("missed")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="Say the newest N only.")
@json_option
@debug_option
def command(count: int | None, as_json: bool) -> int:
    """Say what was described but not spoken.

    Such as all but the first of many pictures at once, and what came while paused or in quiet hours.
    """
    return print_spoken(ask_running("missed", {"count": count} if count else {}), as_json)
