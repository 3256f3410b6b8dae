"""Asking the owner of an X11 selection for its content, as ICCCM 2.4 to 2.7.2 tell.

The owner is another program. It may refuse, say nothing, die in the middle or send without end, and the
clipboard may get another owner at any moment; each of these has its own exception here.
"""

import select
import socket
from array import array
from contextlib import suppress
from time import monotonic
from typing import Any

from Xlib import X
from Xlib.ext import xfixes

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.clipboard.x11_display import open_display

PATIENCE_SECONDS = 3.0
"""How long an owner may take for its answer, and for each piece of a large one."""

WHOLE_SECONDS = 60.0
"""How long an owner may take for all pieces together."""

_PIECE = 2**20
"""Bytes that the server is asked for at once: python-xlib copies all it has of an answer at each read."""

_PROPERTIES = 16
"""How many requests go by before a late answer can be taken for another's."""


class ReplacedError(Exception):
    """The selection has a new owner, and an answer might be either's."""


class SilentError(Exception):
    """The owner gave no answer, or not all of it."""


class TooLongError(Exception):
    """The owner has more bytes than are wanted."""


class Selection:
    """One selection, seen over a connection of its own that one thread uses.

    Every method raises ConnectionClosedError of Xlib when the server is gone or `hang_up` was called.
    """

    def __init__(self, name: str) -> None:
        """Raises SourceError when there is no server, or none that tells of changes."""
        self._changed = False
        """Whether a new owner was heard of."""
        self._asked = 0
        self._display = open_display()
        self._socket: socket.socket = self._display.display.socket
        try:
            self._selection = self.atom(name)
            self._incr = self.atom("INCR")
            self._window = self._display.screen().root.create_window(
                0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
            )
            self._listen()
        except BaseException:
            self.close()
            raise

    def atom(self, name: str) -> int:
        """The server's number for a name."""
        number: int = self._display.intern_atom(name)
        return number

    def wait_for_change(self) -> None:
        """Wait for a new owner. Several that were heard of since the last time are one change."""
        while not self._changed:
            self._event(None)
        self.forget_changes()

    def forget_changes(self) -> None:
        """Take the newest owner for known."""
        self._changed = False

    def ask(self, target: int, limit: int) -> bytes | None:
        """The selection converted to a target; None when the owner refuses.

        Raises ReplacedError, SilentError or TooLongError.
        """
        answer = self._answer(target)
        if answer == X.NONE:
            return None
        kind, content = self._take(answer, limit)
        if kind == X.NONE:
            return None
        return self._pieces(answer, limit) if kind == self._incr else content

    def hang_up(self) -> None:
        """End the connection from any thread; whoever waits on it finds it closed."""
        with suppress(OSError):  # it has ended already
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the connection back; for the thread that uses it. A second time is nothing."""
        # Not by Display.close, which first sends what waits, and may wait itself after a fault.
        self._socket.close()

    def _listen(self) -> None:
        """Have changes of owner told from now on."""
        # There is no older way to hear of them, and X servers have had this one since 2004.
        if not self._display.has_extension(xfixes.extname):
            raise SourceError(
                gettext(
                    "This X server has no XFixes and does not tell when something is copied; save "
                    "pictures in a folder and have that watched instead."
                )
            )
        self._display.xfixes_query_version()  # who has not stated a version is refused
        self._display.xfixes_select_selection_input(
            self._window, self._selection, xfixes.XFixesSetSelectionOwnerNotifyMask
        )
        self._display.sync()

    def _answer(self, target: int) -> int:
        """Ask, and return the property in which the answer is, or X.NONE."""
        # A property of its own for each request: an owner that wakes up late must not spoil the next answer.
        self._asked += 1
        asked_for = self.atom(f"NARRATOR_{self._asked % _PROPERTIES}")
        self._window.delete_property(asked_for)
        # ICCCM wants the time of an event here, by which an owner may refuse. Owners' ideas of the time
        # differ, and a change of owner is noticed by its own event.
        self._window.convert_selection(self._selection, target, asked_for, X.CurrentTime)
        deadline = monotonic() + PATIENCE_SECONDS
        while True:
            event = self._event(deadline)
            if self._changed:
                raise ReplacedError
            if event is None:
                raise SilentError
            if _answers(event, target, asked_for):
                return int(event.property)

    def _take(self, name: int, limit: int) -> tuple[int, bytes]:
        """Type and content of a property, which is then deleted; the type is X.NONE if there is none."""
        content = bytearray()
        while True:
            part = self._window.get_property(
                name, X.AnyPropertyType, len(content) // 4, _PIECE // 4, delete=True
            )
            if part is None:
                return X.NONE, b""
            content += part.value if part.format == 8 else part.value.tobytes()
            if len(content) + part.bytes_after > limit:
                self._window.delete_property(name)
                raise TooLongError
            if not part.bytes_after:
                return part.property_type, bytes(content)

    def _pieces(self, name: int, limit: int) -> bytes:
        """What the owner puts into a property piece by piece; the last piece is empty."""
        pieces: list[bytes] = []
        length = 0
        end = monotonic() + WHOLE_SECONDS
        while True:
            self._await_piece(name, min(end, monotonic() + PATIENCE_SECONDS))
            kind, piece = self._take(name, limit)
            if kind != X.NONE and not piece:
                return b"".join(pieces)
            pieces.append(piece)
            length += len(piece)
            if length > limit:
                raise TooLongError

    def _await_piece(self, name: int, deadline: float) -> None:
        while event := self._event(deadline):
            if event.type == X.PropertyNotify and event.atom == name and event.state == X.PropertyNewValue:
                return
        raise SilentError

    def _event(self, deadline: float | None) -> Any:
        """The next event; None when there was none until the deadline. Changes of owner are noted."""
        while not self._display.pending_events():
            seconds = None if deadline is None else max(0.0, deadline - monotonic())
            if not select.select([self._display], [], [], seconds)[0]:
                return None
        return self._noted(self._display.next_event())

    def _noted(self, event: Any) -> Any:
        if isinstance(event, xfixes.SelectionNotify) and event.selection == self._selection:
            self._changed = True
        return event


def atoms_of(content: bytes) -> list[int]:
    """The atoms that the content of a list of types consists of."""
    return array("I", content[: len(content) // 4 * 4]).tolist()


def _answers(event: Any, target: int, asked_for: int) -> bool:
    """Whether an event answers this request, and not one that was given up."""
    return (
        event.type == X.SelectionNotify and event.target == target and event.property in (asked_for, X.NONE)
    )
