"""Which rows tell enough of a picture to stand in its place, and the words that then do."""

from narrator import __version__
from narrator.captioning.confidence import BANDS
from narrator.collection.row import Row
from narrator.documents.inner import Words, mark_of

_SURE = frozenset({"", *BANDS[: BANDS.index("unsure")]})
"""Bands of captions that are more often right than wrong. A bundle that was not calibrated gives none."""

_EMPTY = frozenset({"blank", "gradient"})


def words_of(row: Row) -> Words | None:
    """What stands in the picture's place; None where a person should look at it.

    A sentence is enough if it tells a scene that is more likely right than not, or text that stands in the
    picture, or what a person wrote about it. "A small picture such as an icon" is not.
    """
    if not row.alt or not (_tells_scene(row) or row.text or row.written_by == "person"):
        return None
    return Words(text=row.alt, mark=_mark(row))


def decorative(row: Row) -> Words | None:
    """That there is nothing to tell, for a picture of one colour or of a shade; None for any other.

    Such a picture keeps other things apart or is the ground of them, and no words would help.
    """
    if row.kind in _EMPTY and not row.text:
        return Words(text="", mark=_mark(row))
    return None


def doubt(row: Row) -> str:
    """Why a row's words do not stand in the picture's place, with what there is: a sentence."""
    if not row.alt:
        return row.reason
    sure = "" if row.confidence is None else f", right with a probability of {row.confidence:.2f}"
    return f"not sure{sure}: {row.alt}"


def _tells_scene(row: Row) -> bool:
    return bool(row.caption) and row.band in _SURE


def _mark(row: Row) -> str:
    return mark_of(__version__, row.bundle, row.day, row.confidence)
