"""The clipboard of X11: XFixes tells of each new owner, and the owner is asked for the picture at once."""

from collections.abc import Callable
from contextlib import closing, suppress

from Xlib.error import ConnectionClosedError

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.arrival import Arrival
from narrator.sources.clipboard.offer import KNOWN_TYPES, Offer, no_answer, pictures_of, too_long
from narrator.sources.clipboard.source import Clipboard, LostError
from narrator.sources.clipboard.x11_selection import (
    ReplacedError,
    Selection,
    SilentError,
    TooLongError,
    atoms_of,
)

_TARGETS_LIMIT = 2**16
"""Bytes of a list of types; office programs offer some forty, of four bytes each."""

_ATTEMPTS = 5
"""How often a clipboard is read that gets another owner each time."""


def x11_pictures() -> list[Arrival]:
    """The pictures that are on the clipboard now.

    Raises SourceError when there is no X server, PictureError when the owner does not answer.
    """
    with closing(X11Clipboard()) as clipboard:
        return clipboard.now()


class X11Clipboard(Clipboard):
    """The selection CLIPBOARD. Its owner may exit at any time, so that pictures are read when they appear."""

    def __init__(self) -> None:
        """Raises SourceError when there is no X server, or none that tells of changes."""
        try:
            self._selection = Selection("CLIPBOARD")
            self._targets = self._selection.atom("TARGETS")
            self._names = {self._selection.atom(name): name for name in KNOWN_TYPES}
        except ConnectionClosedError as error:
            raise _ended() from error

    def now(self) -> list[Arrival]:
        """The pictures that are there now. Raises PictureError or SourceError."""
        try:
            for _ in range(_ATTEMPTS):
                with suppress(ReplacedError):  # its content is gone; there is that of the new owner
                    self._selection.forget_changes()
                    return self._pictures()
        except SilentError as error:
            raise no_answer() from error
        except ConnectionClosedError as error:
            raise _ended() from error
        raise no_answer()

    def next(self) -> list[Arrival]:
        """The pictures of the next owner."""
        try:
            self._selection.wait_for_change()
            return self._pictures()
        except ReplacedError:
            return []  # its content is gone; that of the new owner is next
        except SilentError:
            return []  # it did not even say what it has: most likely text, which nobody waits to hear of
        except ConnectionClosedError as error:
            raise LostError from error

    def interrupt(self) -> None:
        """End the connection, and with it the waiting."""
        self._selection.hang_up()

    def close(self) -> None:
        """Give the connection back."""
        self._selection.close()

    def _pictures(self) -> list[Arrival]:
        targets = self._selection.ask(self._targets, _TARGETS_LIMIT) or b""
        types = {self._names[atom]: atom for atom in atoms_of(targets) if atom in self._names}
        return pictures_of(_X11Offer(types, self._selection.ask))


class _X11Offer(Offer):
    """What the owner of the clipboard has."""

    def __init__(self, types: dict[str, int], ask: Callable[[int, int], bytes | None]) -> None:
        self.types = types
        self._ask = ask

    def read(self, kind: str, limit: int) -> bytes | None:
        try:
            return self._ask(self.types[kind], limit)
        except SilentError as error:
            raise no_answer() from error
        except TooLongError as error:
            raise too_long(limit) from error


def _ended() -> SourceError:
    return SourceError(gettext("The X server of this desktop has ended; log in again."))
