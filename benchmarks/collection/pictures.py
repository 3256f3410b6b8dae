"""Collections to be measured with: photographs, and many small pictures that cost hardly anything."""

import os
from itertools import cycle, islice
from pathlib import Path

from PIL import Image

PHOTOGRAPHS = Path(__file__).parents[2] / "tests" / "data" / "photographs"
_LINKS = 10_000
"""A file system allows some 65,000 names of one file."""


def photographs(folder: Path, count: int) -> list[Path]:
    """So many links to the repository's photographs."""
    folder.mkdir()
    links = []
    for number, photograph in enumerate(islice(cycle(sorted(PHOTOGRAPHS.glob("*.jpg"))), count)):
        links.append(folder / f"{number:04}.jpg")
        links[-1].symlink_to(photograph)
    return links


def blanks(folder: Path, count: int) -> None:
    """So many pictures in one colour: each is opened and looked at, and no network is asked."""
    folder.mkdir()
    for number in range(count):
        name = folder / f"IMG_{number:06}.png"
        if number % _LINKS == 0:
            Image.new("RGB", (64, 64), "white").save(name)
            first = name
        else:
            os.link(first, name)
