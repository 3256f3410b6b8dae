"""Where standard output and error lead to a log, nothing that is in anybody's pictures may reach them."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TextIO

from narrator.terminal.console import tell

PRINTED = "Captions are printed on a terminal only; add --json for objects that are printed anywhere."


@contextmanager
def discreet(*, as_json: bool) -> Iterator[None]:
    """Let nothing be printed where no terminal shows it, by whichever part or library, and afterwards again.

    What starts a program at login puts all that it prints into a log: systemd's journal, ~/.xsession-errors.
    Objects of --json are wanted wherever they are printed.
    """
    with ExitStack() as restored:
        if not as_json:
            if _is_kept(sys.stdout):
                tell(PRINTED)
            _close(sys.stdout, restored)
        _close(sys.stderr, restored)
        yield


def _is_kept(stream: TextIO | None) -> bool:
    """Whether somebody may wait for what a stream takes: a file or a pipe."""
    if stream is None:
        return False
    mode = os.fstat(stream.fileno()).st_mode
    return stat.S_ISREG(mode) or stat.S_ISFIFO(mode)


def _close(stream: TextIO | None, restored: ExitStack) -> None:
    """Let a stream lead nowhere, unless it is a terminal or is closed already."""
    if stream is None or stream.isatty():
        return
    stream.flush()
    descriptor = stream.fileno()
    before = os.dup(descriptor)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)

    def restore() -> None:
        stream.flush()
        os.dup2(before, descriptor)
        os.close(before)

    restored.callback(restore)
