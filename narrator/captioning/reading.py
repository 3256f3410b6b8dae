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
    NUMBERS,
    ONE_OR_TWO,
    SINGULAR_ARTICLES,
    gerund,
    is_adverb,
    is_gerund,
    is_participle,
    is_plural,
)

_TOKEN = re.compile(rf"{ONE_OR_TWO}(?= )|\S+")
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


def mentions(caption: str) -> list[Mention]:
    """All that a caption of lower-case words speaks of, the things before the verbs."""
    tokens = [token for token in _TOKEN.findall(caption) if not is_adverb(token)]
    plain = any(token in AUXILIARIES or is_gerund(token) for token in tokens)
    things: list[Mention] = []
    verbs: list[str] = []
    main = ""
    for run in _runs(tokens):
        place = _verb_place(run, plain=plain, found=bool(verbs))
        # An "and" between a colour and a verb joins no colours: "black and standing".
        ending = place - 1 if run.words[:place][-1:] == ["and"] else place
        if noun := run.words[:ending]:
            part = Part.WITH if things else Part.WHO
            things.append(_thing(part, noun, determiner=run.determiner, number=run.number))
        if place < len(run.words):
            verbs.append(_in_ing(run.words[place]))
            main = main or (verbs[-1] if run.after_auxiliary else "")
        if rest := run.words[place + 1 :]:
            things.append(_thing(Part.WITH, rest))
    main = main or next((verb for verb in verbs if verb not in _DRESSED), "".join(verbs[:1]))
    return things + [_verb(Part.DOES if verb == main else Part.ASIDE, verb) for verb in verbs]


def _runs(tokens: Sequence[str]) -> Iterator[_Run]:
    run = _Run()
    for token, following in zip(tokens, [*tokens, "and"][1:], strict=True):
        # "black and white dog" is one thing.
        mixes = token == "and" and bool(run.words) and COLOUR_WORDS.issuperset(run.words)
        if token not in EMPTY_WORDS or (mixes and following not in EMPTY_WORDS):
            run.words.append(token)
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
            is_verb = not (found and determined)  # else as in "a large swimming pool"
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


def _thing(part: Part, words: Sequence[str], *, determiner: str = "", number: str = "") -> Mention:
    return Mention(part=part, words=tuple(words), determiner=determiner, number=number)


def _verb(part: Part, verb: str) -> Mention:
    return Mention(part=part, words=(verb,))


def _in_ing(verb: str) -> str:
    return verb if is_gerund(verb) or is_participle(verb) else gerund(verb)
