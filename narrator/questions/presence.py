"""Whether something is in a picture: its signs, and the answer by their odds."""

import math
from collections.abc import Mapping, Sequence

from narrator.captioning.vocabulary import Vocabulary
from narrator.enumeration import enumerated
from narrator.languages.catalogue import gettext, ngettext, sentence_of
from narrator.languages.passages import filled
from narrator.questions.meaning import Meaning
from narrator.questions.question import Answer, Question, unsure
from narrator.questions.view import View

YES, NO = 0.75, 0.25
"""From so probable on it is there, and up to so improbable it is not; between them it cannot be told."""
_WHERE = {
    "left": sentence_of("on the left"),
    "right": sentence_of("on the right"),
    "top": sentence_of("at the top"),
    "bottom": sentence_of("at the bottom"),
    "middle": sentence_of("in the middle"),
}


def where(part: str | None) -> str:
    """A part of the picture as the end of a sentence: " on the left"; nothing for the whole."""
    return f" {gettext(_WHERE[part])}" if part else ""


def is_known(meaning: Meaning, vocabulary: Vocabulary, places: Mapping[str, int]) -> bool:
    """Whether the captioner or the witness, whose words have `places`, has a word for it."""
    return bool(vocabulary.ids(meaning.forms)) or any(form in places for form in meaning.forms)


def presence_signs(
    view: View, meaning: Meaning, vocabulary: Vocabulary, places: Mapping[str, int]
) -> dict[str, float]:
    """What speaks for a thing's being in a picture.

    * `near`: the log-probability of its word where the captioner comes nearest to saying it.
    * `gain`: how much more that is than by the language alone: by Bayes, how much the picture speaks for it.
    * `said`: the share of the samples that name it.
    * `seen`: the witness's log-odds.

    What is known of none of its words is NaN.
    """
    ids = sorted(vocabulary.ids(meaning.forms))
    best = max(ids, key=lambda token: float(view.near[token]), default=None)
    seen = (
        [float(view.seen[places[form]]) for form in meaning.forms if form in places]
        if view.seen is not None
        else []
    )
    return {
        "near": math.nan if best is None else float(view.near[best]),
        "gain": math.nan if best is None else float(view.near[best] - view.alone[best]),
        "said": math.nan if best is None else view.share(meaning.forms),
        "seen": max(seen, default=math.nan),
    }


def presence_answer(question: Question, probabilities: Sequence[tuple[Meaning, float]]) -> Answer:
    """The answer once each thing that is asked after has a probability."""
    if question.choice and len(probabilities) > 1:
        named = enumerated((meaning.spoken for meaning, _ in probabilities), "or")
        either = 1 - math.prod(1 - own for _, own in probabilities)
        return _answer(named, either, question)
    if len(probabilities) == 1:
        ((meaning, own),) = probabilities
        return _answer(meaning.spoken, own, question)
    answers = [_answer(meaning.spoken, own, question) for meaning, own in probabilities]
    verdicts = {answer.verdict for answer in answers}
    return Answer(
        said=" ".join(answer.said for answer in answers),
        verdict="no" if "no" in verdicts else "unsure" if "unsure" in verdicts else "yes",
        probability=min(own for _, own in probabilities),
    )


def _answer(named: str, probability: float, question: Question) -> Answer:
    """With the thing in it, so that who asked hears what was understood."""
    place = where(question.part)
    if probability >= YES:
        yes = gettext("Yes, probably there is {named}{place}.")
        said = yes if question.plain else gettext("There probably is {named}{place}.")
        said = filled(said, named=named, place=place)
        return Answer(said=said, verdict="yes", probability=probability)
    if probability <= NO:
        said = filled(gettext("I do not think there is {named}{place}."), named=named, place=place)
        return Answer(said=said, verdict="no", probability=probability)
    said = gettext("I cannot tell whether there is {named}{place}.")
    return unsure(filled(said, named=named, place=place), probability)


def not_known(meanings: Sequence[Meaning]) -> Answer:
    """Said of things for which nothing here has a word."""
    named = enumerated(meaning.spoken for meaning in meanings)
    return unsure(filled(gettext("I do not know what {named} looks like."), named=named))


def no_things(meanings: Sequence[Meaning]) -> Answer:
    """Said of words that name what is done, or how a thing is."""
    named = enumerated(f'"{meaning.word}"' for meaning in meanings)
    said = ngettext(
        "I can be asked after people, animals and things, and {named} is no thing.",
        "I can be asked after people, animals and things, and {named} are no things.",
        len(meanings),
    )
    return unsure(filled(said, named=named))


def several_words(meanings: Sequence[Meaning]) -> Answer:
    """Said of things that are not named by a single word."""
    named = enumerated(f'"{meaning.word}"' for meaning in meanings)
    said = gettext("I know things by single words only, and not {named}; ask with one word.")
    return unsure(filled(said, named=named))


def no_colour(meaning: Meaning) -> Answer:
    """Said where the colour is asked of something that is not there."""
    said = gettext("I do not think there is {named}, so I cannot tell its colour.")
    return unsure(filled(said, named=meaning.spoken))
