"""Tell systemd how the daemon is, as sd_notify does; where nothing waits for it, telling is nothing.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

import logging
import os
import socket
import sys
from collections.abc import Mapping

_log = logging.getLogger(__name__)


class ServiceManager:
    """What started this process, if it wants to know when it is ready and that it is alive."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        self._period = _watchdog_seconds(environment)

    @property
    def alive_every(self) -> float | None:
        """How many seconds may lie between two calls of `alive`; None where nobody minds.

        Half of what is allowed, so that one that comes late costs nothing.
        """
        return self._period / 2 if self._period else None

    def ready(self, status: str = "") -> None:
        """The daemon hears and speaks from now on."""
        self._tell("READY=1", f"STATUS={status}")

    def alive(self) -> None:
        """Its loop goes round. Called from that loop and nowhere else: a thread for it would always live."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """It is about to end, and wants to."""
        self._tell("STOPPING=1")

    def _tell(self, *facts: str) -> None:
        # The platform is named for the type checker: Windows has neither these sockets nor systemd.
        if sys.platform == "win32" or not self._address:
            return
        address = self._address
        if address.startswith("@"):  # a name that is in no folder
            address = f"\0{address[1:]}"
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as messenger:
                messenger.sendto("\n".join(facts).encode(), address)
        except OSError as error:
            # A daemon that describes pictures must not die of a manager that is gone; a manager that is there
            # ends it when it hears nothing.
            _log.warning("systemd cannot be told %s (%s).", facts[0], error.strerror)


def _watchdog_seconds(environment: Mapping[str, str]) -> float | None:
    microseconds = environment.get("WATCHDOG_USEC", "")
    meant = environment.get("WATCHDOG_PID", str(os.getpid()))  # else it is our parent who is watched
    return int(microseconds) / 1e6 if microseconds.isdecimal() and meant == str(os.getpid()) else None
