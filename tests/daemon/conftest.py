from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

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
