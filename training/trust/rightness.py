"""Whether a caption is right, judged by what five people wrote of the same picture.

Both are put into neutral words for people first, as they are spoken. Then a caption is right if

* at least two thirds of its words that say something (things, what describes them, what they do; no numbers)
  are in a reference, in another form or as a near synonym, and
* its CIDEr-D is at least 0.4, for it needs more than single words in common with them: a
  caption of things that are there, doing what they do not do, has little.

The first finds what is made up, the second what is beside the point. Both limits were set by reading captions
with their references: the first 44 of Flickr8k's development split and the first 17 of COCO's, of the first
released bundle. 58 of these 61 verdicts were the reader's own. Of the other three, one caption was right and
common words hid it, and two had the place or the action wrong, which others in the picture had. A wrong
number of people or things does not make a caption wrong. `python -m training.calibrate --show 61` prints
them.

Of a sentence that tells only what is probable, CIDEr-D asks too much: "a dog" has little of it, however
surely there is a dog. Such a sentence is *true* if all words of it that say something are borne out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from narrator.captioning.content import EMPTY_WORDS, gerund, plural_verb
from narrator.captioning.general import generals_of
from narrator.captioning.neutral import neutral
from narrator.captioning.reading import mentions
from narrator.captioning.vocabulary import words_of
from training.metrics.scores import cider_d
from training.trust.claims import KINDS

LEAST_PRECISION = 2 / 3
LEAST_CIDER_D = 0.4

_SOMEBODY = """
    person people adult adults child children baby toddler kid kids infant teenager teenagers parent parents
    sibling siblings someone somebody crowd group team player players rider biker cyclist skier snowboarder
    skateboarder surfer climber hiker runner swimmer worker couple family band audience
"""
_YOUNG = "child children baby toddler kid kids infant teenager sibling siblings"
_SUPPORTS = {
    **KINDS["colours"],
    **KINDS["actions"],
    **KINDS["things"],
    **dict.fromkeys(("person", "people"), frozenset(_SOMEBODY.split())),
    **dict.fromkeys(("child", "children"), frozenset(_YOUNG.split())),
}
"""Word -> others that bear it out: any child is a person, but not the other way round."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of judging a caption."""

    cider_d: float
    unsupported: tuple[str, ...]
    """The words that say something and that no reference bears out."""
    precision: float
    """The share of those that are borne out; 1 if none says anything."""

    @property
    def right(self) -> bool:
        """Whether it counts as right."""
        return self.precision >= LEAST_PRECISION and self.cider_d >= LEAST_CIDER_D

    @property
    def true(self) -> bool:
        """Whether all that it claims is borne out, be it little: no more can be asked of a part."""
        return not self.unsupported


def judge(captions: Sequence[str], references: Sequence[Sequence[str]]) -> list[Verdict]:
    """Judge one caption a picture by that picture's references; rarity is that of all these references."""
    plain = [neutral(caption) for caption in captions]
    written = [[neutral(" ".join(words_of(each))) for each in of_one] for of_one in references]
    return [
        _verdict(caption, of_one, score)
        for caption, of_one, score in zip(plain, written, cider_d(plain, written), strict=True)
    ]


def words_said(references: Sequence[str]) -> frozenset[str]:
    """The words of references in neutral words for people, and what they may be forms of."""
    written = [neutral(" ".join(words_of(each))) for each in references]
    return frozenset(form for each in written for word in each.split() for form in _forms(word))


def words_meant(references: Sequence[str]) -> frozenset[str]:
    """The same, and more general names of what they name: who writes of a cow bears out an animal."""
    said = words_said(references)
    return said | {general for word in said for general in generals_of(word)}


def is_borne_out(word: str, said: frozenset[str]) -> bool:
    """Whether references bear a word out of which `words_meant` gave this."""
    return not supporting(word).isdisjoint(said)


def supporting(word: str) -> frozenset[str]:
    """All that bears a word out: its forms, and those of near synonyms."""
    return frozenset(form for each in {word, *_SUPPORTS.get(word, ())} for form in _forms(each))


def _verdict(caption: str, references: Sequence[str], score: float) -> Verdict:
    said = words_meant(references)
    claims = sorted({word for mention in mentions(caption) for word in mention.words} - EMPTY_WORDS)
    borne_out = {word: is_borne_out(word, said) for word in claims}
    return Verdict(
        cider_d=score,
        unsupported=tuple(word for word in claims if not borne_out[word]),
        precision=fmean(borne_out.values()) if claims else 1.0,
    )


def _forms(word: str) -> set[str]:
    """It, and what it may be of: "running" has no other here, "runs" has "run" and "running"."""
    return {word, plural_verb(word), gerund(word)}
