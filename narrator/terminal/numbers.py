"""A whole number on the command line: of an entry, or how many entries."""

import re

import click

from narrator.languages.catalogue import gettext


def number(text: str) -> int:
    """From 1 to what SQLite can count with, for `type=`; click's own range tells its ends in --help."""
    if not re.fullmatch("[0-9]{1,18}", text) or int(text) == 0:
        raise click.BadParameter(gettext("{text!r} is no whole number above 0").format(text=text))
    return int(text)
