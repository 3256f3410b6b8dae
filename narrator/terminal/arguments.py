"""Arguments and options of several commands, and what none of them may be."""

from typing import TypeVar

import click

from narrator.languages.catalogue import gettext

Value = TypeVar("Value", str, tuple[str, ...], None)


def not_empty(_: click.Context, parameter: click.Parameter, value: Value) -> Value:
    """For `callback=`: refuse an empty text, most likely a script's variable that is not set.

    As a path it would be the folder where the command was started.
    """
    if value == "" or (isinstance(value, tuple) and "" in value):
        option = isinstance(parameter, click.Option)
        name = (
            parameter.opts[0] if option else (parameter.metavar or parameter.human_readable_name).strip("[].")
        )
        raise click.UsageError(gettext("{name} is empty").format(name=name))
    return value


save_option = click.option(
    "--save", metavar="FILE", callback=not_empty, help="Save what is said as a WAV file."
)
pictures_argument = click.argument(
    "pictures", metavar="PICTURE...", nargs=-1, required=True, callback=not_empty
)
