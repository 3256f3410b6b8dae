"""Pictures that a bundle captioned, judged by what people wrote of them, and what is told of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.captioning.familiarity import Familiarity
from narrator.captioning.odds import ClaimOdds
from narrator.captioning.signs import signs_of
from narrator.description import Claims
from training.data.datasets import Example
from training.trust.claimed import Claimant, fit_claims
from training.trust.rightness import Verdict, judge

FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class Case:
    """One picture that was captioned and is judged."""

    spoilt: bool
    """Whether the picture was blurred, darkened or brightened first."""
    fold: int
    """The same for both views of a picture."""
    example: Example
    claimant: Claimant


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of one picture, and whether that is right."""

    case: Case
    sentence: str
    claims: Claims | None
    """None where nobody judges them."""
    verdict: Verdict

    @property
    def right(self) -> bool:
        """By the measure for a part of a caption, or for a whole one."""
        return self.verdict.right if self.claims is None else self.verdict.true

    @property
    def signs(self) -> dict[str, float]:
        """What speaks for it."""
        each = self.case.claimant
        return signs_of(each.candidates, each.distance, each.kind, claims=self.claims)


def tell(cases: Sequence[Case], odds: Sequence[ClaimOdds | None]) -> list[Told]:
    """What is told of each picture by the odds for its fold; those of which nothing is told are left out."""
    told = []
    for dataset in dict.fromkeys(case.claimant.dataset for case in cases):
        some = [case for case in cases if case.claimant.dataset == dataset]
        claims = [None if (own := odds[case.fold]) is None else case.claimant.told(own) for case in some]
        sentences = [
            case.claimant.candidates[0].caption if own is None else own.told
            for case, own in zip(some, claims, strict=True)
        ]
        # All references together, so that rarity is the same for all.
        verdicts = judge(
            [sentence or "" for sentence in sentences], [case.claimant.references for case in some]
        )
        told += [
            Told(case=case, sentence=sentence, claims=own, verdict=verdict)
            for case, sentence, own, verdict in zip(some, sentences, claims, verdicts, strict=True)
            if sentence
        ]
    return told


def cross_fitted(cases: Sequence[Case], familiarity: Familiarity) -> list[ClaimOdds | None]:
    """For each fold the odds that have not seen its pictures; None where there is no witness."""
    return [claim_odds([case for case in cases if case.fold != fold], familiarity) for fold in range(FOLDS)]


def claim_odds(cases: Sequence[Case], familiarity: Familiarity) -> ClaimOdds | None:
    """Fit how likely claims are borne out; None where there is no witness."""
    seen = [case.claimant for case in cases if case.claimant.seen is not None]
    return fit_claims(seen, familiarity) if seen else None
