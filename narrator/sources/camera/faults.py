"""What is said of a feed that cannot be opened, or of which no more can be read."""

from narrator.errors import SourceError
from narrator.sources.camera.feed import Feed


class UnreachableError(SourceError):
    """A stream that does not answer now, and may answer later."""


def lost(feed: Feed) -> UnreachableError:
    """Nothing comes any more."""
    return UnreachableError(f"{subject(feed)} was lost; check that it is connected.")


def unreachable(feed: Feed) -> UnreachableError:
    """It does not answer."""
    return UnreachableError(
        f"{subject(feed)} cannot be reached; check that it is switched on, and its address."
    )


def wants_password(feed: Feed) -> SourceError:
    """It does not let everybody in."""
    return SourceError(
        f"{subject(feed)} wants a name and a password;"
        " write them into the address, as in rtsp://name:password@machine."
    )


def nothing_there(feed: Feed) -> SourceError:
    """The machine answers, and knows no such address."""
    return SourceError(
        f"{subject(feed)} has nothing at this address; check the part behind the machine's name."
    )


def sends_no_video(feed: Feed) -> SourceError:
    """It answers with something else, such as a page for browsers."""
    return SourceError(f"{subject(feed)} sends nothing that is a video; check the address.")


def subject(feed: Feed) -> str:
    """What a feed is called at the beginning of a sentence."""
    return feed.name[:1].upper() + feed.name[1:]
