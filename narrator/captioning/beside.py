"""Something that is done on another thread, while this one does what it needs, too."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """Calls a function at once; whoever wants its result waits for it.

    Without an executor of the standard library, whose import takes as long as ten milliseconds of logging.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: T | None = None
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="narrator beside")
        self._thread.start()

    def result(self) -> T:
        """What it returned. Raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._made  # type: ignore[return-value]  # None only where T has None

    def _run(self) -> None:
        try:
            self._made = self._make()
        except Exception as error:  # it is raised where the result is wanted
            self._error = error
