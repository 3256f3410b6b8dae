"""Which languages the listener understands: what words of others are chosen by."""

from collections.abc import Sequence

from narrator.languages.catalogue import best_of, tongue
from narrator.languages.session import session_languages
from narrator.languages.tags import primary


def listener_languages(session: Sequence[str] | None = None) -> tuple[str, ...]:
    """The listener's languages as tags, the dearest first.

    Those of the session, or of a web page's client, and the one in which Narrator speaks to them. That comes
    first where they chose it against their session, and last where it is English for want of theirs: who
    hears Narrator in English understands English words sooner than those of any third language.
    """
    theirs = session_languages() if session is None else tuple(session)
    spoken = tongue()
    if spoken in map(primary, theirs) and spoken == best_of(theirs):
        return theirs
    alike = (tag for tag in theirs if primary(tag) == spoken)
    chosen = next(alike, spoken)  # "de-AT" says more than "de"
    rest = tuple(tag for tag in theirs if tag != chosen)
    return (*rest, chosen) if spoken == best_of(theirs) else (chosen, *rest)
