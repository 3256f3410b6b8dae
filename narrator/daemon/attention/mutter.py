"""When the person last did anything, as GNOME's compositor tells it on the session bus."""

from narrator.daemon.attention.bounded import Idleness
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.speech.bus import BusError, Connection, Method, on_bus, session_bus

_PATIENCE_SECONDS = 1.0
_IDLE_TIME = Method(
    service="org.gnome.Mutter.IdleMonitor",
    path="/org/gnome/Mutter/IdleMonitor/Core",
    interface="org.gnome.Mutter.IdleMonitor",
    name="GetIdletime",
)


class MutterIdleness(Idleness):
    """Asks Mutter's monitor of idleness; there, the pointer counts like a key."""

    def seconds(self) -> float:
        """Since the last key or movement. Raises DaemonError."""

        async def ask(bus: Connection) -> object:
            return await bus.call(_IDLE_TIME)

        address = session_bus()
        try:
            milliseconds = on_bus(address, _PATIENCE_SECONDS, ask) if address else None
        except BusError as error:
            raise _unknown(str(error)) from error
        if not isinstance(milliseconds, int):
            raise _unknown("no answer")
        return milliseconds / 1000


def _unknown(reason: str) -> DaemonError:
    return DaemonError(
        gettext(
            "GNOME does not tell when the person types ({reason}), so announcements do not "
            "wait for it; restart Narrator in your desktop session."
        ).format(reason=reason)
    )
