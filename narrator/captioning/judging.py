"""The seam at which somebody says how probable each claim of each caption is, and what is told of them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from narrator.captioning.claims import Claimed, Judged, claims_of
from narrator.captioning.content import article, is_plural
from narrator.captioning.decoding import Hypothesis
from narrator.captioning.general import UNCOUNTED
from narrator.captioning.look import Look
from narrator.captioning.parsing import clauses_of, determiner_of
from narrator.captioning.phrases import Phrase
from narrator.captioning.telling import EVEN, Telling, told
from narrator.description import Candidate, Claim, Claims, Thing

CLAIMS = ("sure", "all")
"""What is told of a caption: what is probable enough, or all of it."""

Witness = Callable[[Look], tuple[Thing, ...]]
"""Names what is in a picture, whatever captions say."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """All that is known of captions when their claims are judged."""

    candidates: Sequence[Candidate]
    """The most probable first, in the words that are spoken."""
    claims: Sequence[Sequence[Claimed]]
    """Those of each candidate, as `claims_of` gives them."""
    hypotheses: Sequence[Hypothesis]
    """All samples as they were drawn, with the log-probability of each word."""
    look: Look
    """The picture as the encoder saw it."""
    kind: str
    """What kind of picture it is."""
    things: Sequence[Thing] = ()
    """What the witness sees."""

    @classmethod
    def of(
        cls,
        candidates: Sequence[Candidate],
        hypotheses: Sequence[Hypothesis],
        look: Look,
        kind: str,
        things: Sequence[Thing] = (),
    ) -> "Evidence":
        """With the candidates' own claims."""
        claims = [claims_of(candidate.caption) for candidate in candidates]
        return cls(
            candidates=candidates,
            claims=claims,
            hypotheses=hypotheses,
            look=look,
            kind=kind,
            things=things,
        )


class ClaimJudge(Protocol):
    """Says how probable claims are."""

    @property
    def even(self) -> float:
        """The probability from which on a claim is told."""

    def judge(self, evidence: Evidence) -> Sequence[Sequence[float]]:
        """The probability of each claim of each candidate, from 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class TableJudge:
    """Knows how probable each word is, whatever the picture: for tests."""

    probabilities: Mapping[str, float]
    """Of words as claims have them."""
    otherwise: float = 1.0
    """Of all other words."""
    even: float = EVEN

    def judge(self, evidence: Evidence) -> list[list[float]]:
        """What the table says."""
        return [
            [self.probabilities.get(claim.word, self.otherwise) for claim in claims]
            for claims in evidence.claims
        ]


def judged_claims(judge: ClaimJudge, evidence: Evidence, which: str = "sure") -> Claims:
    """What the first candidate claims, and what is told of it; `which` is one of CLAIMS."""
    probabilities = judge.judge(evidence)
    return told_of(
        evidence.candidates, evidence.claims, probabilities, evidence.things, even=judge.even, which=which
    )


def told_of(
    candidates: Sequence[Candidate],
    claims: Sequence[Sequence[Claimed]],
    probabilities: Sequence[Sequence[float]],
    things: Sequence[Thing] = (),
    *,
    even: float = EVEN,
    which: str = "sure",
) -> Claims:
    """The same once each claim of each candidate has a probability."""
    names = {thing.name.removeprefix("a ").removeprefix("an "): thing.probability for thing in things}
    judged = [
        Judged(caption=candidate.caption, claims=tuple(those), probabilities=tuple(own))
        for candidate, those, own in zip(candidates, claims, probabilities, strict=True)
    ]
    telling = Telling(sentence=judged[0].caption) if which == "all" else told(judged, names, even)
    said = _said(telling.sentence)
    first, *others = (_claims(caption, said) for caption in judged)
    known = {(claim.kind, claim.words) for claim in first}
    besides = {(claim.kind, claim.words): claim for caption in others for claim in caption if claim.told}
    added = [claim for key, claim in besides.items() if key not in known]
    general = {("thing", _by_itself(name.words)): name for name in telling.instead if name.general}
    plain = [claim for claim in (*first, *added) if (claim.kind, claim.words) not in general]
    renamed = [
        Claim(kind=kind, words=words, probability=name.probability) for (kind, words), name in general.items()
    ]
    return Claims(each=(*plain, *renamed), told=telling.sentence)


def _by_itself(name: str) -> str:
    """A thing's name with its article."""
    head = name.split()[-1]
    return name if is_plural(head) or head in UNCOUNTED else f"{article(name)} {name}"


def _said(sentence: str | None) -> Collection[tuple[str, str]]:
    """Kind and word of all that is claimed in a sentence, which may be a list."""
    parts = sentence.split(", ") if sentence else []
    return {(claim.kind, claim.word) for part in parts for claim in claims_of(part)}


def _claims(judged: Judged, said: Collection[tuple[str, str]]) -> list[Claim]:
    words = spoken_claims(judged.caption)
    return [
        Claim(
            kind=claim.kind,
            words=words.get(claim.place, claim.word),
            probability=probability,
            told=(claim.kind, claim.word) in said,
        )
        for claim, probability in zip(judged.claims, judged.probabilities, strict=True)
    ]


def spoken_claims(caption: str) -> dict[int, str]:
    """Each claim of a caption as it is said by itself, by its place: "a frisbee", "brown dog", "running"."""
    words = caption.split()
    phrases = [phrase for clause in clauses_of(caption) for phrase in clause.walk() if phrase.head]
    return {place: said for phrase in phrases for place, said in _spoken(phrase, words)}


def _spoken(phrase: Phrase, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    head = phrase.head
    assert head is not None
    named = head.kind in ("thing", "action")
    for claim in phrase.modifiers:
        yield claim.place, f"{claim.word} {head.word}" if named else claim.word
    determiner = determiner_of(phrase, words)
    if head.kind == "thing" and determiner == "the":
        yield head.place, f"the {head.word}"
    elif head.kind == "thing" and determiner and not is_plural(head.word):
        yield head.place, head.word if head.word in UNCOUNTED else f"{article(head.word)} {head.word}"
    else:
        yield head.place, head.word
