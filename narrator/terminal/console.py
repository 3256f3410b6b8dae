"""The two streams of a command: captions on stdout, everything else on stderr, one fact a line."""

import io
import os
import sys
from typing import TextIO

from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext

_NO_BREAK = "\N{NO-BREAK SPACE}"
"""French has it before colons, and it does nothing but stand there."""
_SIGPIPE_EXIT = 141
"""What a shell sees of a tool whose reader went away, as in `narrator speak folder | head -1`."""


def accept_any_text() -> None:
    """Let no letter of a file's name stop a caption on a terminal that cannot show the letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def show(line: str) -> None:
    """Print one line of the result on stdout, at once.

    Raises NarratorError when it cannot be written, and ends the program quietly when nobody reads it.
    """
    try:
        print(one_line(line), flush=True)
    except OSError as error:
        abandon(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise SystemExit(_SIGPIPE_EXIT) from error
        raise NarratorError(
            gettext("The caption cannot be written to the output ({strerror}); write it elsewhere.").format(
                strerror=error.strerror
            )
        ) from error


def abandon(stream: TextIO) -> None:
    """Throw away what a stream that failed still holds.

    Otherwise the interpreter tries to write it when it ends, and fails with an exit code of its own.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def tell(sentence: str) -> None:
    """Print one sentence on stderr, at once."""
    print(one_line(sentence), file=sys.stderr, flush=True)


def one_line(text: str) -> str:
    """A text fit for a terminal."""
    # A file's name may hold line breaks and terminal commands; no terminal or screen reader may get them.
    return "".join(letter if letter.isprintable() or letter == _NO_BREAK else "?" for letter in text)
