"""Where in a picture something is: each half of the picture is looked at by itself."""

from collections.abc import Mapping
from math import log

from PIL import Image

from narrator.enumeration import enumerated
from narrator.languages.catalogue import gettext
from narrator.languages.passages import filled
from narrator.questions.meaning import Meaning
from narrator.questions.presence import NO, YES, where
from narrator.questions.question import Answer, Question, unsure

WHOLE = "whole"
CLEARLY = 1.0
"""So much more must the log-odds be in one half than in the other."""
_BOXES: Mapping[str, tuple[float, float, float, float]] = {
    "left": (0, 0, 0.5, 1),
    "right": (0.5, 0, 1, 1),
    "top": (0, 0, 1, 0.5),
    "bottom": (0, 0.5, 1, 1),
    "middle": (0.25, 0.25, 0.75, 0.75),
}
"""Left, top, right and bottom of each part, in shares of the picture."""


def parts_for(question: Question) -> tuple[str, ...]:
    """The parts that must be looked at besides the whole."""
    if question.kind == "place":
        return ("left", "right", "top", "bottom")
    return (question.part,) if question.part else ()


def part_of(image: Image.Image, part: str) -> Image.Image:
    """A part of a picture, of at least one pixel."""
    left, top, right, bottom = _BOXES[part]
    width, height = image.size
    box = (int(left * width), int(top * height), int(right * width), int(bottom * height))
    return image.crop((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))


def place_answer(meaning: Meaning, probabilities: Mapping[str, float]) -> Answer:
    """Where it is, by the probability that it is in the whole picture and in each half."""
    most = max(probabilities.values())
    if most <= NO:
        said = gettext("I do not think there is {named}, so I cannot tell where.")
        return unsure(filled(said, named=meaning.spoken), most)
    if most < YES:
        said = gettext("I cannot tell whether there is {named}, nor where.")
        return unsure(filled(said, named=meaning.spoken), most)
    sides = [
        side
        for one, other in (("left", "right"), ("top", "bottom"))
        if (side := _clearer(one, other, probabilities))
    ]
    if not sides:
        said = gettext("I cannot tell where {thing} is: on no side more than on the other.")
        return unsure(filled(said, thing=meaning.known), most)
    place = enumerated(where(side).strip() for side in sides)
    said = filled(gettext("Probably {place}: {thing}."), place=place, thing=meaning.known)
    return Answer(said=said, verdict="told", probability=most)


def _clearer(one: str, other: str, probabilities: Mapping[str, float]) -> str | None:
    difference = _log_odds(probabilities[one]) - _log_odds(probabilities[other])
    if abs(difference) < CLEARLY:
        return None
    return one if difference > 0 else other


def _log_odds(probability: float) -> float:
    return log(probability / (1 - probability))
