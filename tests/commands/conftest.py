import _json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drawings import tinted
from tests.soundserver import ear, shared_ear

__all__ = ["ear", "shared_ear"]

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


@pytest.fixture
def voiceless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose espeak-ng library is broken: a library of that name in which nothing is."""
    folder = tmp_path / "lib"
    folder.mkdir()
    shutil.copy(_json.__file__, folder / "libespeak-ng.so.1")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(folder))
