"""A desktop with the real Orca: X server, window manager, two buses, and an overheard Speech Dispatcher.

`from tests.real_orca.desktop import orca_desktop, shared_orca_desktop` in a conftest.py gives its tests the
fixture `orca_desktop`, to which the environment of the test leads then. Orca takes seconds to start, so all
tests of one process share it, and each opens windows of its own.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import sleep

import pytest

from narrator.speech.bus import on_bus
from tests.places import ROOT
from tests.real_orca.hearing import PATIENCE_SECONDS, Hearing, OverheardDispatcher
from tests.sessionbus import running_session_bus
from tests.soundserver import running_server
from tests.xserver import Fingers, running_x_server

__all__ = ["OrcaDesktop", "orca_desktop", "running_orca_desktop", "shared_orca_desktop"]

_DEBIAN_PYTHON = "/usr/bin/python3"
"""Has the bindings to GTK that Orca itself needs."""
_ACCESSIBILITY_BUS = "/usr/libexec/at-spi-bus-launcher"
_LETTER_SECONDS = 0.15
_NAMES = {" ": "space", ".": "period", "/": "slash", "-": "minus", "\n": "Return"}
"""Letter -> the name of its key."""
_TRIES = 4
_OPENING_SECONDS = 10.0
_FIRST_WITH_SERVICE = 49


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Where programs of this desktop run."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def of_programs(self) -> dict[str, str]:
        """The environment of programs that belong to the desktop, and not to the test."""
        folders = {name: str(self.folder) for name in ("HOME", "XDG_RUNTIME_DIR")}
        # The newer device of AT-SPI (2.56, Debian 13) hears no key that XTest presses.
        heard = {"ATSPI_USE_LEGACY_DEVICE": "1"}
        path = f"{self.folder}/bin:/usr/local/bin:/usr/bin:/bin"
        settings = {"GSETTINGS_BACKEND": "memory", "LANG": "C.UTF-8", "PATH": path}
        return {**self.environment, **folders, **heard, **settings}

    @contextmanager
    def running(self, *command: str, **variables: str) -> Iterator[None]:
        process = subprocess.Popen(
            command,
            env={**self.of_programs, **variables},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.kill()  # an Orca whose desktop is gone does not end when it is asked
            process.wait()


class OrcaDesktop:
    """A desktop on which Orca runs. `environment` leads every program to it."""

    def __init__(self, surroundings: Surroundings, hearing: Hearing, fingers: Fingers) -> None:
        self.environment = surroundings.environment
        self.hearing = hearing
        self._surroundings = surroundings
        self._fingers = fingers

    @cached_property
    def has_service(self) -> bool:
        """Whether this Orca takes texts on the session bus."""
        printed = subprocess.run(
            ["orca", "--version"], env=self._surroundings.of_programs, check=True, stdout=subprocess.PIPE
        ).stdout
        version = re.search(rb"\d+", printed)
        assert version, printed
        return int(version[0]) >= _FIRST_WITH_SERVICE

    @contextmanager
    def text_field(self) -> Iterator[None]:
        """A window with a text field, which has the keyboard."""
        with self._window("text", _DEBIAN_PYTHON, str(ROOT / "tests/real_orca/text_field.py")):
            yield

    @contextmanager
    def terminal(self, **variables: str) -> Iterator[None]:
        """A terminal with a shell, which has the keyboard."""
        variables = {"PS1": "next. ", **variables}
        with self._window("next.", "lxterminal", "--no-remote", "--command=/bin/sh", **variables):
            yield

    @contextmanager
    def _window(self, said: str, *command: str, **variables: str) -> Iterator[None]:
        """A window of a program, once Orca has said the last that it says of a new one."""
        with ExitStack() as opened:
            for _ in range(_TRIES):
                opened.close()
                opened.enter_context(self.program(*command, **variables))
                # Orca 43 misses the events of a program now and then that starts while it is busy.
                if self.hearing.hears("end", said, _OPENING_SECONDS):
                    break
            else:
                raise AssertionError(f"Orca says nothing of {command[0]}.")
            self.hearing.wait_for_silence()
            yield

    @contextmanager
    def program(self, *command: str, **variables: str) -> Iterator[None]:
        """A program of the person's, ended at the end; what was heard before is forgotten."""
        self.hearing.begin()
        with self._surroundings.running(*command, **variables):
            yield
        self.hearing.wait_for_silence()

    def types(self, text: str, seconds: float = _LETTER_SECONDS) -> None:
        """Type a text of small letters, digits and what _NAMES has, with so much time between two keys."""
        for letter in text:
            self.presses(_NAMES.get(letter, letter))
            sleep(seconds)

    def presses(self, *keys: str) -> None:
        """Press keys together, by their X names."""
        self._fingers.press(*keys)

    @contextmanager
    def holding(self, *keys: str) -> Iterator[None]:
        """Keys that are pressed together, and let go at the end."""
        self._fingers.hold(*keys)
        try:
            yield
        finally:
            self._fingers.release(*keys)


@contextmanager
def running_orca_desktop() -> Iterator[OrcaDesktop]:
    with ExitStack() as parts:
        # A short path: that of a socket has at most 107 letters.
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="orca-", dir="/tmp")))
        _let_orca_be_alone(folder)
        sound = parts.enter_context(running_server()).environment
        dispatcher = OverheardDispatcher(folder, sound)
        parts.callback(dispatcher.end)
        hearing = dispatcher.hearing
        bus = parts.enter_context(running_session_bus()).address
        server = parts.enter_context(running_x_server())
        leads_there = {"DBUS_SESSION_BUS_ADDRESS": bus, "DISPLAY": server.display, "XDG_SESSION_TYPE": "x11"}
        surroundings = Surroundings(
            folder=folder, environment={**sound, **dispatcher.environment, **leads_there}
        )
        (folder / "jwmrc").write_text("<JWM><FocusModel>click</FocusModel></JWM>")
        parts.enter_context(surroundings.running("jwm", "-f", str(folder / "jwmrc")))
        parts.enter_context(surroundings.running(_ACCESSIBILITY_BUS, "--launch-immediately", "--a11y=1"))
        hearing.wait_until(lambda: on_bus(bus, PATIENCE_SECONDS, lambda bus: bus.has("org.a11y.Bus")))
        parts.enter_context(surroundings.running("orca"))
        hearing.wait_for("end", "Screen reader on")
        hearing.wait_for_silence()
        fingers = parts.enter_context(closing(Fingers(server.display)))
        yield OrcaDesktop(surroundings, hearing, fingers)


def _let_orca_be_alone(folder: Path) -> None:
    """It does not start beside another Orca of the same user, on whatever desktop, and asks pgrep for it."""
    pgrep = folder / "bin" / "pgrep"
    pgrep.parent.mkdir()
    pgrep.write_text("#!/bin/sh\nexit 1\n")
    pgrep.chmod(0o700)


@pytest.fixture(scope="session")
def shared_orca_desktop() -> Iterator[OrcaDesktop]:
    with running_orca_desktop() as desktop:
        yield desktop


@pytest.fixture
def orca_desktop(
    person: Path, shared_orca_desktop: OrcaDesktop, monkeypatch: pytest.MonkeyPatch
) -> OrcaDesktop:
    """Leads this person to the desktop; what is said from now on is heard."""
    for variable, value in shared_orca_desktop.environment.items():
        monkeypatch.setenv(variable, value)
    for variable in ("WAYLAND_DISPLAY", "XAUTHORITY", "SWAYSOCK", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(variable, raising=False)
    shared_orca_desktop.hearing.begin()
    return shared_orca_desktop
