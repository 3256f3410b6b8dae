"""How likely the caption that is spoken is right, told from all that is known of it when it is made.

It is a logistic regression on a few signs. Each is turned so that more of it is a good sign and no
coefficient is negative, so the confidence never falls when a sign gets better. The coefficients come in the
bundle, as calibration.json:

    format        1
    intercept     the log-odds of a picture of which every sign is as usual
    signs         sign -> {"usual", "deviation", "coefficient"}; the names are those in `signs_of`
    limits        the least confidence of each band but the last, the surest first
    familiarity   the training pictures' features (see `Familiarity`)
    recognition   optional; tells photographs from what is none (see `Recognition`)
    witness       optional; the everyday names of what the network's classifier sees (see `Witness`)

`python -m training.calibrate` makes it, and says there what counts as right.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.agreement import agreement_of
from narrator.captioning.content import EMPTY_WORDS
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.reading import mentions
from narrator.captioning.recognition import Recognition
from narrator.captioning.witness import Witness
from narrator.description import Agreement, Candidate

FORMAT = 1
BANDS = ("sure", "likely", "unsure", "doubtful")
"""How sure one can be of a caption, from most to least."""
SIGNS = frozenset({"certainty", "margin", "overlap", "words", "weakest", "brevity", "familiarity", "clear"})
"""What `signs_of` tells."""

FARTHEST = 3.0
"""Deviations from what is usual that a sign counts at most: beyond, nobody knows what it means."""
_LONGEST_NGRAM = 4
_LEAST_SURPRISE = 0.02
"""Below so little (natural logarithm a word) one caption is as certain as another."""


def signs_of(
    candidates: Sequence[Candidate], distance: float, kind: str, agreement: Agreement | None = None
) -> dict[str, float]:
    """What speaks for the first of the candidates, at least one; NaN where one sample alone can tell nothing.

    `agreement` is that of these candidates, where it is known already.

    * `certainty`: the network's log-probability a word, stretched where it comes near to 0: there a little
      more means much.
    * `margin`: by how much that exceeds the mean of all samples.
    * `overlap`: the share of words and n-grams that it has in common with a sample.
    * `words`: the share of the samples that say a word of it, on average over those that say something.
    * `weakest`: the same of the word that the fewest say.
    * `brevity`: the number of these words, less than nothing: who claims less is wrong less often.
    * `familiarity`: the distance from the training pictures, less than nothing.
    * `clear`: 1 for a photograph, 0 where `narrator.looking` finds it dark, bright or blurred.
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
        "certainty": -math.log(max(_LEAST_SURPRISE - spoken.log_prob, _LEAST_SURPRISE)),
        **(compared if samples > 1 else dict.fromkeys(compared, math.nan)),
        "brevity": -float(len(supports)),
        "familiarity": -distance,
        "clear": float(kind == "photo"),
    }


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
class Calibration:
    """From signs to a probability, and from that to a band; and what is a photograph at all."""

    intercept: float
    signs: Mapping[str, Sign]
    limits: tuple[float, float, float]
    familiarity: Familiarity
    recognition: Recognition | None = None
    witness: Witness | None = None

    def confidence(
        self,
        candidates: Sequence[Candidate],
        features: NDArray[np.float32],
        kind: str = "photo",
        agreement: Agreement | None = None,
    ) -> float:
        """The probability that the first candidate is right.

        Candidates are in neutral words for people; `features` are those of `Look`, `kind` is what looking
        found, and `agreement` that of these candidates, where it is known already.
        """
        distance = self.familiarity.distance(features)
        return self.probability(signs_of(candidates, distance, kind, agreement))

    def probability(self, values: Mapping[str, float]) -> float:
        """The same from the signs, as `signs_of` gives them."""
        log_odds = self.intercept + sum(sign.log_odds(values[name]) for name, sign in self.signs.items())
        return 1 / (1 + math.exp(-log_odds))

    def band(self, confidence: float) -> str:
        """The band of a confidence."""
        return BANDS[sum(confidence < limit for limit in self.limits)]

    def save(self, file: Path) -> None:
        """Write calibration.json."""
        record = {
            "format": FORMAT,
            "intercept": self.intercept,
            "signs": {name: asdict(sign) for name, sign in self.signs.items()},
            "limits": self.limits,
            "familiarity": self.familiarity.to_record(),
        }
        if self.recognition is not None:
            record["recognition"] = self.recognition.to_record()
        if self.witness is not None:
            record["witness"] = self.witness.to_record()
        file.write_text(json.dumps(record) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> "Calibration":
        """Read what `save` wrote. Raises `OSError`, or `ValueError` for what is no such calibration."""
        record = json.loads(file.read_text(encoding="utf-8"))
        try:
            return cls._from_record(record)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not a calibration: {error}") from error

    @classmethod
    def _from_record(cls, record: Mapping[str, Any]) -> "Calibration":
        signs = {name: Sign(**sign) for name, sign in record["signs"].items()}
        sure, likely, unsure = (float(limit) for limit in record["limits"])
        if record["format"] != FORMAT or not sure >= likely >= unsure:
            raise ValueError("another format, or limits that do not fall")
        if unknown := signs.keys() - SIGNS:
            raise ValueError(f"signs that this version does not know: {', '.join(sorted(unknown))}")
        if not all(sign.deviation > 0 and sign.coefficient >= 0 for sign in signs.values()):
            raise ValueError("a sign without deviation, or one that speaks against what it should speak for")
        return cls(
            intercept=float(record["intercept"]),
            signs=signs,
            limits=(sure, likely, unsure),
            familiarity=Familiarity.from_record(record["familiarity"]),
            recognition=Recognition.from_record(record["recognition"]) if "recognition" in record else None,
            witness=Witness.from_record(record["witness"]) if "witness" in record else None,
        )
