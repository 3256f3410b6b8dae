"""What /metrics tells a Prometheus: counts and times, and nothing of any picture."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

KIND = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Figures:
    """Of one service; they begin at zero when it starts."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "narrator_requests", "Requests by path and status.", ("path", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "narrator_request_seconds",
            "Time from a request's head to the end of its answer.",
            ("path",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._held = Gauge("narrator_held_bytes", "Uploads and sounds in memory.", registry=self._registry)
        self._waiting = Gauge("narrator_waiting_jobs", "Jobs that wait.", ("desk",), registry=self._registry)

    def watch(self, desk: str, length: Callable[[], int]) -> None:
        """Tell how many jobs wait at a desk."""
        self._waiting.labels(desk).set_function(length)

    def watch_held(self, held: Callable[[], int]) -> None:
        """Tell how many bytes of uploads and sounds are in memory."""
        self._held.set_function(held)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request; `path` is the route's own, never what a client made up."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def text(self) -> bytes:
        """All of them, as KIND."""
        return generate_latest(self._registry)
