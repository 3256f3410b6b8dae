"""What all candidates say of a picture and where they part, in up to three sentences.

One caption sounds certain. Somebody who hears that three of ten say something else knows what to doubt.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from narrator.captioning.content import EMPTY_WORDS, SINGULAR_ARTICLES, article
from narrator.captioning.reading import Mention, Part, mentions
from narrator.description import Agreement, Candidate, Said
from narrator.languages.catalogue import ENGLISH, in_tongue
from narrator.phrasing.agreeing import agreement_sentence

_Read = Sequence[tuple[Sequence[Mention], int]]
"""What each candidate speaks of, and its count."""
_SENTENCES = 3
_WAYS = 3
"""So many ways in which they part are told in one sentence."""


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """What some or all of the samples say."""

    part: Part
    phrase: str
    count: int
    """How many of them."""


def agreement_of(candidates: Sequence[Candidate]) -> Agreement:
    """Compare candidates, at least one, each with the weight of its count; their order does not matter."""
    read = [(mentions(candidate.caption), candidate.count) for candidate in candidates]
    samples = sum(candidate.count for candidate in candidates)
    differ = len({candidate.caption for candidate in candidates}) > 1
    parts = _told(_claims(read), samples) if differ else ()
    with in_tongue(
        ENGLISH
    ):  # a fact of the picture, as the captions are; phrasing says it in other languages
        sentence = agreement_sentence(candidates, parts)
    return Agreement(sentence=sentence, words=_words(read), parts=parts)


def _words(read: _Read) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for mentioned, count in read:
        said = {word for mention in mentioned for word in mention.words} - EMPTY_WORDS
        counts.update(dict.fromkeys(said, count))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _claims(read: _Read) -> list[_Claim]:
    """All that is said: the most important part first, in it what most say."""
    counts: Counter[tuple[str, str]] = Counter()
    alike: dict[tuple[str, str], Counter[Mention]] = defaultdict(Counter)
    for mentioned, count in read:
        counts.update(dict.fromkeys({mention.key for mention in mentioned}, count))
        for mention in mentioned:
            alike[mention.key][mention] += count
    claims = [
        _Claim(part=min(mention.part for mention in same), phrase=_phrase(same), count=counts[key])
        for key, same in alike.items()
    ]
    return sorted(claims, key=lambda claim: (claim.part, -claim.count, claim.phrase))


def _phrase(same: Counter[Mention]) -> str:
    """What mentions of one thing have in common: "a dog" of "a brown dog" and "the dog"."""
    backwards = zip(*(reversed(mention.words) for mention in same), strict=False)
    shared = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, backwards)][::-1]
    noun = " ".join(shared).removeprefix("and ")
    determiners: Counter[str] = Counter()
    for mention, count in same.items():
        determiners[mention.number or mention.determiner] += count
    determiner = min(determiners, key=lambda each: (-determiners[each], each))
    if determiner in SINGULAR_ARTICLES:
        determiner = article(noun)
    return f"{determiner} {noun}".lstrip()


def _told(claims: Sequence[_Claim], samples: int) -> tuple[tuple[Said, ...], ...]:
    """Who, what they do, where: in that order, and what all say before that in which they part."""
    claims = [claim for claim in claims if claim.part is not Part.ASIDE]
    shared = [claim for claim in claims if claim.count == samples]
    parts: list[tuple[Part, tuple[Said, ...]]] = []
    if shared:
        parts.append((shared[0].part, _said(shared)))
    for part in Part:
        ways = [claim for claim in claims if claim.part is part and claim.count < samples][:_WAYS]
        if ways:
            parts.append((part, _said(ways)))
    ordered = sorted(parts, key=lambda each: each[0])  # of one part, what was put first stays first
    return tuple(said for _, said in ordered[:_SENTENCES])


def _said(claims: Sequence[_Claim]) -> tuple[Said, ...]:
    return tuple(Said(phrase=claim.phrase, count=claim.count) for claim in claims)
