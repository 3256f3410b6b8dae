"""The pictures of a file that holds several: which they are, and what is said of the one that is shown.

The first is often no sample of the others: films fade in from black, cover sheets are blank, and scanners put
a thumbnail before the page. So the first that shows something is taken, which costs nothing where that is the
first of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFile

from narrator.languages.catalogue import gettext, ngettext, pgettext, term_of
from narrator.picture.formats.directories import MOST_PAGES, directories, full_pages
from narrator.picture.formats.gif import count_frames

_MOST_FRAMES = 100
"""Frames that are looked at: four seconds of a film."""
_MOST_PIXELS = 100 * 10**6
"""Pixels that are looked at in all of them: 48 frames of a film, 11 pages of A4 at 300 dots an inch."""

_SHORTEST_FRAME = 16
"""Bytes. A file that states more frames than it can hold is not believed."""

_EMPTY = 12
"""Levels between the darkest and the brightest cell of a frame. Paper with a scanner's grain reaches 11."""
_CLEAR = 64
"""The same of a frame of an animation, which else may be fading in; the emptiest photograph has 119."""
_CELLS, _RIM = 64, 3

_PAGED = frozenset({"TIFF", "PDF"})
_NOT_SEVERAL = frozenset({"PSD", "ICO", "ICNS"})
"""Kinds of which Pillow counts as frames what are layers or sizes."""

_ORDINALS = (
    term_of("a frame of an animation", "the first"),
    term_of("a frame of an animation", "the second"),
    term_of("a frame of an animation", "the third"),
    term_of("a frame of an animation", "the fourth"),
    term_of("a frame of an animation", "the fifth"),
    term_of("a frame of an animation", "the sixth"),
    term_of("a frame of an animation", "the seventh"),
    term_of("a frame of an animation", "the eighth"),
    term_of("a frame of an animation", "the ninth"),
    term_of("a frame of an animation", "the tenth"),
)


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
            main = ngettext(
                "This file holds {count} pictures, and this is the main one.",
                "This file holds {count} pictures, and this is the main one.",
                self.count or 0,
            )
            return main.format(count=self.count)
        other = ngettext(
            "This file holds {count} pictures; the main one is blank, and this is another one.",
            "This file holds {count} pictures; the main one is blank, and this is another one.",
            self.count or 0,
        )
        return other.format(count=self.count)

    def _of_an_animation(self, shown: int) -> str:
        if shown == 0:
            if not self.count:
                return gettext("This is the first frame of an animation.")
            return gettext("This is the first of {count} frames of an animation.").format(count=self.count)
        if shown < len(_ORDINALS):
            which = pgettext("a frame of an animation", _ORDINALS[shown])
        else:
            which = gettext("frame {number}").format(number=shown + 1)
        if not self.count:
            return gettext("This is an animation; {which} is described.").format(which=which)
        return gettext("This is an animation of {count} frames; {which} is described.").format(
            count=self.count, which=which
        )

    def _of_pages(self, shown: int) -> str:
        count = self.count or gettext("more than {count}").format(count=MOST_PAGES)
        if shown == 0:
            return gettext("This is the first of {count} pages.").format(count=count)
        blank = ngettext(
            "This file has {count} pages; the first is blank, and this is page {number}.",
            "This file has {count} pages; the first {shown} are blank, and this is page {number}.",
            shown,
        )
        return blank.format(count=count, shown=shown, number=shown + 1)


def frames_of(image: ImageFile.ImageFile, kind: str, data: bytes) -> Frames | None:
    """The pictures of a file with this opened header, which is left at the first; None if there is but one.

    Of a TIFF smaller versions, masks and thumbnails are left out. Raises, inside `decoding`, whatever the
    decoder makes of a damaged file.
    """
    if kind in _NOT_SEVERAL or not getattr(image, "is_animated", False):
        return None
    if kind in _PAGED:
        return _pages(image)
    count = _count(image, kind, data)
    if kind == "HEIC":
        main = image.tell()
        others = [place for place in range(count or 1) if place != main]
        return Frames(kind="pictures", places=(main, *others), count=count)
    return Frames(kind="frames", places=range(count or _MOST_FRAMES), count=count)


def contrast(image: Image.Image) -> float:
    """Levels between the darkest and the brightest cell of an RGB image, in the colour that varies most.

    Its rim does not count: there scanners leave the shadow of an empty sheet.
    """
    cells = np.asarray(image.resize((_CELLS, _CELLS), Image.Resampling.BOX, reducing_gap=1.0))
    return float(np.ptp(cells[_RIM:-_RIM, _RIM:-_RIM], axis=(0, 1)).max())


def shows_something(contrast: float) -> bool:
    """Whether a frame of this `contrast` is not blank."""
    return contrast > _EMPTY


def _count(image: ImageFile.ImageFile, kind: str, data: bytes) -> int | None:
    """How many frames there are; None where nobody knows."""
    if kind == "GIF":  # states it nowhere, and Pillow would follow all of them
        return count_frames(data)
    stated = int(getattr(image, "n_frames", 1))
    return stated if stated * _SHORTEST_FRAME <= len(data) else None


def _pages(image: ImageFile.ImageFile) -> Frames | None:
    found = list(directories(image))
    kept = full_pages(found)
    image.seek(kept[0].place)
    if len(kept) == 1:
        return None
    count = None if len(found) > MOST_PAGES else len(kept)
    return Frames(kind="pages", places=[page.place for page in kept[:MOST_PAGES]], count=count)
