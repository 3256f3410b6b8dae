"""What is told of a picture when each claim of each caption has a probability of its own.

Nothing is made up: all words are those of a sampled caption, or more general names of what it names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrator.captioning.claims import Judged
from narrator.captioning.content import article
from narrator.captioning.cutting import cut
from narrator.captioning.naming import OtherName, names_instead, things_of

EVEN = 0.5
"""A claim is told from this probability on, where a bundle does not ask for more."""
_CLEARLY = 0.5
"""So much more than the most probable sample must another tell to be told in its place: a sure claim."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is told."""

    sentence: str | None
    """None where nothing is."""
    instead: tuple[OtherName, ...] = ()
    """Names in it that are told in place of what its caption says."""
    worth: float = 0.0
    """How much it tells: by how much it is surer than it must be. Another name tells half as much."""


def told(judged: Sequence[Judged], names: Mapping[str, float] | None = None, even: float = EVEN) -> Telling:
    """The sentence that tells most of what is at least as probable as `even`.

    `judged` are the samples' captions, the most probable first: it is told unless another tells clearly more.
    What is doubtful in it gives way to what another sample names in its place, is named together with that
    where they are close, gets a more general name, or is left out. `names` are what else is seen, with
    probabilities, and bear out such general names.
    """
    things = [things_of(caption) for caption in judged]
    cuts: list[Telling] = []
    for number, caption in enumerate(judged):
        others = [thing for each in things[:number] + things[number + 1 :] for thing in each]
        cuts.append(_cut(caption, names_instead(things[number], others, names or {}, even), even))
    first, *_ = cuts or [Telling(sentence=None)]
    best = max(cuts, key=lambda each: each.worth, default=first)
    return best if first.sentence is None or best.worth - first.worth >= _CLEARLY else first


def _cut(judged: Judged, instead: Mapping[int, OtherName], even: float) -> Telling:
    """What is left of a caption."""
    replaced = {place for name in instead.values() for place in name.replaced}
    sure = {claim.place: judged[claim] - even for claim in judged.claims if judged[claim] >= even}
    kept = sure.keys() - replaced
    rest = cut(judged.caption, kept, {place: name.words for place, name in instead.items()})
    if rest is None:
        return Telling(sentence=None)
    renamed = {place: (name.probability - even) / 2 for place, name in instead.items()}
    worth = sum((sure | renamed)[place] for place in rest.places & (kept | renamed.keys()))
    told_instead = tuple(name for place, name in instead.items() if place in rest.places)
    return Telling(sentence=_with_articles(rest.sentence), instead=told_instead, worth=worth)


def _with_articles(sentence: str) -> str:
    """With "an" where it has to be and nowhere else: networks say "a airplane" as some people write it."""
    words = sentence.split()
    return " ".join(
        article(following) if word in ("a", "an") and following else word
        for word, following in zip(words, [*words[1:], ""], strict=True)
    )
