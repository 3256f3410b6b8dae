"""Orca, the screen reader of Linux desktops, on the session bus."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from narrator.errors import SpeechError
from narrator.speech.accessibility import listens
from narrator.speech.bus import BusError, Connection, Method, on_bus, session_bus
from narrator.speech.reader import ScreenReader

_Answer = TypeVar("_Answer")

_SERVICES = ("org.gnome.Orca1.Service", "org.gnome.Orca.Service")
"""Versions 51 and later, and those before: the name is also the interface and, with slashes, the path."""
_PATIENCE_SECONDS = 2.0
"""Orca has one thread, which may be busy with the screen."""
_ABSENT = "Orca does not run; start it to hear Narrator through it."


class Orca(ScreenReader):
    """Each question is a connection of its own, so a bus that was started again is nothing special."""

    name = "Orca"

    def missing(self) -> str | None:
        """Why there is no Orca on the session bus."""
        try:
            return None if _ask(_running) else _ABSENT
        except SpeechError as error:
            return str(error)

    def present(self, text: str) -> None:
        """Hand a text over. Raises SpeechError."""

        async def present(bus: Connection) -> bool:
            service = await _running(bus)
            if service is None:
                return False
            # An Orca that starts has its name long before it answers, and says then what waits for it. So a
            # text is handed over only when a question is answered: else two voices would say it at once.
            await bus.call(_version(service))
            return await bus.call(_present(service), text) is True

        if not _ask(present):
            raise SpeechError("Orca did not take the text; start it again.")

    def silence(self) -> None:
        """Cut off what it says; an Orca that does not offer that goes on."""

        async def silence(bus: Connection) -> None:
            service = await _running(bus)
            for method, arguments in _silences(service) if service else ():
                if await bus.call(method, *arguments) is True:
                    return

        with suppress(SpeechError):  # it has ended, and is silent
            _ask(silence)


def runs_without_service() -> bool:
    """Whether an Orca runs that takes no texts from other programs, as before version 49."""
    address = session_bus()
    if address is None or Orca().missing() is None:
        return False
    try:
        return listens("orca", address)
    except BusError:
        return False  # without the bus of accessibility nothing listens


def _ask(question: Callable[[Connection], Awaitable[_Answer]]) -> _Answer:
    """Its answer. Raises SpeechError when the bus or Orca does not answer."""
    address = session_bus()
    if address is None:
        raise SpeechError(_ABSENT)  # no bus, no Orca
    try:
        return on_bus(address, _PATIENCE_SECONDS, question)
    except BusError as error:
        raise SpeechError(f"Orca cannot be reached on the session bus ({error}); start it again.") from error


async def _running(bus: Connection) -> str | None:
    """The name of the Orca that runs."""
    for service in _SERVICES:
        if await bus.has(service):
            return service
    return None


def _present(service: str) -> Method:
    path = _path(service)
    return Method(service=service, path=path, interface=service, name="PresentMessage", signature="s")


def _version(service: str) -> Method:
    return Method(service=service, path=_path(service), interface=service, name="GetVersion")


def _silences(service: str) -> list[tuple[Method, tuple[object, ...]]]:
    """Ways to cut off speech, with their arguments. A version has one of them, the oldest have none."""
    path, manager = _path(service), service.replace("Service", "SpeechManager")
    direct = Method(
        service=service,
        path=f"{path}/SpeechManager",
        interface=manager,
        name="InterruptSpeech",
        signature="b",
    )
    if service == _SERVICES[0]:
        return [(direct, (False,))]  # False: without a word about it
    return [
        (
            Method(
                service=service,
                path=f"{path}/{module}",
                interface="org.gnome.Orca.Module",
                name="ExecuteCommand",
                signature="sb",
            ),
            ("InterruptSpeech", False),
        )
        for module in ("SpeechManager", "SpeechAndVerbosityManager")
    ]


def _path(service: str) -> str:
    return "/" + service.replace(".", "/")
