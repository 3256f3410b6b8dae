import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.dispatcher import Dispatcher, running_dispatcher
from narrator.speech.dispatcher import SpeechDispatcher
from tests.sessionbus import running_session_bus
from tests.soundserver import Ear
from tests.speech.processes import MARK, abandoned_memory, gone_in_time


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The session bus of this process and its children."""
    with running_session_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus.address


@pytest.fixture
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Marks all processes that the test starts; none of them outlives it."""
    monkeypatch.setenv(MARK, str(tmp_path))
    yield str(tmp_path)
    assert gone_in_time(str(tmp_path))


@pytest.fixture
def temporary(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder for temporary files of this process and its children; it is empty again after the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    # Outside a desktop session, libpulse leaves a folder of its own among the temporary files at any time.
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path_factory.mktemp("pulse")))
    monkeypatch.setattr(tempfile, "tempdir", None)
    memory = abandoned_memory()
    yield folder
    assert list(folder.iterdir()) == []
    assert abandoned_memory() <= memory


@pytest.fixture
def dispatcher(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dispatcher]:
    """The only Speech Dispatcher that this process finds."""
    with running_dispatcher(ear.server.environment) as server:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        ear.begin()
        yield server


@pytest.fixture
def speaker() -> Iterator[SpeechDispatcher]:
    with SpeechDispatcher() as speaker:
        yield speaker
