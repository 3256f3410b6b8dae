"""Questions after things, asked as POPE asks them: of each picture as many that are there as that are not.

After Li et al. 2023, "Evaluating Object Hallucination in Large Vision-Language Models", arXiv:2305.10355.
What is not there is drawn at random, or is what most pictures show (popular), or what is most often seen
together with what is there (adversarial).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from narrator.questions.meaning import Meaning
from training.asking.objects import Objects

SPLITS = ("random", "popular", "adversarial")
MOST = 3
"""Things that are asked after that are there, and as many that are not."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whether a thing is in a picture."""

    picture: int
    meaning: Meaning
    there: bool
    split: str
    """One of SPLITS."""


def polls(objects: Objects) -> Iterator[Asked]:
    """All questions of all splits; those after what is there are the same in each."""
    shown = Counter(
        each.word for picture in objects.shown for each in objects.meanings if picture.holds(each)
    )
    together = Counter(
        pair
        for picture in objects.shown
        for pair in permutations([each.word for each in objects.meanings if picture.holds(each)], 2)
    )
    for number, picture in enumerate(objects.shown):
        draw = Random(number)
        there = [each for each in objects.meanings if picture.holds(each)]
        there = draw.sample(there, min(MOST, len(there)))
        absent = [each for each in objects.meanings if picture.lacks(each)]
        draw.shuffle(absent)
        popular = sorted(absent, key=lambda each: -shown[each.word])
        met = {each.word: sum(together[own.word, each.word] for own in there) for each in absent}
        adversarial = sorted(popular, key=lambda each: -met[each.word])
        chosen: Sequence[Sequence[Meaning]] = (absent, popular, adversarial)
        for split, some in zip(SPLITS, chosen, strict=True):
            for meanings, is_there in ((there, True), (some[: len(there)], False)):
                for meaning in meanings:
                    yield Asked(picture=number, meaning=meaning, there=is_there, split=split)
