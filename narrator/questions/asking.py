"""A question and a picture become an answer, wherever the network is."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from narrator.description import Description, Text
from narrator.languages.catalogue import gettext, sentence_of
from narrator.looking.glance import look_and_squeeze
from narrator.looking.kinds import DESCRIBABLE, Looked
from narrator.phrasing import caption_sentence, whole_text
from narrator.phrasing.wording import note, together
from narrator.picture.opening import Picture, squeeze
from narrator.questions.placing import WHOLE, part_of, parts_for
from narrator.questions.question import Answer, Question, unsure

Network = Callable[[Question, str, Mapping[str, NDArray[np.uint8]]], tuple[str, Answer | None]]
"""`Asker.answer`, here or in another process."""

FOR_OTHERS = sentence_of("I cannot answer that myself.")
"""The answer to a question of another kind, where somebody else is asked as well."""
_SPOILT = {
    "dark": sentence_of("The picture is too dark."),
    "bright": sentence_of("The picture is too bright."),
    "blurred": sentence_of("The picture is blurred."),
}

_LITTLE = sentence_of("Little can be seen in the picture.")


def answer_by_sight(question: Question, picture: Picture, side: int, network: Network) -> Answer:
    """The answer to a question of any kind but `text`; `side` is that of the network's pictures in pixels.

    Of a picture in which nothing can be seen it is said why nothing can be told.
    """
    looked, whole = look_and_squeeze(picture, side)
    if not looked.worth_encoding:
        return _nothing_to_see(looked, picture)
    pixels = {part: squeeze(part_of(picture.image, part), side) for part in parts_for(question)}
    kind, answer = network(question, looked.kind, {WHOLE: whole, **pixels})
    return answer or _nothing_to_see(looked.known_as(kind), picture)


def answer_by_reading(text: Text) -> Answer:
    """What a picture says."""
    if not text.lines:
        return Answer(said=gettext("I can read no text in it."), verdict="no")
    return Answer(said=whole_text(text), verdict="told")


def _nothing_to_see(looked: Looked, picture: Picture) -> Answer:
    if looked.kind in DESCRIBABLE:
        why = gettext(_SPOILT.get(looked.kind, _LITTLE))
    else:
        seen = Description(
            candidates=(), bundle="", size=picture.size, kind=looked.kind, colours=looked.colours
        )
        why = caption_sentence(seen)
    return unsure(together([gettext("I cannot tell."), why, *map(note, looked.advice)]))
