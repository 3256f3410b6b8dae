"""Where standard output and error lead to a log, nothing that is in anybody's pictures may reach them."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TextIO

PRINTED = "Captions are printed on a terminal only; add --json for objects that are printed anywhere."


@contextmanager
def discreet(*, as_json: bool) -> Iterator[Callable[[], None]]:
    """Let nothing be printed where no terminal shows it, by whichever part or library, and afterwards again.

    What starts a program at login puts all that it prints into a log: systemd's journal, ~/.xsession-errors.
    Objects of --json are wanted wherever they are printed. Yields what says on standard error that captions
    are not printed, to who may wait for them in a file or behind a pipe.
    """
    with ExitStack() as restored:
        waits = not as_json and _is_kept(sys.stdout)
        errors = _close(sys.stderr, restored)
        if not as_json:
            _close(sys.stdout, restored)

        def explain() -> None:
            if waits and sys.stderr is not None:
                with suppress(OSError):  # nobody reads it
                    os.write(sys.stderr.fileno() if errors is None else errors, f"{PRINTED}\n".encode())

        yield explain


def _is_kept(stream: TextIO | None) -> bool:
    """Whether somebody may wait for what a stream takes: a file or a pipe."""
    if stream is None:
        return False
    mode = os.fstat(stream.fileno()).st_mode
    return stat.S_ISREG(mode) or stat.S_ISFIFO(mode)


def _close(stream: TextIO | None, restored: ExitStack) -> int | None:
    """Let a stream lead nowhere, unless it is a terminal or is closed already; where it led until now."""
    if stream is None or stream.isatty():
        return None
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
    return before
