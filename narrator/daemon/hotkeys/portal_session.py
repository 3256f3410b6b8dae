"""What is said between us and the desktop's GlobalShortcuts portal over D-Bus.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Self

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from narrator.daemon.desktop_entry import APP_ID
from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.portal_words import Triggers, triggers, wishes
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.speech.bus import session_bus

_PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_BUS = "org.freedesktop.DBus"
_REGISTRY = "org.freedesktop.host.portal.Registry"
_NO_REGISTER = ("org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.DBus.Error.UnknownInterface")
_GRANTED = 0
_PATIENCE_SECONDS = 10.0
_REGISTER_TRIES = 20
_REGISTER_SECONDS = 0.5
_SETTLE_SECONDS = 1.0

_RESTART = "start narrator watch again in your desktop"
_BUS_LOST = f"The session bus has ended, and the hotkeys with it; {_RESTART}."
_CLOSED = f"The desktop has taken the hotkeys back; {_RESTART} to ask for them anew."
_DENIED = f"The desktop was told to give Narrator no hotkeys; {_RESTART} to be asked again."
_MUTE = f"The desktop's portal does not answer, so there are no hotkeys; {_RESTART}."
_ABSENT = (
    "This desktop has no portal that gives programs hotkeys; "
    "bind commands to keys in its own settings, as narrator hotkeys tells."
)

_Answer = tuple[int, dict[str, Variant]]
"""How a request ended, 0 for well, and what came of it."""


class RefusedError(DaemonError):
    """The desktop gives Narrator no keys, and will not as it is now."""


class PortalGoneError(Exception):
    """The portal's process has ended; another may take its place."""


class PortalSession:
    """One connection to the session bus, and the keys that the portal gives us over it."""

    def __init__(
        self, bus: MessageBus, on_press: Callable[[Action], None], on_change: Callable[[Triggers], None]
    ) -> None:
        self._bus = bus
        self._on_press = on_press
        self._on_change = on_change
        self._session = ""
        self._given: Triggers = {}
        self._requests = 0
        self._answers: dict[str, asyncio.Future[_Answer]] = {}
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._back: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watch = asyncio.create_task(self._watch_bus())

    @classmethod
    async def connect(
        cls, on_press: Callable[[Action], None], on_change: Callable[[Triggers], None] = lambda _: None
    ) -> Self:
        """Connect to the session bus. Raises DaemonError where there is none.

        `on_change` hears of keys that the person gives or takes in the desktop's settings.
        """
        address = session_bus()
        if address is None:
            raise _unreachable("there is none")
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                bus = await MessageBus(bus_address=address, bus_type=BusType.SESSION).connect()
        except (OSError, EOFError, ValueError) as error:  # its errors of addresses and logins are ValueErrors
            raise _unreachable(str(error)) from error
        session = cls(bus, on_press, on_change)
        bus.add_message_handler(session._hear)
        await session._call(_BUS, "AddMatch", "s", [f"type='signal',sender='{_PORTAL}'"])
        await session._call(_BUS, "AddMatch", "s", [f"type='signal',sender='{_BUS}',arg0='{_PORTAL}'"])
        return session

    async def check(self) -> None:
        """Raise DaemonError where the portal is missing or too old; nothing is asked of the person."""
        reply = await self._call("org.freedesktop.DBus.Properties", "Get", "ss", [_SHORTCUTS, "version"])
        if reply.message_type is MessageType.ERROR or reply.body[0].value < 1:
            raise DaemonError(_ABSENT)

    async def open(self, bindings: Bindings) -> None:
        """Ask for a session. Raises RefusedError where the portal is unwilling."""
        await self._register()
        wish = {
            "session_handle_token": Variant("s", "narrator"),
            # An early form of the portal, which Plasma 5.27 has with xdg-desktop-portal 1.16 (Debian 12):
            # there it gives the keys at once and asks nothing. Later portals leave this out.
            "shortcuts": Variant("a(sa{sv})", wishes(bindings)),
        }
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):  # nobody is asked yet, so nobody needs longer
                code, results = await self._request("CreateSession", "a{sv}", [], wish)
        except TimeoutError as error:
            raise RefusedError(_MUTE) from error
        if code != _GRANTED or "session_handle" not in results:
            raise RefusedError(_DENIED)
        self._session = results["session_handle"].value
        self._given = _triggers_of(results)

    async def bind(self, bindings: Bindings) -> Triggers:
        """Ask for the keys and give those that were granted; the person may be asked and take their time.

        Raises RefusedError when the answer is no.
        """
        # What Plasma 5.27 has not given with the session it does not give: it opens its settings, at every
        # start, and answers with nothing.
        if bindings and not self._given and not _is_plasma_5():
            code, results = await self._request(
                "BindShortcuts", "oa(sa{sv})sa{sv}", [self._session, wishes(bindings), ""], {}
            )
            if code != _GRANTED:
                raise RefusedError(_DENIED)
            self._given = _triggers_of(results)
            if len(self._given) < len(bindings):
                # Plasma 6 answers before it has bound anything, and does not say then what it gives.
                await asyncio.sleep(_SETTLE_SECONDS)
                self._given = await self._list()
        return self._given

    async def until_gone(self) -> None:
        """Wait. Raises PortalGoneError when the portal ends, DaemonError when nothing will come any more."""
        await asyncio.wait({self._gone})
        self._gone.result()

    async def until_back(self) -> None:
        """Wait for another portal, which the bus is asked to start. Raises DaemonError when the bus ends."""
        await self._call(_BUS, "StartServiceByName", "su", [_PORTAL, 0])  # where it cannot, another will
        await asyncio.wait({self._back})
        self._back.result()
        self._gone = asyncio.get_running_loop().create_future()

    async def close(self) -> None:
        """End the connection; the portal takes the keys back by itself."""
        self._bus.disconnect()
        await self._watch

    async def _register(self) -> None:
        """Tell the portal our name: since its version 1.20 it gives keys to nobody without one.

        Older ones have no such register, and know us by our unit or not at all. A desktop entry that was just
        written is not found for some moments. Whether no name is enough, the session's answer tells.
        """
        for _ in range(_REGISTER_TRIES):
            reply = await self._call(_REGISTRY, "Register", "sa{sv}", [APP_ID, {}])
            if reply.message_type is not MessageType.ERROR or reply.error_name in _NO_REGISTER:
                return
            await asyncio.sleep(_REGISTER_SECONDS)

    async def _list(self) -> Triggers:
        code, results = await self._request("ListShortcuts", "oa{sv}", [self._session], {})
        return _triggers_of(results) if code == _GRANTED else {}

    async def _request(
        self, member: str, signature: str, body: list[Any], options: dict[str, Variant]
    ) -> _Answer:
        """Call a method that answers by a signal, however long that takes."""
        self._requests += 1
        token = f"narrator{self._requests}"
        sender = (self._bus.unique_name or "").removeprefix(":").replace(".", "_")
        answer: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        path = f"{_PATH}/request/{sender}/{token}"
        self._answers[path] = answer  # before the call: the signal may be faster than the reply
        try:
            options = {"handle_token": Variant("s", token), **options}
            reply = await self._call(_SHORTCUTS, member, signature, [*body, options])
            if reply.message_type is MessageType.ERROR:
                if self._gone.done():
                    self._gone.result()  # raises: there is nobody who could have answered
                reason = reply.body[0] if reply.body else reply.error_name
                raise RefusedError(
                    gettext(
                        "The desktop's portal gives no hotkeys ({reason}); bind commands to keys in "
                        "its own settings, as narrator hotkeys tells."
                    ).format(reason=reason)
                )
            either: set[asyncio.Future[Any]] = {answer, self._gone}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if self._gone.done():
                self._gone.result()  # raises why there is none: another portal knows nothing of our session
            return answer.result()
        finally:
            del self._answers[path]

    async def _call(self, interface: str, member: str, signature: str, body: list[Any]) -> Message:
        to_bus = interface == _BUS
        message = Message(
            destination=_BUS if to_bus else _PORTAL,
            path="/org/freedesktop/DBus" if to_bus else _PATH,
            interface=interface,
            member=member,
            signature=signature,
            body=body,
        )
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._bus.call(message)
        except TimeoutError as error:
            raise DaemonError(_MUTE) from error
        except (OSError, EOFError) as error:
            raise DaemonError(_BUS_LOST) from error

    def _hear(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        match message.interface, message.member, message.body:
            case "org.freedesktop.portal.Request", "Response", [code, results]:
                if (answer := self._answers.get(message.path or "")) and not answer.done():
                    answer.set_result((code, results))
            case "org.freedesktop.portal.GlobalShortcuts", "Activated", [session, name, *_]:
                if session == self._session and name in (action.value for action in Action):
                    self._on_press(Action(name))
            case "org.freedesktop.portal.GlobalShortcuts", "ShortcutsChanged", [session, shortcuts]:
                if session == self._session:
                    self._given = triggers(shortcuts)
                    self._on_change(self._given)
            case "org.freedesktop.portal.Session", "Closed", _:
                if message.path == self._session:
                    _fail(self._gone, DaemonError(_CLOSED))
            case "org.freedesktop.DBus", "NameOwnerChanged", [_, before, now]:
                self._change(before, now)

    def _change(self, before: str, now: str) -> None:
        if before:
            self._back = asyncio.get_running_loop().create_future()
            _fail(self._gone, PortalGoneError())
        if now and not self._back.done():
            self._back.set_result(None)

    async def _watch_bus(self) -> None:
        with suppress(Exception):  # broad: with whatever error the connection ends, it has ended
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        for future in (self._gone, self._back):
            _fail(future, DaemonError(_BUS_LOST))


def _triggers_of(results: Mapping[str, Variant]) -> Triggers:
    return triggers(results["shortcuts"].value) if "shortcuts" in results else {}


def _unreachable(reason: str) -> DaemonError:
    return DaemonError(
        gettext(
            "The session bus cannot be reached for hotkeys ({reason}); start narrator in your desktop."
        ).format(reason=reason)
    )


def _is_plasma_5() -> bool:
    return os.environ.get("KDE_SESSION_VERSION") == "5"


def _fail(future: asyncio.Future[None], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
        future.exception()  # whoever waits is told; where nobody does, nothing is to be logged
