"""The clipboard of a Wayland desktop, through wl-paste.

wlroots compositors and KDE let a program watch the clipboard. Others hand it only to the window that has the
keyboard: there wl-paste opens one for a moment, and that must not happen unasked. GNOME is one of those; its
clipboard is had from here only where it has no X server.
"""

import os
import select
import subprocess
from collections.abc import Collection
from shutil import which
from time import monotonic
from typing import IO

from narrator.errors import PictureError, SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.arrival import Arrival, UnwatchableError
from narrator.sources.clipboard.file_lists import URI_LIST
from narrator.sources.clipboard.offer import Offer, pictures_of
from narrator.sources.clipboard.session import is_gnome
from narrator.sources.clipboard.source import Clipboard, LostError
from narrator.sources.clipboard.wl_paste import (
    PATIENCE_SECONDS,
    UntoldError,
    WlPaste,
    WlPasteError,
    missing_program,
)

_IMAGE = "image"
"""For wl-paste any type that begins with this word."""

# wl-paste asks the owner for the content before it runs this, which does not read it. So it watches only for
# what is wanted: a watch for everything would use up a password that can be pasted once.
# When nobody listens any more, because Narrator was killed, the last command ends wl-paste too. From version
# 2.2 on wl-paste also runs this when it finds the clipboard empty.
_RING = ["sh", "-c", "trap '' PIPE; [ \"$CLIPBOARD_STATE\" = nil ] || echo || kill $PPID"]

_SETTLE_SECONDS = 0.25
"""How long a watch is given to fail, after another wl-paste came through. One that fails later is lost."""

_RINGS = 4096
"""Bytes of bells and complaints that are taken at once."""

_NO_WATCH = "Watch mode requires"
"""How wl-paste begins its complaint about a compositor without a protocol for watching."""

_ASK_INSTEAD = "describe copied pictures with narrator clipboard, which a key can be bound to."


def wayland_pictures() -> list[Arrival]:
    """The pictures that are on the clipboard now.

    Raises SourceError when the clipboard cannot be reached, PictureError when the owner or the desktop does
    not answer.
    """
    try:
        return pictures_of(_offer(WlPaste()))
    except UntoldError as error:
        raise _nothing_told() from error


def refuse_unwatchable() -> None:
    """Raise SourceError or UnwatchableError where watching is known to be no good before it is tried."""
    if is_gnome():
        raise UnwatchableError(
            gettext(
                "Without Xwayland, GNOME takes the keyboard from you for a moment whenever its "
                "clipboard is read, so Narrator does not watch it; install the package "
                "xwayland and log in again, or {ask_instead}"
            ).format(ask_instead=_ASK_INSTEAD)
        )
    refuse_missing()


def refuse_missing() -> None:
    """Raise SourceError where the program is missing that reads the clipboard."""
    if which("wl-paste") is None:
        raise missing_program()


class WaylandClipboard(Clipboard):
    """Two watches: one rings when something with a picture is copied, the other when files are."""

    def __init__(self) -> None:
        """Raises SourceError when there is no clipboard, UnwatchableError when none can be watched here."""
        self._paste = WlPaste()
        self._complaint = ""
        try:
            before = self._before()
            self._bells = {self._bell(kind): kind for kind in (URI_LIST, _IMAGE)}
            self._unanswered = self._first_rings(before)
        except LostError as error:
            self.close()
            raise _refusal(self._complaint) from error
        except BaseException:
            self.close()
            raise

    def next(self) -> list[Arrival]:
        """The pictures of the next change that has any."""
        while True:
            rung = self._unanswered or self._rung(None)
            self._unanswered = set()
            try:
                offer = self._paste.offer()
                # Both watches ring for files that come with a picture, and only one of them is answered.
                if (URI_LIST if URI_LIST in offer.types else _IMAGE) in rung:
                    return pictures_of(offer)
            except UntoldError:
                continue  # it is empty again; at the next change there is a ring
            except (WlPasteError, SourceError) as error:
                raise LostError from error

    def interrupt(self) -> None:
        """Kill every wl-paste, which ends the waiting."""
        self._paste.interrupt()

    def close(self) -> None:
        """Leave no process behind."""
        self._paste.close()

    def _before(self) -> Collection[str] | None:
        """The types of what is there already; None where the desktop does not tell, which takes its time."""
        try:
            return _offer(self._paste).types
        except UntoldError:
            return None

    def _bell(self, kind: str) -> IO[bytes]:
        """Where a new watch writes an empty line at each change."""
        watch = self._paste.start(["--type", kind, "--watch", *_RING], errors=subprocess.STDOUT)
        assert watch.stdout  # it is a pipe
        return watch.stdout

    def _first_rings(self, before: Collection[str] | None) -> set[str]:
        """Wait until the watches work; those that rang for something new.

        A watch rings at once for what is there already; one that finds nothing gives no sign.
        """
        kinds = self._bells.values()
        awaited = {kind for kind in kinds if any(name.startswith(kind) for name in before or ())}
        if before is not None and not awaited:
            self._before()  # takes as long as the machine needs now until a wl-paste has connected
        deadline = monotonic() + (PATIENCE_SECONDS if awaited else _SETTLE_SECONDS)
        rung = self._rung(deadline)
        while awaited - rung and (more := self._rung(deadline)):
            rung |= more
        return rung - awaited

    def _rung(self, deadline: float | None) -> set[str]:
        """Wait until a watch rings; which have, none if none did until the deadline. Raises LostError."""
        while True:
            seconds = None if deadline is None else max(0.0, deadline - monotonic())
            ready, _, _ = select.select(list(self._bells), [], [], seconds)
            rung = {self._bells[bell] for bell in ready if self._has_rung(bell)}
            if rung or not ready:
                return rung

    def _has_rung(self, bell: IO[bytes]) -> bool:
        """Whether a watch that wrote something did not only complain."""
        written = os.read(bell.fileno(), _RINGS)
        if not written:
            raise LostError
        lines = written.decode(errors="replace").splitlines()
        self._complaint = next(filter(None, lines), self._complaint)
        return "" in lines


def _offer(paste: WlPaste) -> Offer:
    try:
        return paste.offer()
    except WlPasteError as error:
        raise SourceError(
            gettext(
                "The clipboard of this Wayland desktop cannot be reached ({error}); run this "
                "inside your desktop session."
            ).format(error=error)
        ) from error


def _nothing_told() -> PictureError:
    if is_gnome():
        return PictureError(
            gettext(
                "GNOME shows the clipboard only to a window that has the keyboard, and gives "
                "the keyboard to none now; close the overview or the menu with Escape and try "
                "again."
            )
        )
    return PictureError(
        gettext("There is no picture on the clipboard, as far as the desktop tells; copy one and try again.")
    )


def _refusal(complaint: str) -> SourceError:
    if complaint.startswith(_NO_WATCH):
        return UnwatchableError(
            gettext("This desktop lets no program watch its clipboard; {ask_instead}").format(
                ask_instead=_ASK_INSTEAD
            )
        )
    return SourceError(
        gettext("The clipboard cannot be watched ({complaint}); {ask_instead}").format(
            complaint=complaint or "wl-paste ended", ask_instead=_ASK_INSTEAD
        )
    )
