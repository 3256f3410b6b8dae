"""A command that has commands of its own: what it prints alone, and what it says of a word that is none."""

from collections.abc import Sequence

import click

from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext


class UnknownCommandError(NarratorError):
    """A word that is no command."""

    exit_code = 2


class CommandGroup(click.Group):
    """Alone, it prints its help; of a word that is no command, it says which one was meant."""

    def meant(self, word: str) -> str | None:
        """The command that somebody meant, with what it takes, if that can be told."""
        from difflib import get_close_matches  # most people mean what they type

        near = get_close_matches(word.lower(), self.list_commands(click.get_current_context()), n=1)
        return near[0] if near else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See click.Group. Nothing at all is a question, but for a command that does something by itself."""
        alone = [] if self.invoke_without_command else ["--help"]
        return super().parse_args(ctx, args or alone)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click.Group."""
        from narrator.terminal.help import speak_short_help

        for command in filter(None, (self.get_command(ctx, name) for name in self.list_commands(ctx))):
            speak_short_help(command)
        super().format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: Sequence[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """See click.Group. Raises UnknownCommandError."""
        word = args[0]
        if self.get_command(ctx, word) is None:
            meant = self.meant(word)
            path = ctx.command_path
            advice = f"did you mean {path} {meant}?" if meant else f"{path} --help lists its commands."
            raise UnknownCommandError(
                gettext("{path} has no command {word!r}; {advice}").format(
                    path=path, word=word, advice=advice
                )
            )
        return super().resolve_command(ctx, list(args))
