"""docs/commands.md: every command as its own --help says it."""

from collections.abc import Iterator

import click

from docs.make.part import Part
from narrator.cli import narrator

_WIDTH = 100
"""Letters of a line of help."""


def reference() -> str:
    """A heading and the help of the program and of each command, in the order in which it lists them."""
    return "\n\n".join(_sections(narrator, click.Context(narrator, info_name="narrator")))


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    context.terminal_width = context.max_content_width = _WIDTH
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    yield "\n".join((f"### {context.command_path}", "", "```text", *lines, "```"))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, f"{name} is listed and not there"
            yield from _sections(inner, click.Context(inner, info_name=name, parent=context))


PARTS = (Part(page="docs/commands.md", name="help", make=reference),)
