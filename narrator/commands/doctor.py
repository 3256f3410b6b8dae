"""`narrator doctor`: what works on this machine, line by line, and how to mend what does not."""

import click

from narrator.health.check import Finding
from narrator.health.checks import checks
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option


@click.command("doctor")
@debug_option
def command() -> int:
    """Say what works on this machine, and how to mend what does not.

    It changes nothing, and says nothing aloud.
    """
    healthy = True
    for check in checks():
        finding = check.find()
        show(str(finding))
        healthy &= finding.works or not finding.needed
    show(str(_verdict(healthy)))
    return 0 if healthy else 1


def _verdict(healthy: bool) -> Finding:
    if healthy:
        return Finding(works=True, what="Narrator can describe pictures and say aloud what it sees.")
    return Finding(
        works=False,
        what="Narrator cannot do all of its work here.",
        mend="Begin with the first problem above.",
    )
