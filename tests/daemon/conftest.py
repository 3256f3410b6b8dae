from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.daemon.running import RunningNarrator, running
from tests.soundserver import ear, shared_ear

__all__ = ["ear", "shared_ear"]

Watch = Callable[..., AbstractContextManager[RunningNarrator]]


@pytest.fixture
def holiday(tmp_path: Path) -> Path:
    """A folder of that name."""
    folder = tmp_path / "Holiday"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(narrator_program: Path, person: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Starts `narrator watch` with arguments, for a person without a desktop."""
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)

    def start(*arguments: str | Path) -> AbstractContextManager[RunningNarrator]:
        return running(narrator_program, *arguments)

    return start
