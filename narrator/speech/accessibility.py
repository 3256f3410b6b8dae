"""Which screen reader listens to the desktop: asked of the accessibility bus, for those without a service."""

import psutil

from narrator.speech.bus import Connection, Method, on_bus

_PATIENCE_SECONDS = 1.0
_REGISTRY = "org.a11y.atspi.Registry"


def listens(name: str, session_bus: str) -> bool:
    """Whether a process of this name listens to what happens on the desktop of this session bus.

    Orca has a name on the session bus from version 49 on; each one registers for events here.
    Raises BusError.
    """

    async def address(bus: Connection) -> object:
        return await bus.call(
            Method(
                service="org.a11y.Bus",
                path="/org/a11y/bus",
                interface="org.a11y.Bus",
                name="GetAddress",
            )
        )

    async def processes(bus: Connection) -> set[int]:
        events = await bus.call(
            Method(
                service=_REGISTRY,
                path="/org/a11y/atspi/registry",
                interface=_REGISTRY,
                name="GetRegisteredEvents",
            )
        )
        process = Method(
            service="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            name="GetConnectionUnixProcessID",
            signature="s",
        )
        return {await bus.call(process, listener) for listener in {event[0] for event in events or ()}}

    found = on_bus(session_bus, _PATIENCE_SECONDS, address)
    if not isinstance(found, str):
        return False
    return any(_is_called(process, name) for process in on_bus(found, _PATIENCE_SECONDS, processes))


def _is_called(process: int | None, name: str) -> bool:
    try:
        return process is not None and psutil.Process(process).name() == name
    except psutil.Error:  # it has ended meanwhile
        return False
