"""The running Narrator, which would write anew what is removed, and on Windows holds it open."""

from time import monotonic, sleep

import psutil

from narrator.daemon.control.client import NoDaemonError, ask, end_daemon
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_PATIENCE_SECONDS = 10.0
_LOOK_SECONDS = 0.02


def running_process() -> int | None:
    """Its process; None where none runs. Raises DaemonError for one that does not answer."""
    try:
        return int(ask("status")["pid"])
    except NoDaemonError:
        return None


def end(process: int) -> None:
    """Have it quit and wait until the process is gone: it closes its files after it has said goodbye.

    Raises DaemonError when it stays.
    """
    end_daemon()
    deadline = monotonic() + _PATIENCE_SECONDS
    while not _is_gone(process):
        if monotonic() > deadline:
            raise DaemonError(
                gettext("Narrator was told to quit and has not ended; end its process {process}.").format(
                    process=process
                )
            )
        sleep(_LOOK_SECONDS)


def _is_gone(process: int) -> bool:
    try:
        # Of a dead one that its parent has not asked after, nothing but its number is left.
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
