"""The daemon's log: what went wrong and when, never what a picture shows nor what it is called."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from narrator.faults import trace_of
from narrator.private_folder import keep_private

_LENGTH = 1_000_000
_OLDER = 3

_LOG = logging.getLogger(__name__)


@contextmanager
def logging_to(file: Path) -> Iterator[str | None]:
    """Write what happens to this file; when it has a megabyte, it becomes the first of three older ones.

    So is what ends a thread that nobody thought of. Where it cannot be written there is none, and the `with`
    gets the reason as a sentence: who hears nothing has more to lose than a log.
    """
    handler: logging.Handler = logging.NullHandler()
    trouble = None
    try:
        handler = _handler(file)
    except OSError as error:
        trouble = f"The log {file} cannot be written ({error.strerror}); change its permissions or remove it."
    log = logging.getLogger("narrator")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    usual, threading.excepthook = threading.excepthook, _write_end
    try:
        yield trouble
    finally:
        threading.excepthook = usual
        log.removeHandler(handler)
        handler.close()


def _handler(file: Path) -> logging.Handler:
    keep_private(file.parent)
    for each in file.parent.glob(f"{file.name}*"):
        each.chmod(0o600)  # of a version that left them open to others
    handler = _PrivateFile(file, maxBytes=_LENGTH, backupCount=_OLDER, encoding="utf-8")
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    # A full disk must not put a traceback on the terminal for each line that it swallows.
    handler.handleError = lambda record: None  # type: ignore[method-assign]
    return handler


class _PrivateFile(RotatingFileHandler):
    """Makes each file for the person alone."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        Path(self.baseFilename).chmod(0o600)
        return stream


class _Discreet(logging.Formatter):
    """Writes of an error where it happened and of what type it is, and not its message."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # as another handler may have written it
        return super().format(record)

    def formatException(self, ei: object) -> str:  # noqa: N802, for so logging calls it
        return trace_of(ei[1] if isinstance(ei, tuple) else None)


def _write_end(end: threading.ExceptHookArgs) -> None:
    if end.exc_value is not None and not isinstance(end.exc_value, SystemExit):
        name = end.thread.name if end.thread else "that is gone"
        _LOG.error("The thread %s has ended by a fault.", name, exc_info=end.exc_value)
