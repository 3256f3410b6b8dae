"""The option --debug, understood before and after a command's name."""

from dataclasses import dataclass

import click


@dataclass
class Debug:
    """Whether the person wants to see tracebacks; the program's edge makes it and asks it."""

    wanted: bool = False


def _remember(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.ensure_object(Debug).wanted = True


debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="Show the traceback of an error.",
)
