"""What is told of a picture that is marked as made by a machine: in its XMP, or in a C2PA manifest store."""

from collections.abc import Sequence

from narrator.languages.catalogue import sentence_of
from narrator.picture.marks.shares import Share
from narrator.picture.written.words import Words

_NOTES = {
    Share.ALL: sentence_of("This picture is marked as made by a machine."),
    Share.SOME: sentence_of("This picture is marked as partly made by a machine."),
}


def mark_notes(sources: Sequence[Words], store: bytes) -> tuple[str, ...]:
    """What the listener should know of how the picture was made, as sentences: none of a photograph.

    It is the mark that is told, not the truth: whoever wants to can write one into any file, or take it out.
    """
    found = max((words.share for words in sources), default=Share.NONE)
    if store:
        from narrator.picture.marks.c2pa import marked_share  # most pictures have no store

        found = max(found, marked_share(store))
    return (_NOTES[found],) if found else ()
