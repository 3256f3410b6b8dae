"""The moment of quiet that an announcement waits for."""

from narrator.daemon.attention.attention import Attention

QUIET_SECONDS = 1.0
"""An announcement begins when the person has not typed for so long."""
PATIENCE_SECONDS = 30.0
"""So long an announcement waits for that. Nobody types for so long without a second's pause; but a machine
may press keys, and then silence for ever would be worse than an announcement that is cut off."""
_LOOK_SECONDS = 0.1


class Quiet:
    """Says when it has come. Not for several threads at once; times are seconds on any clock."""

    def __init__(self, attention: Attention) -> None:
        self._attention = attention
        self._awaited_since: float | None = None

    def has_come(self, now: float) -> bool:
        """Whether an announcement that is ready may begin; asked again until it may."""
        since = self._awaited_since
        is_patient = since is None or now - since < PATIENCE_SECONDS
        if is_patient and self._attention.idle_seconds() < QUIET_SECONDS:
            self._awaited_since = now if since is None else since
            return False
        self._awaited_since = None
        return True

    def left(self) -> float:
        """Seconds after which it may have come, never 0."""
        return max(_LOOK_SECONDS, QUIET_SECONDS - self._attention.idle_seconds())
