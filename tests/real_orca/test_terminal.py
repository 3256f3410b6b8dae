"""An answer that is asked for in a terminal, which Orca reads, is heard once."""

import os
import subprocess
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.conftest import Draw, Narrate
from tests.daemon.running import running, save_picture
from tests.real_orca.desktop import OrcaDesktop

FAR = "the sea"
_PERSON = ("XDG_", "NARRATOR_", "TMPDIR", "PULSE_", "SPEECHD_")


@pytest.fixture
def command(narrator_program: Path, person: Path, tmp_path: Path) -> dict[str, str]:
    """Variables of a shell in which the one letter n runs what `asks` has written."""
    variables = {name: value for name, value in os.environ.items() if name.startswith(_PERSON)}
    return {**variables, "PATH": f"{tmp_path}/bin:{narrator_program.parent}:/usr/bin:/bin"}


def asks(tmp_path: Path, command: str) -> None:
    file = tmp_path / "bin" / "n"
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{command}\n")
    file.chmod(0o700)


@pytest.mark.parametrize(("printing", "times"), [("auto", 1), ("always", 2)])
def test_a_picture_is_heard_once(
    orca_desktop: OrcaDesktop,
    command: dict[str, str],
    draw: Draw,
    tmp_path: Path,
    printing: str,
    times: int,
) -> None:
    picture = draw("sea.png", "red")
    asks(tmp_path, f"NARRATOR_PRINTING={printing} narrator speak --seed 1 {picture}")
    with orca_desktop.terminal(**command):
        orca_desktop.hearing.begin()
        orca_desktop.types("n\n")
        orca_desktop.hearing.wait_for("begin", "next.")
        orca_desktop.hearing.wait_for_silence(2.0)
        assert orca_desktop.hearing.count("red") == times


@pytest.mark.parametrize(("printing", "shown"), [("auto", False), ("always", True)])
def test_what_the_running_narrator_says_is_not_printed_in_a_terminal(
    orca_desktop: OrcaDesktop,
    narrator_program: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    printing: str,
    shown: bool,
) -> None:
    monkeypatch.setenv("NARRATOR_PRINTING", printing)
    folder = tmp_path / FAR
    folder.mkdir()
    with running(narrator_program, folder) as narrator:
        save_picture(folder / "picture.png")
        narrator.wait_for("spoken")
        mine, terminal = os.openpty()
        subprocess.run([narrator_program, "repeat"], stdout=terminal, check=True)
        narrator.wait_for("spoken", lambda event: event["asked"])
        os.write(terminal, b".")
        assert (FAR.encode() in os.read(mine, 1000)) is shown
        os.close(terminal)
        os.close(mine)


@pytest.mark.parametrize(("printing", "shown"), [("auto", False), ("always", True)])
def test_what_narrator_watch_announces_is_not_printed_in_its_terminal(
    orca_desktop: OrcaDesktop, narrator_program: Path, tmp_path: Path, printing: str, shown: bool
) -> None:
    folder = tmp_path / FAR
    folder.mkdir()
    command: list[str | Path] = [narrator_program, "watch", "--no-hotkeys", folder]
    mine, terminal = os.openpty()
    with os.fdopen(mine, "rb", buffering=0) as screen, os.fdopen(terminal, "wb", buffering=0) as theirs:
        environment = {**os.environ, "NARRATOR_PRINTING": printing}
        narrator = subprocess.Popen(command, stdout=theirs, env=environment)
        _printed_until(screen, FAR.encode())
        save_picture(folder / "picture.png")
        orca_desktop.hearing.wait_for("begin", "red")
        narrator.terminate()
        narrator.wait()
        theirs.write(b"the end")
        assert (b"red" in _printed_until(screen, b"the end")) is shown


def _printed_until(screen: BinaryIO, text: bytes) -> bytes:
    printed = b""
    while text not in printed:
        printed += screen.read(1000)
    return printed


def test_elsewhere_it_is_printed(narrate: Narrate, orca_desktop: OrcaDesktop, draw: Draw) -> None:
    assert "red" in narrate("speak", "--seed", "1", draw("sea.png", "red")).stdout
