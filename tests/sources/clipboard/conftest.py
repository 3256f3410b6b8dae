import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop import sway, weston
from tests.drawings import corners, scene
from tests.sources.clipboard.programs import Own, Save
from tests.xserver import x_server

__all__ = ["sway", "weston", "x_server"]


@pytest.fixture
def own(x_server: object) -> Iterator[Own]:
    """Runs tests/sources/clipboard/x_owner.py; it owns the clipboard when this returns."""
    with _owners("x_owner.py") as start:
        yield start


@pytest.fixture
def own_wayland(sway: object) -> Iterator[Own]:
    """Runs tests/sources/clipboard/wayland_owner.py; it owns the clipboard when this returns."""
    with _owners("wayland_owner.py") as start:
        yield start


@contextmanager
def _owners(program: str) -> Iterator[Own]:
    with ExitStack() as owners:

        def start(*arguments: str) -> subprocess.Popen[str]:
            command = [sys.executable, str(Path(__file__).with_name(program)), *arguments]
            owner = owners.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
            owners.callback(owner.kill)
            assert owner.stdout
            assert owner.stdout.readline() == "owner\n"
            return owner

        yield start


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Saves a picture under a name, in a folder of this test."""

    def to_file(image: Image.Image, name: str) -> Path:
        image.save(tmp_path / name)
        return tmp_path / name

    return to_file


@pytest.fixture
def small(save: Save) -> Path:
    """A PNG of 96 by 64 pixels."""
    return save(corners(), "small.png")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A PNG of more than 5 million bytes."""
    path = tmp_path / "large.png"
    scene(1600, 1200).save(path, compress_level=0)
    assert path.stat().st_size > 5_000_000
    return path
