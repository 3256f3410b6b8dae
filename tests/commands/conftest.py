import shutil
from pathlib import Path

import pytest
from numpy.random import mtrand


@pytest.fixture
def voiceless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose espeak-ng library is broken: a library of that name in which nothing is."""
    folder = tmp_path / "lib"
    folder.mkdir()
    shutil.copy(mtrand.__file__, folder / "libespeak-ng.so.1")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(folder))
