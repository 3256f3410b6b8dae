"""What speaks for a caption, as numbers, and what each of them counts in a logistic regression.

Each sign is turned so that more of it is a good sign and no coefficient is negative, so a probability never
falls when a sign gets better.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from narrator.captioning.agreement import agreement_of
from narrator.captioning.content import EMPTY_WORDS
from narrator.captioning.reading import mentions
from narrator.description import Agreement, Candidate, Claims

SIGNS = frozenset(
    {
        *("certainty", "margin", "overlap", "words", "weakest", "brevity", "familiarity", "clear"),
        *("claims", "least"),
    }
)
"""What `signs_of` tells."""

FARTHEST = 3.0
"""Deviations from what is usual that a sign counts at most: beyond, nobody knows what it means."""
_LONGEST_NGRAM = 4
_LEAST_ODDS = 1e-4
"""So near to 0 or 1 one probability is as good as another."""
_LEAST_SURPRISE = 0.02
"""Below so little (natural logarithm a word) one caption is as certain as another."""


def signs_of(
    candidates: Sequence[Candidate],
    distance: float,
    kind: str,
    agreement: Agreement | None = None,
    claims: Claims | None = None,
) -> dict[str, float]:
    """What speaks for the first of the candidates, at least one; NaN where one sample alone can tell nothing.

    `agreement` is that of these candidates, where it is known already, and `claims` what is told of them.

    * `certainty`: the network's log-probability a word, stretched where it comes near to 0: there a little
      more means much.
    * `margin`: by how much that exceeds the mean of all samples.
    * `overlap`: the share of words and n-grams that it has in common with a sample.
    * `words`: the share of the samples that say a word of it, on average over those that say something.
    * `weakest`: the same of the word that the fewest say.
    * `brevity`: the number of these words, less than nothing: who claims less is wrong less often.
    * `familiarity`: the distance from the training pictures, less than nothing.
    * `clear`: 1 for a photograph, 0 where `narrator.looking` finds it dark, bright or blurred.
    * `claims`: the log-probability that all claims that are told are borne out, if they were independent;
      NaN where nobody judged them.
    * `least`: the log-odds of the least probable of them.
    """
    spoken, samples = candidates[0], sum(candidate.count for candidate in candidates)
    supports = _supports(candidates[0], agreement or agreement_of(candidates), samples)
    mean = sum(candidate.count * candidate.log_prob for candidate in candidates) / samples
    alike = sum(each.count * _overlap(spoken.caption, each.caption) for each in candidates) / samples
    compared = {
        "margin": spoken.log_prob - mean,
        "overlap": alike,
        "words": sum(supports) / len(supports),
        "weakest": min(supports),
    }
    return {
        **signs_of_picture(spoken, distance, kind),
        **(compared if samples > 1 else dict.fromkeys(compared, math.nan)),
        "brevity": -float(len(supports)),
        **_of_claims(claims),
    }


def signs_of_picture(spoken: Candidate, distance: float, kind: str) -> dict[str, float]:
    """The signs that need no other samples: `certainty`, `familiarity` and `clear`."""
    return {
        "certainty": -math.log(max(_LEAST_SURPRISE - spoken.log_prob, _LEAST_SURPRISE)),
        "familiarity": -distance,
        "clear": float(kind == "photo"),
    }


def _of_claims(claims: Claims | None) -> dict[str, float]:
    if claims is None:
        return {"claims": math.nan, "least": math.nan}
    told = [min(max(claim.probability, _LEAST_ODDS), 1 - _LEAST_ODDS) for claim in claims.each if claim.told]
    least = min(told, default=1 - _LEAST_ODDS)
    return {"claims": sum(map(math.log, told)), "least": math.log(least / (1 - least))}


def _supports(spoken: Candidate, agreement: Agreement, samples: int) -> list[float]:
    """The share of the samples that say each word of a caption that says something; at least one share."""
    said = {word for mention in mentions(spoken.caption) for word in mention.words} - EMPTY_WORDS
    return [agreement.words[word] / samples for word in sorted(said)] or [1.0]


def _overlap(one: str, other: str) -> float:
    """Dice's coefficient of the sets of n-grams, the mean of n = 1 to 4; 1 for the same caption."""
    if one == other:
        return 1.0
    shares = []
    for length in range(1, _LONGEST_NGRAM + 1):
        first, second = _ngrams(one.split(), length), _ngrams(other.split(), length)
        if first or second:
            shares.append(2 * len(first & second) / (len(first) + len(second)))
    return sum(shares) / max(1, len(shares))


def _ngrams(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What one sign counts."""

    usual: float
    """The mean over the pictures that it was fitted to."""
    deviation: float
    """The standard deviation over them, above 0."""
    coefficient: float
    """Log-odds that one deviation above what is usual adds, 0 or more."""

    def log_odds(self, value: float) -> float:
        """What it adds; nothing if it is not known."""
        if math.isnan(value):
            return 0.0
        deviations = (value - self.usual) / self.deviation
        return self.coefficient * min(max(deviations, -FARTHEST), FARTHEST)


@dataclass(frozen=True, kw_only=True)
class LogOdds:
    """A logistic regression on signs."""

    intercept: float
    """The log-odds where every sign is as usual."""
    signs: Mapping[str, Sign]

    def probability(self, values: Mapping[str, float]) -> float:
        """From the signs' values, of which NaN tells nothing."""
        log_odds = self.intercept + sum(sign.log_odds(values[name]) for name, sign in self.signs.items())
        return 1 / (1 + math.exp(-log_odds))

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any], known: frozenset[str] = SIGNS) -> "LogOdds":
        """What `to_record` gave; `known` are the signs that there are.

        Raises KeyError, TypeError or ValueError for anything else.
        """
        signs = {name: Sign(**sign) for name, sign in record["signs"].items()}
        if unknown := signs.keys() - known:
            raise ValueError(f"signs that this version does not know: {', '.join(sorted(unknown))}")
        if not all(sign.deviation > 0 and sign.coefficient >= 0 for sign in signs.values()):
            raise ValueError("a sign without deviation, or one that speaks against what it should speak for")
        intercept = float(record["intercept"])
        if not math.isfinite(intercept):
            raise ValueError("an intercept that is no number")
        return cls(intercept=intercept, signs=signs)
