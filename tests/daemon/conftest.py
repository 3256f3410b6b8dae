from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from narrator.settings.settings import Settings
from tests.daemon.houses import SETTINGS, House, Houses
from tests.daemon.running import RunningNarrator, running


@dataclass(frozen=True)
class Watch:
    """Starts `narrator watch` with arguments."""

    program: Path

    def __call__(self, *arguments: str | Path) -> AbstractContextManager[RunningNarrator]:
        return running(self.program, *arguments)


@pytest.fixture
def holiday(tmp_path: Path) -> Path:
    """A folder of that name."""
    folder = tmp_path / "Holiday"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(narrator_program: Path, person: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """For a person without a desktop."""
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    return Watch(narrator_program)


@pytest.fixture
def houses() -> Iterator[Houses]:
    made: list[House] = []

    def make(settings: Settings, tick_seconds: float = 5.0) -> House:
        made.append(House(settings, tick_seconds))
        return made[-1]

    yield make
    for house in made:
        house.close()


@pytest.fixture
def house(houses: Houses) -> House:
    return houses(SETTINGS)
