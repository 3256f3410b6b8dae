"""The directories of a TIFF: which of them are pages, and which smaller versions and masks of pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import ImageFile

from narrator.picture.formats.decoding import DECODER_ERRORS

MOST_PAGES = 100
"""So many pages of a file are told apart. Each is held by itself, so they cost time and no memory."""

_SUBFILE_TYPE, REDUCED, _MASK = 254, 1, 4
"""A TIFF's tag, and its bits that mark a smaller version and a mask of another page (TIFF 6.0, page 36)."""
_THUMBNAIL = 320
"""Pixels of the longer side. A first page as small as that may be a thumbnail that no tag marks."""
_TIMES_SMALLER = 3
_SAME_SHAPE = 0.03


@dataclass(frozen=True, kw_only=True)
class Directory:
    """A directory of a TIFF."""

    place: int
    size: tuple[int, int] | None = None
    """None of one that is damaged, which is a page until somebody knows better."""
    subfile_type: int = 0

    @property
    def pixels(self) -> int:
        """How many it has."""
        return self.size[0] * self.size[1] if self.size else 0


def full_pages(found: Sequence[Directory]) -> Sequence[Directory]:
    """Those that are no version, mask or thumbnail of another one; at least one."""
    full = [page for page in found if not page.subfile_type & (REDUCED | _MASK)]
    if not full:  # some programs give all their pages the tag of the first
        largest = max(page.pixels for page in found)
        return [page for page in found if page.pixels == largest]
    return full[1:] if len(full) > 1 and _is_thumbnail(full[0], full[1]) else full


def directories(image: ImageFile.ImageFile) -> Iterator[Directory]:
    """Those that can be told apart, be they damaged or not; one more than are opened at most.

    `n_frames` is not asked: of a hostile file it would follow millions of pages. After two in a row that
    cannot be found, the way to the next is lost.
    """
    lost = 0
    for place in range(MOST_PAGES + 1):
        try:
            image.seek(place)
            yield Directory(place=place, size=image.size, subfile_type=subfile_type(image))
            lost = 0
        except EOFError:
            return
        except DECODER_ERRORS:
            lost += 1
            if lost == 2:
                return
            yield Directory(place=place)


def subfile_type(image: ImageFile.ImageFile) -> int:
    """What the directory that `image` is at is of a page: bits, of which `REDUCED` is one; 0 for a page."""
    stated = getattr(image, "tag_v2", {}).get(_SUBFILE_TYPE, 0)
    return stated if isinstance(stated, int) else 0


def _is_thumbnail(page: Directory, next_one: Directory) -> bool:
    """Whether a page is a small version of the one that follows it."""
    if page.size is None or next_one.size is None or max(page.size) > _THUMBNAIL:
        return False
    width, height = (large / small for large, small in zip(next_one.size, page.size, strict=True))
    return min(width, height) >= _TIMES_SMALLER and abs(width / height - 1) <= _SAME_SHAPE
