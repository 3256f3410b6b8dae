"""What is said of a feed that cannot be opened, or of which no more can be read."""

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.camera.feed import Feed


class UnreachableError(SourceError):
    """A stream that does not answer now, and may answer later."""


def lost(feed: Feed) -> UnreachableError:
    """Nothing comes any more."""
    return UnreachableError(
        gettext("{subject} was lost; check that it is connected.").format(subject=subject(feed))
    )


def unreachable(feed: Feed) -> UnreachableError:
    """It does not answer."""
    return UnreachableError(
        gettext("{subject} cannot be reached; check that it is switched on, and its address.").format(
            subject=subject(feed)
        )
    )


def wants_password(feed: Feed) -> SourceError:
    """It does not let everybody in."""
    return SourceError(
        gettext(
            "{subject} wants a name and a password; write them into the address, as in "
            "rtsp://name:password@machine."
        ).format(subject=subject(feed))
    )


def nothing_there(feed: Feed) -> SourceError:
    """The machine answers, and knows no such address."""
    return SourceError(
        gettext("{subject} has nothing at this address; check the part behind the machine's name.").format(
            subject=subject(feed)
        )
    )


def sends_no_video(feed: Feed) -> SourceError:
    """It answers with something else, such as a page for browsers."""
    return SourceError(
        gettext("{subject} sends nothing that is a video; check the address.").format(subject=subject(feed))
    )


def subject(feed: Feed) -> str:
    """What a feed is called at the beginning of a sentence."""
    return feed.name[:1].upper() + feed.name[1:]
