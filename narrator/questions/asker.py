"""Answers questions about a picture with the network that describes it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.captioner import Captioner
from narrator.captioning.general import is_alive
from narrator.captioning.likelihood import Likelihood, without_picture
from narrator.captioning.look import Look
from narrator.captioning.witness import Name
from narrator.errors import BundleError
from narrator.languages.catalogue import gettext
from narrator.languages.passages import filled
from narrator.phrasing import caption_sentence
from narrator.phrasing.wording import capitalised, introduced
from narrator.questions.choosing import NUMBERS, chosen, colour_signs, number_signs
from narrator.questions.meaning import PERSON, Meaning, is_no_thing, meaning_of
from narrator.questions.odds import QuestionOdds
from narrator.questions.placing import WHOLE, place_answer
from narrator.questions.presence import (
    NO,
    is_known,
    no_colour,
    no_things,
    not_known,
    presence_answer,
    presence_signs,
    several_words,
    where,
)
from narrator.questions.question import Answer, Question, unsure
from narrator.questions.told import COLOURS
from narrator.questions.told_choice import colour_answer, number_answer
from narrator.questions.view import SAMPLES, SEED, View, view_of
from narrator.translation.telling import translated

Pixels = NDArray[np.uint8]
KINDS = frozenset({"photo", "close-up"})
"""Of other pictures nothing is answered: it was tried on photographs in which something can be seen."""


class Asker:
    """Holds a captioner and what its bundle knows of answers."""

    def __init__(self, captioner: Captioner) -> None:
        """Raises BundleError for a bundle that nobody has taught how far its answers can be trusted."""
        calibration = captioner.calibration
        record = None if calibration is None else calibration.questions
        if record is None:
            raise BundleError(
                gettext(
                    "The model {name} does not know how far its answers can be trusted; ask the "
                    "default model, or run python -m training.questions on it."
                ).format(name=captioner.name)
            )
        try:
            self._odds = QuestionOdds.from_record(record)
        except (KeyError, TypeError, ValueError) as error:
            raise BundleError(
                gettext(
                    "The model {name} knows of its answers what this narrator cannot read; update "
                    "narrator, or name another model with --model."
                ).format(name=captioner.name)
            ) from error
        witness = None if calibration is None else calibration.witness
        self._names: tuple[Name, ...] = () if witness is None else witness.names
        self._places: Mapping[str, int] = {} if witness is None else witness.places
        self._captioner = captioner
        self._habit = without_picture(captioner.network)
        self._likelihood = Likelihood(captioner.network, captioner.vocabulary, self._habit)

    def answer(
        self, question: Question, kind: str, pixels: Mapping[str, Pixels]
    ) -> tuple[str, Answer | None]:
        """The picture's kind, once the network has seen it, and the answer; None for a kind without answers.

        `kind` is what measures take it for; `pixels` are those [S, S, 3] of the whole picture and of each
        part that `parts_for` names.
        """
        looks = {part: self._captioner.look(each) for part, each in pixels.items()}
        kind = self._captioner.recognise(looks[WHOLE], kind)
        if kind not in KINDS:
            return kind, None
        if question.kind == "part":
            return kind, self._described(looks, question, kind)
        return kind, self._answer(question, looks)

    def _described(self, looks: Mapping[str, Look], question: Question, kind: str) -> Answer:
        assert question.part is not None
        seen = self._captioner.describe_as(looks[question.part], kind, SAMPLES, SEED)
        description = translated(seen)
        place = where(question.part).strip()
        if description.told is None:
            return unsure(gettext("I cannot tell what is {place}.").format(place=place))
        said = introduced(capitalised(place), [caption_sentence(description)])
        return Answer(said=said, verdict="told", probability=description.confidence)

    def _answer(self, question: Question, looks: Mapping[str, Look]) -> Answer:
        meanings = [meaning_of(thing, self._names) for thing in question.things]
        vocabulary = self._captioner.vocabulary
        if several := [each for each in meanings if " " in each.word]:
            return several_words(several)
        if others := [each for each in meanings if is_no_thing(each.word)]:
            return no_things(others)
        if unknown := [each for each in meanings if not is_known(each, vocabulary, self._places)]:
            return not_known(unknown)
        if question.kind == "place":
            views = {part: self._view(look) for part, look in looks.items()}
            own = {part: self._presence(view, meanings[0]) for part, view in views.items()}
            return place_answer(meanings[0], own)
        view = self._view(looks[question.part or WHOLE])
        probabilities = [(each, self._presence(view, each)) for each in meanings]
        if question.kind == "presence":
            return presence_answer(question, probabilities)
        ((meaning, probability),) = probabilities
        if question.kind == "colour":
            return self._colour(question, view, meaning, probability)
        return self._number(question, view, meaning, probability)

    def _colour(self, question: Question, view: View, meaning: Meaning, probability: float) -> Answer:
        if meaning.word == PERSON or meaning.word in meaning_of(PERSON).words:
            return unsure(gettext("I do not tell what colour a person is; ask after what they wear."))
        if probability <= NO:
            return no_colour(meaning)
        signs = colour_signs(view, meaning, self._likelihood, self._places)
        return colour_answer(meaning, chosen(self._odds.colour, COLOURS, signs), question.part)

    def _number(self, question: Question, view: View, meaning: Meaning, probability: float) -> Answer:
        if not is_alive(meaning.word):
            return unsure(gettext("I can count people and animals only, and no further than one."))
        if probability <= NO:
            return Answer(
                said=filled(
                    gettext("I do not think there is {named}{place}."),
                    named=meaning.spoken,
                    place=where(question.part),
                ),
                verdict="no",
                probability=probability,
            )
        signs = number_signs(view, meaning, self._likelihood)
        return number_answer(meaning, chosen(self._odds.number, NUMBERS, signs), question.part)

    def _presence(self, view: View, meaning: Meaning) -> float:
        signs = presence_signs(view, meaning, self._captioner.vocabulary, self._places)
        return self._odds.presence.probability(signs)

    def _view(self, look: Look) -> View:
        captioner = self._captioner
        filters = captioner.filters_for(look)
        return view_of(captioner.network, captioner.vocabulary, look.state, self._habit, filters)
