"""Questions to other programs on a message bus of this machine.

asyncio and dbus-fast take 80 ms to load, so they are loaded when a question is asked and not before.
"""

import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_Answer = TypeVar("_Answer")


class BusError(Exception):
    """A bus cannot be asked, or nobody on it answers in time. Its text names the error of which it came."""


@dataclass(frozen=True, kw_only=True)
class Method:
    """One method of one object, and what it takes."""

    service: str
    path: str
    interface: str
    name: str
    signature: str = ""


@dataclass(frozen=True)
class Connection:
    """An open connection to a bus."""

    bus: "MessageBus"

    async def has(self, service: str) -> bool:
        """Whether a program with this name runs."""
        has_owner = Method(
            service="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            name="NameHasOwner",
            signature="s",
        )
        return await self.call(has_owner, service) is True

    async def call(self, method: Method, *arguments: object) -> Any:
        """The first value that the method returns; None when it returns none, or an error."""
        from dbus_fast import Message, MessageFlag, MessageType

        reply = await self.bus.call(
            Message(
                destination=method.service,
                path=method.path,
                interface=method.interface,
                member=method.name,
                signature=method.signature,
                body=list(arguments),
                flags=MessageFlag.NO_AUTOSTART,
            )
        )
        answered = reply is not None and reply.message_type is MessageType.METHOD_RETURN
        return reply.body[0] if reply and answered and reply.body else None


def session_bus() -> str | None:
    """The address of the session bus, if it is on this machine; a bus on the network is not asked."""
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return ";".join(part for part in address.split(";") if part.startswith("unix:")) or None
    folder = os.environ.get("XDG_RUNTIME_DIR")
    socket = Path(folder, "bus") if folder else None
    with suppress(OSError):  # of a folder into which this person may not look
        if socket and socket.is_socket():
            return f"unix:path={socket}"
    return None


def on_bus(address: str, seconds: float, action: Callable[[Connection], Awaitable[_Answer]]) -> _Answer:
    """Connect, act, disconnect, all within so many seconds; from any thread that has no event loop.

    Raises BusError.
    """
    import asyncio

    from dbus_fast.aio import MessageBus

    async def act() -> _Answer:
        async with asyncio.timeout(seconds):
            bus: Any = await MessageBus(bus_address=address).connect()  # has methods without types
            try:
                return await action(Connection(bus))
            finally:
                bus.disconnect()
                await bus.wait_for_disconnect()

    try:
        return asyncio.run(act())
    except Exception as error:
        # Broad, because dbus-fast lets through whatever its parts raise, and all of it means the same.
        raise BusError(type(error).__name__) from error
