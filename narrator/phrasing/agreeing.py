"""In what all candidates agree and where they part, as it is said."""

from collections.abc import Callable, Sequence

from narrator.description import Agreement, Candidate, Description, Said
from narrator.enumeration import NUMBERS, enumerated
from narrator.languages.catalogue import ENGLISH, gettext, ngettext, pgettext, term_of, tongue
from narrator.languages.passages import filled, in_language, joined
from narrator.phrasing.wording import capitalised, named

_COUNTS = (
    term_of("so many descriptions", "one"),
    term_of("so many descriptions", "two"),
    term_of("so many descriptions", "three"),
    term_of("so many descriptions", "four"),
    term_of("so many descriptions", "five"),
    term_of("so many descriptions", "six"),
    term_of("so many descriptions", "seven"),
    term_of("so many descriptions", "eight"),
    term_of("so many descriptions", "nine"),
    term_of("so many descriptions", "ten"),
)


def agreement_sentence(
    candidates: Sequence[Candidate], parts: Sequence[Sequence[Said]], say: Callable[[str], str] = str
) -> str:
    """What is said of candidates, at least one, that have these `parts`; `say` gives a phrase's own words."""
    samples = sum(candidate.count for candidate in candidates)
    if samples == 1:
        return gettext("There is only one description to go by.")
    if len({candidate.caption for candidate in candidates}) == 1:
        template = gettext("Both say the same.") if samples == 2 else gettext("All {number} say the same.")
        return filled(template, number=_number(samples))
    if not parts:
        return filled(gettext("The {number} have nothing in common."), number=_number(samples))
    return joined(_part_sentence(part, samples, say) for part in parts)


def compared(description: Description) -> tuple[str, ...]:
    """The same of a description whose candidates were compared; nothing of another."""
    agreement = description.agreement
    if agreement is None:
        return ()
    if tongue() == ENGLISH or _is_older(agreement):
        return (in_language(agreement.sentence, None if tongue() == ENGLISH else ENGLISH),)
    return (
        agreement_sentence(
            description.candidates, agreement.parts, lambda phrase: named(description, phrase)
        ),
    )


def _is_older(agreement: Agreement) -> bool:
    """Whether it comes from a journal that has the sentence alone: then its words are not known apart."""
    return (
        bool(agreement.words)
        and not agreement.parts
        and " say " in agreement.sentence.removesuffix(" say the same.")
    )


def _part_sentence(part: Sequence[Said], samples: int, say: Callable[[str], str]) -> str:
    if all(each.count == samples for each in part):
        template = gettext("Both say {what}.") if samples == 2 else gettext("All {number} say {what}.")
        return filled(template, number=_number(samples), what=enumerated(say(each.phrase) for each in part))
    said = joined((_counted(each, say) for each in part), ", ")
    return joined([capitalised(said), "."], "")


def _counted(said: Said, say: Callable[[str], str]) -> str:
    template = ngettext("{number} says {what}", "{number} say {what}", said.count)
    return filled(template, number=_number(said.count), what=say(said.phrase))


def _number(number: int) -> str:
    """A word up to ten, digits beyond."""
    if not 1 <= number <= len(NUMBERS):
        return str(number)
    return pgettext("so many descriptions", NUMBERS[number - 1])
