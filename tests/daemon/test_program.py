"""The command that starts this installation works from anywhere."""

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from narrator import __version__
from narrator.daemon.program import program


@pytest.fixture
def awkward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which something else is called narrator, and no PATH."""
    (tmp_path / "narrator").mkdir()
    (tmp_path / "narrator" / "__init__.py").write_text("raise SystemExit('the wrong one')\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def version() -> str:
    return subprocess.run([*program(), "--version"], capture_output=True, text=True, check=True).stdout


def test_the_installed_command_is_found(awkward: Path) -> None:
    assert program() == (str(Path(sysconfig.get_path("scripts")) / "narrator"),)
    assert version() == f"narrator {__version__}\n"


def test_without_an_installed_command_the_interpreter_is_used(
    awkward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysconfig, "get_path", lambda *_: str(awkward))
    assert program()[0] == sys.executable
    assert version() == f"narrator {__version__}\n"
