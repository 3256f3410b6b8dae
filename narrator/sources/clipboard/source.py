"""The source of copied pictures: waits for any desktop's clipboard, and for its return when it is lost."""

from abc import abstractmethod
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Protocol

from narrator.errors import SourceError, fault_name
from narrator.languages.catalogue import gettext
from narrator.sources.arrival import Arrival, Audience, Source, UnwatchableError

_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_GOODBYE_SECONDS = 5.0


class LostError(Exception):
    """The clipboard can no longer be reached, or was closed."""


class Clipboard(Protocol):
    """A clipboard that is reached and watched, by one thread."""

    @abstractmethod
    def next(self) -> list[Arrival]:
        """Wait until something else is put on it; the pictures in that, often none. Raises LostError."""

    @abstractmethod
    def interrupt(self) -> None:
        """Make `next` raise LostError from now on, also the one that waits; for other threads."""

    @abstractmethod
    def close(self) -> None:
        """Give back all that it holds. A second time is nothing."""


class ClipboardSource(Source):
    """Delivers what is put on the clipboard from now on."""

    name = "the clipboard"
    identity = "clipboard"

    def __init__(self, reach: Callable[[], Clipboard]) -> None:
        """`reach` raises SourceError while there is no clipboard to be reached.

        It raises UnwatchableError when there is one that cannot be watched.
        """
        self._reach = reach
        self._clipboard: Clipboard | None = None
        self._closed = Event()
        self._changing = Lock()
        """Held while the clipboard is exchanged and while something is delivered."""
        self._thread: Thread | None = None

    def start(self, audience: Audience) -> None:
        """Reach the clipboard, and deliver in a thread of its own. Raises what reaching it raises."""
        self._clipboard = self._reach()
        self._thread = Thread(target=self._run, args=(audience,), name="narrator clipboard", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Deliver nothing more, and let go of the clipboard."""
        self._closed.set()
        with self._changing:
            if self._clipboard:
                self._clipboard.interrupt()
        if self._thread:
            self._thread.join(_GOODBYE_SECONDS)

    def _run(self, audience: Audience) -> None:
        try:
            self._deliver_until_closed(audience)
        except UnwatchableError as error:
            audience.told(str(error))
        except Exception as error:
            # The edge of a thread: a fault that ended it here would leave the person waiting in silence.
            audience.told(
                gettext("{fault} and copied pictures are not described any more; start it again.").format(
                    fault=_fault(error)
                )
            )

    def _deliver_until_closed(self, audience: Audience) -> None:
        while not self._closed.is_set():
            reason = self._deliver_until_lost(audience)
            if self._closed.is_set():
                return
            audience.told(
                gettext("{reason}; copied pictures are described again as soon as it is back.").format(
                    reason=reason
                )
            )
            if self._regain():
                audience.told(gettext("The clipboard is back; copied pictures are described again."))

    def _deliver_until_lost(self, audience: Audience) -> str:
        """Deliver, and return why there is nothing more to deliver."""
        clipboard = self._clipboard
        assert clipboard is not None  # it was reached before this thread began
        try:
            while True:
                pictures = clipboard.next()
                with self._changing:
                    for picture in pictures if not self._closed.is_set() else ():
                        audience.arrived(picture)
        except LostError:
            return "The clipboard was lost"
        except Exception as error:
            # One picture that nobody thought of must not be the last one for a person who cannot see why.
            return _fault(error)
        finally:
            clipboard.close()

    def _regain(self) -> bool:
        """Wait until the clipboard can be reached again; whether it is, before this source was closed.

        Raises UnwatchableError when the person is at another desktop now, whose clipboard cannot be watched.
        """
        pause = _FIRST_PAUSE_SECONDS
        while not self._closed.wait(pause):
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            try:
                clipboard = self._reach()
            except UnwatchableError:
                raise
            except SourceError:
                continue  # that it was lost has been told; it is tried again until it is back
            with self._changing:
                self._clipboard = clipboard
            if not self._closed.is_set():
                return True
            clipboard.close()
        return False


def _fault(error: Exception) -> str:
    return f"The clipboard was lost by a fault of Narrator's own ({fault_name(error)})"
