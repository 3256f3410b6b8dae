"""The noun of this room: a picture that was opened."""

import hashlib
from dataclasses import dataclass

from PIL import Image

from narrator.description import Written


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A picture that passed every check: upright, RGB, decoded."""

    image: Image.Image
    """Mode RGB, without metadata. A large picture may be here at a fraction of its `size`; of a scrolled page
    the first screenful is here."""
    format: str
    """A kind of `recognise`, such as "JPEG"; "PIL" or "array" for what was never a file."""
    size: tuple[int, int]
    """Width and height in pixels of the upright original."""
    notes: tuple[str, ...] = ()
    """What the listener should know of the file, as sentences: "This is the first of 12 pages."."""
    written: Written | None = None
    """What somebody wrote about it, in the file or beside it."""
    incomplete: bool = False
    """Whether the end of its file is missing; `image` then holds the rows that are there."""
    file: bytes | None = None
    """The JPEG of which `image` has not all the pixels, for `closer`."""
    whole: Image.Image | None = None
    """All of a scrolled page, of which `image` is the first screenful; mode RGB."""
    known_digest: str = ""
    """The `digest`, where whoever opened it has taken it already."""

    @property
    def digest(self) -> str:
        """The same for pictures with the same pixels, however they are named, stored or annotated."""
        return self.known_digest or digest_of(self.size, (self.whole or self.image).tobytes())


def digest_of(size: tuple[int, int], pixels: bytes) -> str:
    """The digest of a picture of this size with these pixels, RGB."""
    digest = hashlib.sha256(repr(size).encode())
    digest.update(pixels)
    return digest.hexdigest()
