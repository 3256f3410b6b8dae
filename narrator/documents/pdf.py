"""PDF: the pictures on its pages, as the pages show them.

PDFium reads it in a process of its own (`pdf_process`), which is ended when it takes too long.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.documents.inner import Inner
from narrator.documents.tiles import Box, joined
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import short_name

_LISTING_SECONDS = 120.0
"""A thousand pages with pictures take some ten."""
_DRAWING_SECONDS = 20.0
PASSWORD = 4
"""How the process ends when a document asks for a password."""
_SMALLEST = 16.0
"""Points, 6 mm: bullets, rules and the icons of links are smaller, photographs in a text never."""


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture, or a piece of one, on a page."""

    page: int
    box: Box
    """Where it is seen."""
    density: float
    """Its pixels for a point."""
    digest: str
    """The same for the same file, wherever it is drawn."""
    alt: str


class Pdf:
    """A PDF whose pictures are known."""

    def __init__(self, path: Path) -> None:
        """Raises PictureError."""
        self._path = path
        found: dict[str, list[Image]] = {}
        for image in _images(path):
            found.setdefault(image.digest, []).append(image)
        self._images: dict[str, tuple[Inner, Image]] = {}
        counts: dict[int, int] = {}
        for uses in found.values():
            first = uses[0]
            number = counts[first.page] = counts.get(first.page, 0) + 1
            inner = Inner(
                key=f"page={first.page}&picture={number}",
                place=_place(uses),
                alt=next((use.alt for use in uses if use.alt), ""),
            )
            self._images[inner.key] = inner, first

    @property
    def pictures(self) -> Sequence[Inner]:
        """Each picture once, in the order of the pages."""
        return tuple(inner for inner, _ in self._images.values())

    def read(self, key: str) -> bytes:
        """A picture as its page shows it, a PNG. Raises PictureError."""
        _, image = self._images[key]
        numbers = (image.page, *image.box, image.density)
        return _asked(self._path, "picture", *map(str, numbers), seconds=_DRAWING_SECONDS)


def _place(uses: Sequence[Image]) -> str:
    others = len({use.page for use in uses}) - 1
    more = "" if not others else f" and {others} more page{'s' if others > 1 else ''}"
    return f"page {uses[0].page}{more}"


def _images(path: Path) -> Iterator[Image]:
    """Those that are large enough to be content, page by page; strips that touch are one."""
    pages: dict[int, list[Image]] = {}
    for line in _asked(path, "list", seconds=_LISTING_SECONDS).splitlines():
        record = json.loads(line)
        image = Image(**{**record, "box": Box(*record["box"])})
        pages.setdefault(image.page, []).append(image)
    for page, pieces in pages.items():
        for together in joined([piece.box for piece in pieces]):
            image = _whole(page, [pieces[number] for number in together])
            if min(image.box.width, image.box.height) >= _SMALLEST:
                yield image


def _whole(page: int, pieces: Sequence[Image]) -> Image:
    return Image(
        page=page,
        box=Box.around([piece.box for piece in pieces]),
        density=max(piece.density for piece in pieces),
        digest="+".join(piece.digest for piece in pieces),
        alt=next((piece.alt for piece in pieces if piece.alt), ""),
    )


def _asked(path: Path, *words: str, seconds: float) -> bytes:
    name = short_name(path)
    if not path.is_file():
        raise PictureError(
            gettext("{name} does not exist or is not a file; check the name and the folder.").format(
                name=name
            )
        )
    command = [sys.executable, "-P", "-m", "narrator.documents.pdf_process", *words]
    # The process need not be able to import narrator by itself, as in a checkout.
    below = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(
            [*command, path],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": below},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise PictureError(
            gettext("{name} takes too long to look through; divide it and try again.").format(name=name)
        ) from error
    if done.returncode == PASSWORD:
        raise PictureError(
            gettext("{name} opens with a password only; save it without one and try again.").format(name=name)
        )
    if done.returncode:
        raise PictureError(gettext("{name} is damaged or no PDF; copy it or save it anew.").format(name=name))
    return done.stdout
