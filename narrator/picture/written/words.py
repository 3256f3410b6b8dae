"""What is said of a picture, by the place where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from narrator.picture.marks.shares import Share
from narrator.picture.written.languages import Texts

PLACES = (
    "alt text",
    "extended description",
    "takeout description",
    "xmp description",
    "png description",
    "svg description",
    "exif description",
    "tiff description",
    "iptc caption",
    "acdsee caption",
    "exif comment",
    "xmp comment",
    "windows comment",
    "acdsee notes",
    "png comment",
    "file comment",
    "xmp headline",
    "iptc headline",
    "xmp title",
    "exif title",
    "iptc title",
    "windows title",
    "windows subject",
    "png title",
    "svg title",
)
"""Where people's words are found, in the order in which they are believed.

First come words for people who do not see the picture, then descriptions. Comments and titles come last: more
often than not they are a program's, or say what the picture is called and not what is in it.
"""

MOST_TEXTS = 16
"""Texts of a file that are looked at where it may hold any number; programs write one or two."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """All that a block in a file, or a file beside it, says of a picture."""

    texts: Mapping[str, Texts] = field(default_factory=dict)
    """By place, one of PLACES."""
    share: Share = Share.NONE
    """How much of the picture is marked as made by a machine."""
    names: frozenset[str] = frozenset()
    """Names of all texts of a PNG, in small letters."""

    @property
    def is_generated(self) -> bool:
        """Whether a mark says that a generator made the picture, and so most likely its words."""
        return self.share is Share.ALL
