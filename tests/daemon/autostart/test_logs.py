"""What a Narrator that starts at login leaves in logs of what pictures show and are called: nothing."""

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from narrator.daemon.autostart.systemd import UNIT
from narrator.places import log_file
from narrator.terminal.discretion import PRINTED
from tests.conftest import Narrate
from tests.daemon.conftest import holiday, watch
from tests.daemon.running import save_picture
from tests.drawings import encoded, tinted
from tests.usermanager import Logged, systemctl

__all__ = ["holiday", "watch"]

_PATIENCE_SECONDS = 30.0
_FAULTY = """
import narrator.picture.opening as opening
import narrator.sources.folder.source as source

def open_picture(path, *arguments, **more):
    if "faulty" in str(path):
        raise ValueError(f"{path} shows a {'red'} {'square'}")
    return opening.open_picture(path, *arguments, **more)

source.open_picture = open_picture
"""
"""Makes the program have a fault of its own over pictures of that name, and tell of them in it."""


def comes_true(condition: Callable[[], bool]) -> bool:
    deadline = monotonic() + _PATIENCE_SECONDS
    while not (true := condition()) and monotonic() < deadline:
        sleep(0.1)
    return true


def all_are_tried(narrate: Narrate) -> bool:
    """Whether the damaged ones were refused, the faulty one failed, and one was described."""
    refused = json.loads(narrate("status", "--json").stdout)["refused"]
    return refused == 2 and b"ValueError" in kept(log_file().parent) and narrate("repeat").returncode == 0


def bring(folder: Path) -> None:
    """Pictures whose names say what nobody else may know, two of them damaged in different ways."""
    save_picture(folder / "anna-in-hospital.png")
    save_picture(folder / "anna-faulty.png", 1)
    for name, kind in (("anna-damaged.jpg", "JPEG"), ("anna-damaged.tif", "TIFF")):
        part = folder / f"{name}.part"
        part.write_bytes(encoded(tinted("blue"), kind)[:300])
        part.rename(folder / name)


def told_secrets(written: bytes) -> list[str]:
    """What of the pictures is in it."""
    secrets = ("anna-in-hospital", "anna-faulty", "anna-damaged", "red square", "red block")
    return [secret for secret in secrets if secret.encode() in written.lower()]


def kept(folder: Path) -> bytes:
    """All that lies in a folder, names of files included."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return b"".join(os.fsencode(file) + file.read_bytes() for file in files)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that, as the first on the path of Python, makes it faulty."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_FAULTY)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


@pytest.mark.parametrize(
    ("options", "older"), [([], True), (["--incognito"], False)], ids=["an older unit", "incognito"]
)
def test_systemds_log_and_our_own(
    faulty: Path,
    holiday: Path,
    person: Path,
    logged_manager: Logged,
    narrate: Narrate,
    options: list[str],
    older: bool,
) -> None:
    assert narrate("autostart", "install", "--", holiday, *options).returncode == 0
    if older:
        unit = person / "config" / "systemd" / "user" / UNIT
        unit.write_text(unit.read_text().replace("StandardOutput=null\n", "StandardOutput=journal\n"))
        systemctl("daemon-reload")
    systemctl("start", UNIT)  # returns when it has said that it is ready
    bring(holiday)
    assert comes_true(lambda: all_are_tried(narrate))
    systemctl("stop", UNIT)
    state = systemctl("show", "--property=ActiveState,SubState,Result", UNIT).split()
    assert sorted(state) == ["ActiveState=inactive", "Result=success", "SubState=dead"]

    assert told_secrets(logged_manager.all()) == []
    assert told_secrets(kept(log_file().parent)) == []
    assert (told_secrets(kept(person)) == []) is bool(options)


def test_the_log_of_a_session(
    faulty: Path, holiday: Path, person: Path, narrator_program: Path, narrate: Narrate
) -> None:
    """A desktop writes all that the programs print that it starts into one file."""
    session = person / ".xsession-errors"
    with session.open("wb") as stream:
        process = subprocess.Popen(
            [narrator_program, "watch", holiday], stdout=stream, stderr=subprocess.STDOUT
        )
        try:
            assert comes_true(lambda: "Holiday" in narrate("status").stdout)
            bring(holiday)
            assert comes_true(lambda: all_are_tried(narrate))
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)
    assert session.read_text() == f"{PRINTED}\n"


def test_why_it_cannot_start_is_in_systemds_log(
    holiday: Path, logged_manager: Logged, narrate: Narrate, person: Path
) -> None:
    assert narrate("autostart", "install", "--", holiday).returncode == 0
    settings = person / "config" / "narrator" / "config.toml"
    settings.parent.mkdir()
    settings.write_text("louder = true\n")
    with suppress(subprocess.CalledProcessError):
        systemctl("start", UNIT)
    assert b"has an unknown setting louder" in logged_manager.all()
