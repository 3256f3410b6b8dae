"""Hotkeys under Wayland: the desktop's GlobalShortcuts portal gives them."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.hotkeys import KeyListener
from narrator.daemon.hotkeys.portal_session import PortalGoneError, PortalSession, RefusedError
from narrator.daemon.hotkeys.portal_words import Triggers, news_of, not_given
from narrator.daemon.hotkeys.presence import make_known
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.5
"""Between the return of a portal and our asking it; one that ends at once again is not to be hounded."""


class PortalHotkeys:
    """Asks the portal for its keys and listens, in a thread with an event loop of its own.

    The first time, the desktop asks the person, so `start` does not wait for the answer.
    """

    name = "the desktop's portal"

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, listener: KeyListener) -> None:
        """Open a session with the portal; it is bound, and after a restart bound again, in the thread."""
        make_known()
        opened: Future[None] = Future()
        run = self._run
        self._thread = Thread(target=lambda: run(opened, listener), name="narrator hotkeys", daemon=True)
        self._thread.start()
        opened.result()  # every wait in the thread ends, or it is told

    def close(self) -> None:
        """Give the keys back."""
        if self._thread and self._loop and self._task:
            with suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(_PATIENCE_SECONDS)
            self._thread = None

    def trouble(self) -> Mapping[Action, str]:
        """Look whether there is a portal. Which keys it gives is not known before the person is asked."""
        asyncio.run(_check())
        return {}

    def _run(self, opened: Future[None], listener: KeyListener) -> None:
        try:
            asyncio.run(self._listen(opened, listener))
        except asyncio.CancelledError:
            opened.cancel()  # closed, perhaps before it was open
        except Exception as error:
            # The edge of a thread: keys that went dead without a word would leave a person pressing them.
            told = error
            if not isinstance(error, DaemonError):
                told = DaemonError(
                    gettext("The hotkeys have a fault of their own ({name}: {error}).").format(
                        name=type(error).__name__, error=error
                    )
                )
                told.__cause__ = error
            if opened.done():
                listener.lost(str(told))
            else:
                opened.set_exception(told)

    async def _listen(self, opened: Future[None], listener: KeyListener) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        state = _State(self._bindings, listener)
        session = await PortalSession.connect(listener.pressed, state.changed)
        try:
            while True:
                try:
                    await session.check()
                    if not opened.done():
                        opened.set_result(None)
                    try:
                        await session.open(self._bindings)
                        state.begun(await session.bind(self._bindings))
                    except RefusedError as error:
                        return listener.refused(str(error))
                    await session.until_gone()
                except PortalGoneError:
                    await session.until_back()
                    await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            await session.close()


class _State:
    """Which keys the desktop has given, and what was said of it."""

    def __init__(self, bindings: Bindings, listener: KeyListener) -> None:
        self._bindings = bindings
        self._listener = listener
        self._given: Triggers | None = None

    def begun(self, given: Triggers) -> None:
        """What the answer to our wishes is; the same as before a restart of the portal is no news."""
        before, self._given = self._given, given
        if before is None or before.keys() != given.keys():
            self._tell("")

    def changed(self, given: Triggers) -> None:
        """The person changes keys in the desktop's settings; portals also report what they just answered."""
        if self._given is not None and self._given != given:
            news = news_of(self._given, given)
            self._given = given
            self._tell(news)

    def _tell(self, news: str) -> None:
        given = self._given or {}
        if missing := [action for action in Action if action in self._bindings and action not in given]:
            self._listener.refused(f"{news} {not_given(missing)}".strip())
        else:
            self._listener.granted(news)


async def _check() -> None:
    session = await PortalSession.connect(lambda _: None)
    try:
        await session.check()
    finally:
        await session.close()
