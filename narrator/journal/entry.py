"""What the journal holds: entries, one for each picture that was described, and corrections."""

from dataclasses import dataclass

from narrator.description import Description


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """A picture that was described and is to be remembered."""

    when: float
    """Seconds since 1970 by the clock of that moment, which may have been wrong: ids order, times do not."""
    origin: str
    """What kind of source it came from: "folder", "clipboard", "camera" or "command"."""
    place: str
    """What the person calls where it came from; empty where the origin says it all."""
    name: str
    """The file's name, or empty."""
    path: str | None
    """The file, as it was called when it was described."""
    digest: str
    """Picture.digest: the same for the same pixels."""
    said: str
    """The sentence about it, without place and name, whether or not anybody has heard it yet."""
    description: Description
    heard: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry(NewEntry):
    """A picture that is remembered."""

    id: int
    """Higher for every later entry, and never given twice, not even after it was forgotten."""
    correction: str | None = None
    """The person's own words for this content, whichever entry they were given for."""

    @property
    def is_fleeting(self) -> bool:
        """Whether it is remembered until Narrator ends, and written down nowhere."""
        return self.id < 0


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The person's own words for a picture."""

    digest: str
    words: str
    when: float
    picture: bytes | None
    """A small JPEG to learn from; None if the picture was gone when it was corrected."""
