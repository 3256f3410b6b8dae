"""What all tests share: a skipped test is a failure, and the command is run as it was installed."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from narrator.picture.other_process import other_process
from tests.drawings import tinted
from tests.places import TINY_BUNDLE
from tests.soundserver import ear, shared_ear

__all__ = ["ear", "shared_ear"]

pytest_plugins = ["tests.kept_out", "tests.side_by_side"]

# Sentences are English unless a test asks for others, whatever the machine's language is.
os.environ["LC_ALL"] = "C.UTF-8"

# A busy machine must not make a test fail.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure: a real part that is missing has to be installed, not passed over."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure too."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"No test may be skipped here: {report.longrepr}"
        vars(report).pop("wasxfail", None)  # an expected failure is a skip under another name


@pytest.fixture(autouse=True)
def leaves_pictures_where_they_were_opened() -> Iterator[None]:
    """A test that leaves a daemon open makes all later tests of its process open pictures elsewhere."""
    before = other_process()
    yield
    assert other_process() is before, "This test has left something open that opens pictures elsewhere."


class Narrate(Protocol):
    """Runs the installed command to its end."""

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]: ...


@pytest.fixture(autouse=True)
def _own_events_of_each_x_server() -> Iterator[None]:
    """Forget which numbers the X servers of this test gave to events.

    python-xlib (0.33) has one table of them for all connections, and a connection to a server with
    other numbers fails with a TypeError. A person has one server; these tests have many.
    """
    yield
    if display := sys.modules.get("Xlib.protocol.display"):
        display.Display.event_classes = sys.modules["Xlib.protocol.event"].event_class.copy()


@pytest.fixture(scope="session")
def narrator_program() -> Path:
    """The command as `pip install .` put it there."""
    program = Path(sysconfig.get_path("scripts")) / "narrator"
    assert program.exists(), "The command is tested as installed: run pip install '.[test]' first."
    return program


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody without settings, whose only model is the tiny one; their folder, a temporary one in it."""
    for variable in [name for name in os.environ if name.startswith("NARRATOR_")]:
        monkeypatch.delenv(variable)
    for variable in ("DBUS_SESSION_BUS_ADDRESS", "SPEECHD_ADDRESS"):  # nobody else speaks to this person
        monkeypatch.delenv(variable, raising=False)
    for variable in ("CI", "PYTHONUNBUFFERED"):  # what behaves there has to behave at a person's, too
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("NARRATOR_MODEL", str(TINY_BUNDLE))
    folder = tmp_path / "person"
    names = ("config", "data", "cache", "state")
    places = {f"XDG_{name.upper()}_HOME": name for name in names}
    for variable, name in {**places, "XDG_RUNTIME_DIR": "runtime", "TMPDIR": "temporary"}.items():
        (folder / name).mkdir(mode=0o700, parents=True)  # a runtime folder that others can read is not used
        monkeypatch.setenv(variable, str(folder / name))
    return folder


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without any sound output."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", os.devnull)


@pytest.fixture
def narrate(narrator_program: Path, person: Path, tmp_path: Path) -> Narrate:
    """Run the installed command as this person would, in a folder that is not the checkout."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        process = subprocess.run(
            [narrator_program, *arguments],
            input=stdin,
            capture_output=True,
            timeout=120,
            cwd=tmp_path,
        )
        return subprocess.CompletedProcess(
            process.args,
            process.returncode,
            process.stdout.decode("utf-8", "surrogateescape"),
            process.stderr.decode("utf-8", "surrogateescape"),
        )

    return run


Draw = Callable[[str, str], Path]


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Save a picture in which one colour rules, which is all that the tiny model sees, under a name."""

    def save(name: str, colour: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        tinted(colour).save(file)
        return file

    return save
