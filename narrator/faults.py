"""What a log says of an error: where it happened and of what type it is, and not its message.

Whoever raised it may have put into the message whatever was at hand, such as a file's name or a caption.
"""

import os
import traceback
from pathlib import Path


def trace_of(error: BaseException | None) -> str:
    """The tracebacks of an error and of what led to it, the first one first, each with its type alone."""
    parts: list[str] = []
    while error is not None:
        where = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback:\n{where}{type(error).__name__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))


def place_of(error: BaseException) -> tuple[str, int]:
    """The file and the line where an error was raised; no file for one that never was."""
    *_, (frame, line) = [(None, 0), *traceback.walk_tb(error.__traceback__)]
    return (frame.f_code.co_filename if frame else ""), line


def line_of(error: BaseException) -> str:
    """An error in one line: its type, what the system calls it, and its place."""
    called = f", {os.strerror(error.errno)}" if isinstance(error, OSError) and error.errno else ""
    file, line = place_of(error)
    return f"{type(error).__name__}{called}, at {Path(file).name}:{line}"
