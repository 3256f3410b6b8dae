import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drawings import encoded, tinted
from tests.places import TINY_BUNDLE
from tests.web.serving import Serving, serving


@pytest.fixture(scope="module")
def service(narrator_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One that all tests of a module use, of somebody without settings whose model is the tiny one."""
    folder = tmp_path_factory.mktemp("web")
    with pytest.MonkeyPatch.context() as patch:
        for variable in [name for name in os.environ if name.startswith("NARRATOR_")]:
            patch.delenv(variable)
        patch.setenv("NARRATOR_MODEL", str(TINY_BUNDLE))
        for name in ("CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(folder / name))
        # Whatever it wrote into temporary files would be found there.
        (folder / "temporary").mkdir()
        patch.setenv("TMPDIR", str(folder / "temporary"))
        with serving(narrator_program) as running:
            yield running


@pytest.fixture
def red() -> bytes:
    """A red photograph, which is all that the tiny model sees in it."""
    return encoded(tinted("red"), "PNG")
