"""The pictures of a file that holds several: which they are, and what is said of the one that is shown.

The first is often no sample of the others: films fade in from black, cover sheets are blank, and scanners put
a thumbnail before the page. So the first that shows something is taken, which costs nothing where that is the
first of all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFile

from narrator.picture.formats.decoding import DECODER_ERRORS
from narrator.picture.formats.gif import count_frames

MOST_PAGES = 100
"""So many pages of a file are told apart. Each is held by itself, so they cost time and no memory."""

_MOST_FRAMES = 100
"""Frames that are looked at: four seconds of a film."""
_MOST_PIXELS = 100 * 10**6
"""Pixels that are looked at in all of them: 48 frames of a film, 11 pages of A4 at 300 dots an inch."""

_EMPTY = 12
"""Levels between the darkest and the brightest cell of a frame. Paper with a scanner's grain reaches 11."""
_CLEAR = 64
"""The same of a frame of an animation, which else may be fading in; the emptiest photograph has 119."""
_CELLS = 64

_SUBFILE_TYPE, _REDUCED, _MASK = 254, 1, 4
"""A TIFF's tag, and its bits that mark a smaller version and a mask of another page (TIFF 6.0, page 36)."""
_THUMBNAIL = 320
"""Pixels of the longer side. A first page as small as that may be a thumbnail that no tag marks."""
_TIMES_SMALLER = 3
_SAME_SHAPE = 0.03

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, kw_only=True)
class Frames:
    """The pictures of a file that holds more than one."""

    kind: str
    """What they are: "frames" of an animation, "pages", or "pictures" beside each other."""
    places: Sequence[int]
    """Where they are in the file, for `seek`; the one that is shown if it shows something comes first."""
    count: int | None
    """How many there are; None where nobody has counted them to the end."""

    @property
    def clear(self) -> float:
        """The `contrast` from which on no further one is looked at."""
        return _CLEAR if self.kind == "frames" else _EMPTY

    def within_reach(self, pixels: int) -> Sequence[int]:
        """The places of as many as are looked at, if each has so many pixels."""
        return self.places[: min(_MOST_FRAMES, max(1, _MOST_PIXELS // pixels))]

    def note(self, shown: int) -> str:
        """What the listener should know, a sentence; `shown` is which of `places` is shown, from 0 on."""
        if self.kind == "frames":
            return self._of_an_animation(shown)
        if self.kind == "pages":
            return self._of_pages(shown)
        if shown == 0:
            return f"This file holds {self.count} pictures, and this is the main one."
        return f"This file holds {self.count} pictures; the main one is blank, and this is another one."

    def _of_an_animation(self, shown: int) -> str:
        if shown == 0:
            return (
                f"This is the first of {self.count} frames of an animation."
                if self.count
                else "This is the first frame of an animation."
            )
        which = f"the {_ORDINALS[shown]}" if shown < len(_ORDINALS) else f"frame {shown + 1}"
        frames = f" of {self.count} frames" if self.count else ""
        return f"This is an animation{frames}; {which} is described."

    def _of_pages(self, shown: int) -> str:
        count = self.count or f"more than {MOST_PAGES}"
        if shown == 0:
            return f"This is the first of {count} pages."
        blank = "the first is blank" if shown == 1 else f"the first {shown} are blank"
        return f"This file has {count} pages; {blank}, and this is page {shown + 1}."


def frames_of(image: ImageFile.ImageFile, kind: str, data: bytes) -> Frames | None:
    """The pictures of a file with this opened header, which is left at the first; None if there is but one.

    Of a TIFF smaller versions, masks and thumbnails are left out. Raises, inside `decoding`, whatever the
    decoder makes of a damaged file.
    """
    if not getattr(image, "is_animated", False):
        return None
    if kind == "TIFF":
        return _pages(image)
    # Pillow would follow all frames of a GIF to count them; the other formats state how many there are.
    count = count_frames(data) if kind == "GIF" else int(getattr(image, "n_frames", 1))
    if kind == "HEIC":
        main = image.tell()
        others = [place for place in range(count or 1) if place != main]
        return Frames(kind="pictures", places=(main, *others), count=count)
    return Frames(kind="frames", places=range(count or _MOST_FRAMES), count=count)


def contrast(image: Image.Image) -> float:
    """Levels between the darkest and the brightest cell of an RGB image, in the colour that varies most."""
    cells = image.resize((_CELLS, _CELLS), Image.Resampling.BOX, reducing_gap=1.0)
    return float(np.ptp(np.asarray(cells), axis=(0, 1)).max())


def shows_something(contrast: float) -> bool:
    """Whether a frame of this `contrast` is not blank."""
    return contrast > _EMPTY


@dataclass(frozen=True, kw_only=True)
class _Page:
    """A directory of a TIFF."""

    place: int
    size: tuple[int, int] | None = None
    """None of one that is damaged, which is a page until somebody knows better."""
    subfile_type: int = 0

    @property
    def pixels(self) -> int:
        return self.size[0] * self.size[1] if self.size else 0


def _pages(image: ImageFile.ImageFile) -> Frames | None:
    found = list(_directories(image))
    kept = _full_pages(found)
    image.seek(kept[0].place)
    if len(kept) == 1:
        return None
    count = None if len(found) > MOST_PAGES else len(kept)
    return Frames(kind="pages", places=[page.place for page in kept[:MOST_PAGES]], count=count)


def _full_pages(found: Sequence[_Page]) -> Sequence[_Page]:
    """Those that are no version, mask or thumbnail of another one; at least one."""
    full = [page for page in found if not page.subfile_type & (_REDUCED | _MASK)]
    if not full:  # some programs give all their pages the tag of the first
        largest = max(page.pixels for page in found)
        return [page for page in found if page.pixels == largest]
    return full[1:] if len(full) > 1 and _is_thumbnail(full[0], full[1]) else full


def _directories(image: ImageFile.ImageFile) -> Iterator[_Page]:
    """Those that can be told apart, be they damaged or not; one more than are opened at most.

    `n_frames` is not asked: of a hostile file it would follow millions of pages. After two in a row that
    cannot be found, the way to the next is lost.
    """
    lost = 0
    for place in range(MOST_PAGES + 1):
        try:
            image.seek(place)
            yield _Page(place=place, size=image.size, subfile_type=_subfile_type(image))
            lost = 0
        except EOFError:
            return
        except DECODER_ERRORS:
            lost += 1
            if lost == 2:
                return
            yield _Page(place=place)


def _subfile_type(image: ImageFile.ImageFile) -> int:
    stated = getattr(image, "tag_v2", {}).get(_SUBFILE_TYPE, 0)
    return stated if isinstance(stated, int) else 0


def _is_thumbnail(page: _Page, next_one: _Page) -> bool:
    """Whether a page is a small version of the one that follows it."""
    if page.size is None or next_one.size is None or max(page.size) > _THUMBNAIL:
        return False
    width, height = (large / small for large, small in zip(next_one.size, page.size, strict=True))
    return min(width, height) >= _TIMES_SMALLER and abs(width / height - 1) <= _SAME_SHAPE
