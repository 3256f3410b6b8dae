"""How often answers are right, and how often there is one: what is printed, and stands in the model card."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from narrator.captioning.signs import LogOdds
from narrator.questions.choosing import NUMBERS, Chosen, chosen
from narrator.questions.meaning import meaning_of
from narrator.questions.odds import QuestionOdds
from narrator.questions.placing import place_answer
from narrator.questions.presence import NO, YES, presence_answer
from narrator.questions.question import Question
from narrator.questions.told import COLOURS
from narrator.questions.told_choice import COLOUR_FROM, EITHER_FROM, MORE_FROM, ONE_FROM
from training.asking.cases import FOLDS, Case, Cases, ChoiceCase, PlaceCase, PresenceCase
from training.asking.polls import SPLITS
from training.terminal.markdown import markdown_table
from training.trust.sign_odds import fit_odds

AnyCase = TypeVar("AnyCase", bound=Case)
SURE_SHARE = 0.7
"""Of so many answers, the surest, it is counted how many are right."""
_EASY = frozenset({"person", "child", "animal", "dog"})
"""What most pictures show."""
OTHERS = "all but people and dogs"


def fitted(cases: Cases) -> QuestionOdds:
    """To all of these cases."""
    return QuestionOdds(
        presence=fit_odds([each.signs for each in cases.presence], [each.there for each in cases.presence]),
        colour=_fit_choice(cases.of("colour")),
        number=_fit_choice(cases.of("number")),
    )


def cross_fitted(cases: Cases) -> list[QuestionOdds]:
    """For each fold the odds that know none of its pictures."""
    return [fitted(_without(cases, fold)) for fold in range(FOLDS)]


def _fit_choice(cases: Sequence[ChoiceCase]) -> LogOdds:
    return fit_odds(
        [signs for case in cases for signs in case.signs], [right for case in cases for right in case.right]
    )


def _without(cases: Cases, fold: int) -> Cases:
    def others(some: Sequence[AnyCase]) -> list[AnyCase]:
        return [case for case in some if case.fold != fold]

    return Cases(presence=others(cases.presence), choices=others(cases.choices), places=others(cases.places))


def report(cases: Cases, odds: Sequence[QuestionOdds]) -> str:
    """All tables; `odds` are those of `cross_fitted`."""
    datasets = list(dict.fromkeys(case.dataset for case in cases.presence))
    parts = (
        ("Is it there?", _presence_table),
        ("Which colour has it?", _colour_table),
        ("How many are there?", _number_table),
        ("Where is it, in two pictures in one?", _place_table),
    )
    return "\n\n".join(f"{title}\n\n{table(cases, odds, datasets)}" for title, table in parts)


def _presence_table(cases: Cases, odds: Sequence[QuestionOdds], datasets: Sequence[str]) -> str:
    rows: list[tuple[object, ...]] = []
    for dataset in datasets:
        own = [case for case in cases.presence if case.dataset == dataset]
        for split in SPLITS:
            rows.append(
                (dataset, split, *_presence_cells([each for each in own if each.split == split], odds))
            )
        hard = [each for each in own if each.split == SPLITS[-1] and each.word not in _EASY]
        rows.append((dataset, f"{SPLITS[-1]}, {OTHERS}", *_presence_cells(hard, odds)))
    heads = ("set", "what is not there", "questions", "are there", "answered", "right of these")
    return markdown_table(
        (*heads, "yes of these", f"right of the surest {SURE_SHARE:.0%}", "right of all"), rows
    )


def _presence_cells(cases: Sequence[PresenceCase], odds: Sequence[QuestionOdds]) -> tuple[str, ...]:
    judged = [(odds[case.fold].presence.probability(case.signs), case.there) for case in cases]
    answered = [(own >= YES, there) for own, there in judged if own >= YES or own <= NO]
    surest = sorted(judged, key=lambda each: -abs(each[0] - 0.5))[: int(SURE_SHARE * len(judged))]
    return (
        f"{len(cases):,}",
        _share([there for _, there in judged]),
        f"{len(answered) / len(judged):.1%}",
        _share([yes == there for yes, there in answered]),
        _share([yes for yes, _ in answered]),
        _share([(own > 0.5) == there for own, there in surest]),
        _share([(own > 0.5) == there for own, there in judged]),
    )


def _chosen(
    cases: Sequence[ChoiceCase], odds: Sequence[QuestionOdds], names: Sequence[str | int]
) -> Iterator[tuple[ChoiceCase, Chosen]]:
    for case in cases:
        own = odds[case.fold].colour if case.kind == "colour" else odds[case.fold].number
        yield case, chosen(own, names, case.signs)


def _colour_table(cases: Cases, odds: Sequence[QuestionOdds], datasets: Sequence[str]) -> str:
    rows: list[tuple[object, ...]] = []
    for dataset in datasets:
        own = [each for each in cases.of("colour") if each.dataset == dataset]
        one, either, all_ = [], [], []
        for case, found in _chosen(own, odds, COLOURS):
            true = dict(zip(COLOURS, case.right, strict=True))
            (first, share), (second, other), *_ = found.best
            all_.append(true[str(first)])
            if share >= COLOUR_FROM:
                one.append(true[str(first)])
            elif share + other >= EITHER_FROM:
                either.append(true[str(first)] or true[str(second)])
        given = [*one, *either]
        rows.append(
            (dataset, len(own), _of(given, own), _share(given), _of(one, own), _share(one), _share(all_))
        )
    heads = ("set", "questions", "answered", "right of these", "with one colour", "right of these")
    return markdown_table((*heads, "right, if one were always told"), rows)


def _number_table(cases: Cases, odds: Sequence[QuestionOdds], datasets: Sequence[str]) -> str:
    rows: list[tuple[object, ...]] = []
    for dataset in datasets:
        for truth in (None, 1, 2, 3, 4, 5):
            own = [
                each
                for each in cases.of("number")
                if each.dataset == dataset and (truth is None or each.right[truth - 1])
            ]
            one = [case.right[0] for case, share in _ones(own, odds) if share >= ONE_FROM]
            more = [not case.right[0] for case, share in _ones(own, odds) if 1 - share >= MORE_FROM]
            given = [*one, *more]
            named = "all" if truth is None else f"{truth} or more" if truth == NUMBERS[-1] else truth
            cells = (_of(given, own), _share(given), _of(one, own), _share(one), _of(more, own), _share(more))
            rows.append((dataset, named, len(own), *cells))
    heads = ("set", "people say", "questions", "answered", "right of these", "with one", "right of these")
    return markdown_table((*heads, "with more than one", "right of these"), rows)


def _ones(cases: Sequence[ChoiceCase], odds: Sequence[QuestionOdds]) -> Iterator[tuple[ChoiceCase, float]]:
    """Each case with the share of there being one."""
    for case, found in _chosen(cases, odds, NUMBERS):
        yield case, found.shares[1]


def _place_table(cases: Cases, odds: Sequence[QuestionOdds], datasets: Sequence[str]) -> str:
    rows: list[tuple[object, ...]] = []
    for dataset in datasets:
        for sides in (("left", "right"), ("top", "bottom")):
            own = [each for each in cases.places if each.dataset == dataset and each.side in sides]
            told = [answer for each in own if (answer := _told_side(each, odds, sides)) is not None]
            halves = [answer for each in own for answer in _told_halves(each, odds, sides)]
            given = [answer for answer in halves if answer is not None]
            cells = (_of(told, own), _share(told), _of(given, halves), _share(given))
            rows.append((dataset, " or ".join(sides), len(own), *cells))
    heads = ("set", "sides", "things", "side told", "right of these", "is it on this side: answered")
    return markdown_table((*heads, "right of these"), rows)


def _told_side(case: PlaceCase, odds: Sequence[QuestionOdds], sides: Sequence[str]) -> bool | None:
    """Whether the side that is told of these two is right; None where neither is told."""
    own = {part: odds[case.fold].presence.probability(signs) for part, signs in case.signs.items()}
    said = place_answer(meaning_of(case.word), own).said
    told = [side for side in sides if f" {side}" in said]
    return case.side in told if told else None


def _told_halves(
    case: PlaceCase, odds: Sequence[QuestionOdds], sides: Sequence[str]
) -> Iterator[bool | None]:
    """Whether "is there a dog on the left?" is answered right of each side; None where it is not."""
    for side in sides:
        own = odds[case.fold].presence.probability(case.signs[side])
        question = Question(kind="presence", things=(case.word,), part=side)
        verdict = presence_answer(question, [(meaning_of(case.word), own)]).verdict
        yield None if verdict == "unsure" else (verdict == "yes") == (side == case.side)


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.1%}" if values else "-"


def _of(values: Sequence[object], of: Sequence[object]) -> str:
    return f"{len(values) / len(of):.1%}" if of else "-"
