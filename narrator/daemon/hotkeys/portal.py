"""Hotkeys under Wayland: the desktop's GlobalShortcuts portal gives them."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.hotkeys import OnLost, OnPress, OnTaken
from narrator.daemon.hotkeys.portal_session import PortalGoneError, PortalSession
from narrator.daemon.hotkeys.presence import make_known
from narrator.errors import DaemonError

_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.5
"""Between the return of a portal and our asking it; one that ends at once again is not to be hounded."""


class PortalHotkeys:
    """Asks the portal for its keys and listens, in a thread with an event loop of its own.

    The first time, the desktop asks the person, so `start` does not wait for the answer: a refusal is told by
    `on_lost`.
    """

    name = "the desktop's portal"

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, on_press: OnPress, on_taken: OnTaken, on_lost: OnLost) -> None:
        """Open a session with the portal; it is bound, and after a restart bound again, in the thread."""
        make_known()
        opened: Future[None] = Future()
        run = self._run
        self._thread = Thread(
            target=lambda: run(opened, on_press, on_taken, on_lost), name="narrator hotkeys", daemon=True
        )
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

    def _run(self, opened: Future[None], on_press: OnPress, on_taken: OnTaken, on_lost: OnLost) -> None:
        try:
            asyncio.run(self._listen(opened, on_press, on_taken))
        except asyncio.CancelledError:
            opened.cancel()  # closed, perhaps before it was open
        except Exception as error:
            # The edge of a thread: keys that went dead without a word would leave a person pressing them.
            told = error
            if not isinstance(error, DaemonError):
                told = DaemonError(
                    f"The hotkeys have a fault of their own ({type(error).__name__}: {error})."
                )
                told.__cause__ = error
            if opened.done():
                on_lost(str(told))
            else:
                opened.set_exception(told)

    async def _listen(self, opened: Future[None], on_press: OnPress, on_taken: OnTaken) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        session = await PortalSession.connect(on_press)
        try:
            await session.open()
            opened.set_result(None)
            told: set[Action] = set()
            while True:
                try:
                    refused = self._bindings.keys() - await session.bind(self._bindings)
                    for action in sorted(refused - told, key=list(Action).index):
                        on_taken(action, self._bindings[action], _refused(action, self._bindings))
                    told = refused
                    await session.until_gone()
                except PortalGoneError:
                    await _reopen(session)
        finally:
            await session.close()


async def _reopen(session: PortalSession) -> None:
    while True:
        await session.until_back()
        await asyncio.sleep(_PAUSE_SECONDS)
        try:
            return await session.open()
        except PortalGoneError:
            continue  # that one did not live long


async def _check() -> None:
    session = await PortalSession.connect(lambda _: None)
    try:
        await session.check()
    finally:
        await session.close()


def _refused(action: Action, bindings: Bindings) -> str:
    return (
        f"The desktop has not given {bindings[action]}; "
        f"bind {action.command} to a key in the desktop's own settings."
    )
