"""What a caption speaks of: who, what they do, and what is with them.

Captions are short and alike, so their order and a few endings tell the parts apart. Where that goes wrong, a
mention is still made of words that stand together in the caption, and nothing is told of it but who says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from narrator.captioning.content import (
    AUXILIARIES,
    COLOUR_WORDS,
    EMPTY_WORDS,
    NAMED_BY_GERUNDS,
    NUMBERS,
    ONE_OR_TWO,
    QUALITIES,
    SINGULAR_ARTICLES,
    gerund,
    is_adverb,
    is_gerund,
    is_participle,
    is_plural,
)

_TOKEN = re.compile(rf"{ONE_OR_TWO}(?= )|\S+")
_Token = tuple[int, str]
"""What is read as one word, after its place among the caption's words."""
_DETERMINERS = SINGULAR_ARTICLES | {"the", "his", "her", "its", "their"}
_DRESSED = frozenset({"wearing", "dressed"})


class Part(IntEnum):
    """Which part of a caption, the most important first."""

    WHO = 0
    DOES = 1
    WITH = 2
    ASIDE = 3
    """A verb besides the main one."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One thing that a caption speaks of."""

    part: Part
    words: tuple[str, ...]
    """A thing with what describes it, "brown dog", or one verb in -ing."""
    determiner: str = ""
    """"a", "the", "his" and the like."""
    number: str = ""
    """Of several: "two"."""
    place: int = field(default=0, compare=False)
    """Which of the caption's words its last word is, the first being 0."""

    @property
    def key(self) -> tuple[str, str]:
        """What two mentions of the same have in common: the number and the thing, not how it is described."""
        return self.number, self.words[-1]


@dataclass(kw_only=True)
class _Run:
    """Words between two that say nothing: "brown dog running" in "a brown dog running on grass"."""

    determiner: str = ""
    number: str = ""
    after_auxiliary: bool = False
    words: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    """Which of the caption's words each of them is."""


def mentions(caption: str) -> list[Mention]:
    """All that a caption of lower-case words speaks of, the things before the verbs."""
    tokens = [(place, token) for place, token in _tokens(caption) if not is_adverb(token)]
    plain = any(token in AUXILIARIES or is_gerund(token) for _, token in tokens)
    things: list[Mention] = []
    verbs: dict[int, str] = {}
    main = ""
    for run in _runs(tokens):
        place = _verb_place(run, plain=plain, found=bool(verbs))
        # An "and" between a colour and a verb joins no colours: "black and standing".
        ending = place - 1 if run.words[:place][-1:] == ["and"] else place
        if noun := run.words[:ending]:
            part = Part.WITH if things else Part.WHO
            things.append(
                Mention(
                    part=part,
                    words=tuple(noun),
                    determiner=run.determiner,
                    number=run.number,
                    place=run.places[ending - 1],
                )
            )
        if place < len(run.words):
            verb = verbs[run.places[place]] = _in_ing(run.words[place])
            main = main or (verb if run.after_auxiliary else "")
        if rest := run.words[place + 1 :]:
            things.append(Mention(part=Part.WITH, words=tuple(rest), place=run.places[-1]))
    main = main or next(
        (verb for verb in verbs.values() if verb not in _DRESSED), "".join([*verbs.values()][:1])
    )
    return things + [
        Mention(part=Part.DOES if verb == main else Part.ASIDE, words=(verb,), place=place)
        for place, verb in verbs.items()
    ]


def _tokens(caption: str) -> Iterator[_Token]:
    place = 0
    for token in _TOKEN.findall(caption):
        yield place, token
        place += len(token.split())


def _runs(tokens: Sequence[_Token]) -> Iterator[_Run]:
    run = _Run()
    for (place, token), (_, following) in zip(tokens, [*tokens, (0, "and")][1:], strict=True):
        # "black and white dog" is one thing.
        mixes = token == "and" and bool(run.words) and COLOUR_WORDS.issuperset(run.words)
        if token not in EMPTY_WORDS or (mixes and following not in EMPTY_WORDS):
            run.words.append(token)
            run.places.append(place)
            continue
        if run.words:
            yield run
        run = _Run(
            determiner=token if token in _DETERMINERS else "",
            number=token if token in NUMBERS - {"one"} else "",
            after_auxiliary=token in AUXILIARIES,
        )
    if run.words:
        yield run


def _verb_place(run: _Run, *, plain: bool, found: bool) -> int:
    """Where in a run its verb is, the run's length if there is none.

    `plain` is whether the caption has a verb that can be no thing, `found` whether one came before.
    """
    determined = bool(run.determiner or run.number)
    for place, word in enumerate(run.words):
        last = place == len(run.words) - 1
        before = run.words[place - 1] if place else ""
        if place == 0:
            is_verb = not determined and (
                is_gerund(word) or (is_participle(word) and (run.after_auxiliary or last))
            )
        elif is_gerund(word):
            names = found and determined and not last and run.words[place + 1] in NAMED_BY_GERUNDS
            describes = determined and not last and before in COLOUR_WORDS | QUALITIES
            is_verb = not (names or describes)  # as in "a large swimming pool", "a young smiling child"
        elif is_participle(word):
            is_verb = last
        elif run.determiner:
            surely_one = run.determiner in SINGULAR_ARTICLES or not plain
            is_verb = is_plural(word) and surely_one and not found  # "a dog runs"
        else:
            is_verb = is_plural(before) and not plain and not found  # "two dogs run"
        if is_verb:
            return place
    return len(run.words)


def _in_ing(verb: str) -> str:
    return verb if is_gerund(verb) or is_participle(verb) else gerund(verb)
