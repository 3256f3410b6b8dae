"""The command line: a click group that loads a command when it is called, and the edge where errors end."""

import signal
import traceback
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from narrator import __version__
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.terminal.command_group import CommandGroup
from narrator.terminal.console import accept_any_text, tell
from narrator.terminal.debug import Debug, debug_option
from narrator.terminal.help import HelpContext, speak_help
from narrator.terminal.tongue import speak_as_set

_COMMANDS = (
    "ask",
    "autostart",
    "camera",
    "clipboard",
    "describe",
    "doctor",
    "find",
    "forget",
    "history",
    "hotkeys",
    "missed",
    "more",
    "paint",
    "pause",
    "quit",
    "read",
    "repeat",
    "resume",
    "second",
    "serve",
    "speak",
    "status",
    "stop",
    "uninstall-data",
    "video",
    "voices",
    "watch",
    "wrong",
)
"""Each is `command` in the module of its name in narrator.commands, with _ for -."""


class _LazyGroup(CommandGroup):
    """Knows its commands by name and imports the module of one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"narrator.commands.{cmd_name.replace('-', '_')}").command
        return speak_help(command)

    def meant(self, word: str) -> str | None:
        from narrator.terminal.meant import command_for

        return command_for(word) or super().meant(word)


@click.group(cls=_LazyGroup)
@click.version_option(__version__, message="narrator %(version)s")
@debug_option
def narrator() -> None:
    """Say aloud what is in a picture; offline, on this machine."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (the process's own by default) and return its exit code."""
    accept_any_text()
    _end_on_signals()
    debug = Debug()
    speak_as_set()
    try:
        narrator.context_class = HelpContext
        return narrator.main(arguments, prog_name="narrator", standalone_mode=False, obj=debug) or 0
    except click.ClickException as error:
        tell(_usage_sentence(error))
        return error.exit_code
    except NarratorError as error:
        if debug.wanted:
            traceback.print_exc()
        tell(str(error))
        return error.exit_code
    except Exception as error:
        # The one broad except, at the very edge: whatever is wrong inside, a person who listens to the
        # terminal hears one sentence instead of a traceback.
        if debug.wanted:
            traceback.print_exc()
        tell(
            gettext(
                "Narrator has a fault of its own ({name}: {error}); run the same command with "
                "--debug and report what it prints."
            ).format(name=type(error).__name__, error=error)
        )
        return 1


def _usage_sentence(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "narrator"
    return f"{error.format_message().rstrip('.')}; {command} --help lists what it takes."


def _end_on_signals() -> None:
    """Make Ctrl-C and a polite kill end the program by an exception, so that every `with` cleans up.

    The exit code is 128 + the signal's number, as shells expect it. A signal that whoever started the program
    has ignored (nohup, a background job) stays ignored.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def end(number: int, _: FrameType | None) -> NoReturn:
        # Cleaning up takes a moment and must not be cut short: `timeout` for one signals twice.
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
