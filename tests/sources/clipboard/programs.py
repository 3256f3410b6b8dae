"""What the fixtures of these tests are."""

import subprocess
from pathlib import Path
from typing import Protocol

from PIL import Image


class Own(Protocol):
    """Makes a new program the owner of the clipboard."""

    def __call__(self, *arguments: str) -> subprocess.Popen[str]: ...


class Save(Protocol):
    """Saves a picture under a name."""

    def __call__(self, image: Image.Image, name: str) -> Path: ...
