"""How many requests a client may still make."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic

from narrator.languages.catalogue import gettext
from narrator.web.refusal import RefusalError

_CLIENTS = 4096
"""That are remembered; the one that has been quiet for longest is forgotten first."""
_BURST_SECONDS = 6.0
"""A client that was quiet may make the requests of so many seconds at once."""


class Allowance:
    """A bucket of requests for each client, which fills again with time."""

    def __init__(self, requests_a_minute: int, *, clock: Callable[[], float] = monotonic) -> None:
        self._a_second = requests_a_minute / 60
        self._full = max(1.0, self._a_second * _BURST_SECONDS)
        self._clock = clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()  # left, and when that was

    def take(self, client: str) -> None:
        """Count one request. Raises RefusalError when none is left."""
        now = self._clock()
        left, when = self._clients.pop(client, (self._full, now))
        left = min(self._full, left + (now - when) * self._a_second)
        self._clients[client] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self._clients) > _CLIENTS:
            self._clients.popitem(last=False)
        if left < 1:
            seconds = ceil((1 - left) / self._a_second)
            if seconds == 1:
                raise RefusalError(
                    429, gettext("There were too many requests; wait 1 second."), retry_after=1
                )
            raise RefusalError(
                429,
                gettext("There were too many requests; wait {seconds} seconds.").format(seconds=seconds),
                retry_after=seconds,
            )
