"""Questions to other programs on the session bus. Loads asyncio and dbus-fast: import it where it is used."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dbus_fast import Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, kw_only=True)
class Method:
    """One method of one object, and what it takes."""

    service: str
    path: str
    interface: str
    name: str
    signature: str


@dataclass(frozen=True)
class Connection:
    """An open connection to the bus."""

    bus: MessageBus

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


def on_bus(address: str, seconds: float, action: Callable[[Connection], Awaitable[_Answer]]) -> _Answer:
    """Connect, act, disconnect, all within so many seconds; from any thread that has no event loop.

    Raises what dbus-fast raises, which can be anything, and TimeoutError.
    """

    async def act() -> _Answer:
        async with asyncio.timeout(seconds):
            bus: Any = await MessageBus(bus_address=address).connect()  # has methods without types
            try:
                return await action(Connection(bus))
            finally:
                bus.disconnect()
                await bus.wait_for_disconnect()

    return asyncio.run(act())
