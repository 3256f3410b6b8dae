"""The help of commands, in the language of whoever reads it."""

from collections.abc import Iterable
from inspect import cleandoc

import click

from narrator.languages.catalogue import ENGLISH, gettext, tongue


class _Formatter(click.HelpFormatter):
    """Translates what is written when it is written: only then the language is known for certain."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """See click.HelpFormatter."""
        super().write_usage(prog, args, gettext("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """See click.HelpFormatter."""
        super().write_heading(gettext(heading))

    def write_text(self, text: str) -> None:
        """See click.HelpFormatter."""
        super().write_text(gettext(text) if text else text)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """See click.HelpFormatter."""
        super().write_dl([(name, _translated(text)) for name, text in rows], col_max, col_spacing)


class HelpContext(click.Context):
    """The context of every command."""

    formatter_class = _Formatter


def speak_help(command: click.Command) -> click.Command:
    """Let a command's help be in the reader's language."""
    command.context_class = HelpContext
    if isinstance(command, click.Group):
        for each in command.commands.values():
            speak_help(each)
    return command


def speak_short_help(command: click.Command) -> None:
    """The same for the line that a command has in the list of its group."""
    if tongue() != ENGLISH and command.help:
        first, _, _ = cleandoc(command.help).partition("\n\n")
        command.short_help = gettext(first).removesuffix(".")


def _translated(text: str) -> str:
    """An option's help; click has added what its default is."""
    said, between, default = text.partition("  [")
    return f"{gettext(said)}{between}{default}" if said else text
