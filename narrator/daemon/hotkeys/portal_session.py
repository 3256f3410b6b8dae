"""What is said between us and the desktop's GlobalShortcuts portal over D-Bus.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html
"""

import asyncio
import os
from collections.abc import Callable, Set
from contextlib import suppress
from typing import Any, Self

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from narrator.daemon.desktop_entry import APP_ID
from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.keysyms import keysym_of
from narrator.errors import DaemonError

_PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_BUS = "org.freedesktop.DBus"
_HELD = {Modifier.CTRL: "CTRL", Modifier.ALT: "ALT", Modifier.SHIFT: "SHIFT", Modifier.SUPER: "LOGO"}
_GRANTED = 0
_PATIENCE_SECONDS = 10.0

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


class PortalGoneError(Exception):
    """The portal's process has ended; another may take its place."""


class PortalSession:
    """One connection to the session bus, and the keys that the portal gives us over it."""

    def __init__(self, bus: MessageBus, on_press: Callable[[Action], None]) -> None:
        self._bus = bus
        self._on_press = on_press
        self._session = ""
        self._requests = 0
        self._answers: dict[str, asyncio.Future[_Answer]] = {}
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._back: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watch = asyncio.create_task(self._watch_bus())

    @classmethod
    async def connect(cls, on_press: Callable[[Action], None]) -> Self:
        """Connect to the session bus. Raises DaemonError where there is none."""
        # The library does not know where systemd puts the bus of a person whose environment does not say it.
        usual = f"unix:path={os.environ.get('XDG_RUNTIME_DIR', '')}/bus"
        address = os.environ.get("DBUS_SESSION_BUS_ADDRESS") or usual
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                bus = await MessageBus(bus_address=address, bus_type=BusType.SESSION).connect()
        except (OSError, EOFError, ValueError) as error:  # its errors of addresses and logins are ValueErrors
            raise DaemonError(
                f"The session bus cannot be reached for hotkeys ({error}); start narrator in your desktop."
            ) from error
        session = cls(bus, on_press)
        bus.add_message_handler(session._hear)
        await session._call(_BUS, "AddMatch", "s", [f"type='signal',sender='{_PORTAL}'"])
        await session._call(_BUS, "AddMatch", "s", [f"type='signal',sender='{_BUS}',arg0='{_PORTAL}'"])
        return session

    async def open(self) -> None:
        """Ask for a session. Raises DaemonError where the portal is missing, too old or unwilling."""
        self._gone = asyncio.get_running_loop().create_future()
        await self.check()
        # Since its version 1.21 the portal wants to know programs by name. Older ones have no such register,
        # and know us by our unit or not at all; whether that is enough, the session's answer tells.
        await self._call("org.freedesktop.host.portal.Registry", "Register", "sa{sv}", [APP_ID, {}])
        wish = {"session_handle_token": Variant("s", "narrator")}
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):  # nobody is asked yet, so nobody needs longer
                code, results = await self._request("CreateSession", "a{sv}", [], wish)
        except TimeoutError as error:
            raise DaemonError(_MUTE) from error
        if code != _GRANTED or "session_handle" not in results:
            raise DaemonError(_DENIED)
        self._session = results["session_handle"].value

    async def check(self) -> None:
        """Raise DaemonError where the portal is missing or too old; nothing is asked of the person."""
        reply = await self._call("org.freedesktop.DBus.Properties", "Get", "ss", [_SHORTCUTS, "version"])
        if reply.message_type is MessageType.ERROR or reply.body[0].value < 1:
            raise DaemonError(_ABSENT)

    async def bind(self, bindings: Bindings) -> Set[Action]:
        """Ask for the keys and give those that were granted; the person may be asked and take their time.

        Raises DaemonError when the answer is no.
        """
        shortcuts = [[action.value, _wish(action, combination)] for action, combination in bindings.items()]
        code, results = await self._request(
            "BindShortcuts", "oa(sa{sv})sa{sv}", [self._session, shortcuts, ""], {}
        )
        if code != _GRANTED:
            raise DaemonError(_DENIED)
        granted = {name for name, _ in results["shortcuts"].value} if "shortcuts" in results else set()
        return {action for action in bindings if action.value in granted}

    async def until_gone(self) -> None:
        """Wait. Raises PortalGoneError when the portal ends, DaemonError when nothing will come any more."""
        await asyncio.wait({self._gone})
        self._gone.result()

    async def until_back(self) -> None:
        """Wait for another portal, which the bus is asked to start. Raises DaemonError when the bus ends."""
        await self._call(_BUS, "StartServiceByName", "su", [_PORTAL, 0])  # where it cannot, another will
        await asyncio.wait({self._back})
        self._back.result()

    async def close(self) -> None:
        """End the connection; the portal takes the keys back by itself."""
        self._bus.disconnect()
        await self._watch

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
                reason = reply.body[0] if reply.body else reply.error_name
                raise DaemonError(
                    f"The desktop's portal gives no hotkeys ({reason}); "
                    "bind commands to keys in its own settings, as narrator hotkeys tells."
                )
            either: set[asyncio.Future[Any]] = {answer, self._gone}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                self._gone.result()  # raises why there will be none
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


def trigger(combination: Combination) -> str:
    """A combination as the specification of shortcuts writes it, such as LOGO+SHIFT+d.

    https://specifications.freedesktop.org/shortcuts-spec/latest/
    """
    held = (name for modifier, name in _HELD.items() if modifier in combination.modifiers)
    return "+".join((*held, keysym_of(combination.key)))


def _wish(action: Action, combination: Combination) -> dict[str, Variant]:
    what = f"{action.what[:1].upper()}{action.what[1:]}"  # heard as a line of the desktop's dialog
    return {"description": Variant("s", what), "preferred_trigger": Variant("s", trigger(combination))}


def _fail(future: asyncio.Future[None], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
        future.exception()  # whoever waits is told; where nobody does, nothing is to be logged
