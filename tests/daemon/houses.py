"""Daemons inside this process, whose voice is a puppet's."""

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from time import monotonic, sleep

from narrator.captioning.setup import Setup
from narrator.daemon.daemon import Daemon
from narrator.daemon.describing.describer import Describer
from narrator.daemon.events import Event, KeptEvents
from narrator.journal.journal import Journal
from narrator.looking.text.texts import Texts
from narrator.picture.opening import Picture, open_picture
from narrator.second.second import Second
from narrator.settings.settings import Settings
from narrator.sources.arrival import Arrival, Origin
from tests.daemon.speakers import Puppet
from tests.drawings import tinted
from tests.looking.text.readers import MadeReader
from tests.places import TINY_BUNDLE

SETTINGS = Settings(seed=1)


class House:
    """A daemon whose voice is a puppet's."""

    def __init__(
        self,
        settings: Settings,
        tick_seconds: float = 5.0,
        *,
        model: Path = TINY_BUNDLE,
        second: Second | None = None,
    ) -> None:
        self.reader = MadeReader()
        self.lettered = False
        """Whether there is likely text in the photographs that come."""
        self.voice = Puppet()
        self.events = KeptEvents()
        self.journal = Journal.in_memory()
        self.describer = Describer(Setup(model=str(model)))
        self.sounds: list[str] = []
        self.daemon = Daemon(
            settings=settings,
            describer=self.describer,
            journal=self.journal,
            speaker=self.voice,
            events=self.events,
            working_sound=lambda: self.sounds.append("working"),
            texts=Texts(settings.text, lambda: self.reader, lambda _: self.lettered),
            tick_seconds=tick_seconds,
            second=second,
        )
        self.daemon.start()

    def arrive(
        self,
        colour: str = "red",
        *,
        path: str = "/home/me/Holiday/sea.png",
        origin: Origin = Origin.FOLDER,
        look: Callable[[], Picture] | None = None,
    ) -> None:
        self.daemon.arrived(arrival(colour, path=path, origin=origin, look=look))

    def settle(self) -> None:
        """Wait until all that has arrived was treated."""
        while len(self.daemon.intake):
            sleep(0.001)
        done = Flag()
        self.daemon.intake.ask(done.set)
        assert done.wait(20)

    def heard(self, count: int = 1) -> None:
        """Wait until so many texts were heard, and the journal knows it."""
        self.of_kind_comes("spoken", count)

    def told(self, sentence: str) -> None:
        """Wait until this was told."""
        deadline = monotonic() + 20
        while sentence not in [event.fields["text"] for event in self.of_kind("told")]:
            assert monotonic() < deadline
            sleep(0.001)

    def of_kind_comes(self, kind: str, count: int = 1) -> None:
        """Wait for so many events of a kind."""
        deadline = monotonic() + 20
        while len(self.of_kind(kind)) < count:
            assert monotonic() < deadline
            sleep(0.001)

    def of_kind(self, kind: str) -> list[Event]:
        return [event for event in self.events.kept if event.kind == kind]

    def close(self) -> None:
        self.daemon.close()
        self.describer.close()
        self.journal.close()


def arrival(
    colour: str = "red",
    *,
    path: str = "/home/me/Holiday/sea.png",
    origin: Origin = Origin.FOLDER,
    look: Callable[[], Picture] | None = None,
) -> Arrival:
    file = Path(path) if origin is Origin.FOLDER else None
    return Arrival(
        open=look or (lambda: open_picture(tinted(colour))),
        origin=origin,
        place=file.parent.name if file else "",
        name=file.name if file else "",
        path=file,
    )


Houses = Callable[..., House]
"""Makes one of what House takes."""
