"""GNOME's monitor of idleness, played on a real bus."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from narrator.daemon.attention.mutter import MutterIdleness
from narrator.errors import DaemonError
from tests.sessionbus import SessionBus

SERVICE = "org.gnome.Mutter.IdleMonitor"
CALLED = ("/org/gnome/Mutter/IdleMonitor/Core", SERVICE, "GetIdletime")


@contextmanager
def running_mutter(milliseconds: int) -> Iterator[None]:
    """A compositor whose person has done nothing for so long."""
    ready, done = Event(), Event()

    def answer(message: Message) -> Message | None:
        if (message.path, message.interface, message.member) != CALLED:
            return None
        assert message.message_type is MessageType.METHOD_CALL
        return Message.new_method_return(message, "t", [milliseconds])

    async def run() -> None:
        bus: Any = await MessageBus().connect()
        bus.add_message_handler(answer)
        await bus.request_name(SERVICE)
        ready.set()
        await asyncio.to_thread(done.wait)
        bus.disconnect()
        await bus.wait_for_disconnect()

    thread = Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(20)
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_it_tells_the_seconds(session_bus: SessionBus) -> None:
    with running_mutter(2500):
        assert MutterIdleness().seconds() == 2.5


def test_without_it_nothing_is_known(session_bus: SessionBus) -> None:
    with pytest.raises(DaemonError, match="no answer"):
        MutterIdleness().seconds()
    session_bus.kill()
    with pytest.raises(DaemonError):
        MutterIdleness().seconds()
