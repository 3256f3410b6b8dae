"""What captions say of a thing: its colours, and how many there are of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from narrator.captioning.content import is_plural, number_of
from narrator.captioning.parsing import clauses_of
from narrator.questions.meaning import named_alone

COLOURS = (
    *("black", "white", "grey", "red", "pink", "orange"),
    *("brown", "beige", "yellow", "green", "blue", "purple"),
)
"""What can be answered."""
ALSO = {
    "grey": ("gray", "silver"),
    "beige": ("tan",),
    "yellow": ("gold", "golden", "blond", "blonde"),
    "red": ("maroon",),
    "blue": ("navy",),
}
"""Other words for them."""
_COLOUR_OF = {word: colour for colour in COLOURS for word in (colour, *ALSO.get(colour, ()))}
SEVERAL = 5
"""So many, or more: nobody counts them at a glance."""


@dataclass(frozen=True, kw_only=True)
class ToldThing:
    """A thing as a caption has it."""

    word: str
    """In the singular and in neutral words."""
    colours: frozenset[str]
    """Those of COLOURS that it has."""
    number: int
    """From 1 to SEVERAL."""


def things_told(caption: str) -> Iterator[ToldThing]:
    """All that a caption of lower-case words names."""
    for clause in clauses_of(caption):
        for phrase in clause.walk():
            if phrase.head is None or phrase.head.kind != "thing":
                continue
            head = phrase.head.word
            counted = [number_of(claim.word) for claim in phrase.modifiers if claim.kind == "number"]
            numbers = [number for number in counted if number]
            fallback = SEVERAL if is_plural(head) else 1
            yield ToldThing(
                word=named_alone(head),
                colours=frozenset(
                    _COLOUR_OF[claim.word]
                    for claim in phrase.modifiers
                    if claim.kind == "colour" and claim.word in _COLOUR_OF
                ),
                number=min(numbers[0] if numbers else fallback, SEVERAL),
            )
