"""The daemon's log: what went wrong and when, never what is in anybody's pictures."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from narrator.errors import DaemonError

_LENGTH = 1_000_000
_OLDER = 3


@contextmanager
def logging_to(file: Path) -> Iterator[None]:
    """Write what happens to this file; when it has a megabyte, it becomes the first of three older ones.

    Raises DaemonError when it cannot be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_LENGTH, backupCount=_OLDER, encoding="utf-8")
    except OSError as error:
        raise DaemonError(
            f"The log {file} cannot be written ({error.strerror}); change its permissions or remove it."
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    # A full disk must not put a traceback on the terminal for each line that it swallows.
    handler.handleError = lambda record: None  # type: ignore[method-assign]
    log = logging.getLogger("narrator")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()
