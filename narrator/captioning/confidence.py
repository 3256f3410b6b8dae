"""How likely the caption that is spoken is right, told from all that is known of it when it is made.

It is a logistic regression on a few signs (`narrator.captioning.signs`). The coefficients come in the bundle,
as calibration.json:

    format        1
    intercept     the log-odds of a picture of which every sign is as usual
    signs         sign -> {"usual", "deviation", "coefficient"}; the names are those in `signs_of`
    limits        the least confidence of each band but the last, the surest first
    familiarity   the training pictures' features (see `Familiarity`)
    recognition   optional; tells photographs from what is none (see `Recognition`)
    witness       optional; names for what the encoder's classifiers see (see `Witness`)
    claims        optional, with a witness; how likely each claim of a caption is borne out (see `ClaimOdds`)
    questions     optional; how likely answers to questions are right (see `narrator.questions.odds`)

`python -m training.calibrate` makes it, and says there what counts as right.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.familiarity import Familiarity
from narrator.captioning.look import Look
from narrator.captioning.odds import ClaimOdds
from narrator.captioning.recognition import Recognition
from narrator.captioning.signs import LogOdds, signs_of
from narrator.captioning.witness import Witness
from narrator.description import Agreement, Candidate, Claims, Thing

FORMAT = 1
BANDS = ("sure", "likely", "unsure", "doubtful")
"""How sure one can be of a caption, from most to least."""
UNTRIED = frozenset({"close-up"})
"""Kinds that no data set has with captions, so that nobody knows how often they are right."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """From signs to a probability, and from that to a band; and what else tells how far to trust."""

    odds: LogOdds
    limits: tuple[float, float, float]
    familiarity: Familiarity
    recognition: Recognition | None = None
    claims: ClaimOdds | None = None
    witness: Witness | None = None
    questions: Mapping[str, Any] | None = None
    """As it stands in the file: the room that answers questions reads it."""

    def confidence(
        self,
        candidates: Sequence[Candidate],
        features: NDArray[np.float32],
        kind: str = "photo",
        agreement: Agreement | None = None,
        claims: Claims | None = None,
    ) -> float:
        """The probability that what is told is right.

        Candidates are in neutral words for people; `features` are those of `Look`, `kind` is what looking
        found, `agreement` that of these candidates, where it is known already, and `claims` what is told.
        """
        distance = self.familiarity.distance(features)
        return self.odds.probability(signs_of(candidates, distance, kind, agreement, claims))

    def seen_things(self, look: Look) -> tuple[Thing, ...]:
        """What the witness names in a picture, the surest first; nothing where there is none."""
        return () if self.witness is None else self.witness.seen_in(look)

    def band(self, confidence: float, kind: str = "photo") -> str:
        """The band of a confidence; where none was learned from pictures of that kind, unsure at best."""
        band = sum(confidence < limit for limit in self.limits)
        return BANDS[max(band, BANDS.index("unsure")) if kind in UNTRIED else band]

    def save(self, file: Path) -> None:
        """Write calibration.json."""
        parts = {"recognition": self.recognition, "claims": self.claims, "witness": self.witness}
        record = {
            "format": FORMAT,
            **self.odds.to_record(),
            "limits": self.limits,
            "familiarity": self.familiarity.to_record(),
            **{name: part.to_record() for name, part in parts.items() if part is not None},
            **({} if self.questions is None else {"questions": self.questions}),
        }
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
        sure, likely, unsure = (float(limit) for limit in record["limits"])
        if record["format"] != FORMAT or not sure >= likely >= unsure:
            raise ValueError("another format, or limits that do not fall")
        calibration = cls(
            odds=LogOdds.from_record(record),
            limits=(sure, likely, unsure),
            familiarity=Familiarity.from_record(record["familiarity"]),
            questions=record.get("questions"),
        )
        if "recognition" in record:
            recognition = Recognition.from_record(record["recognition"])
            if recognition.weights.shape[1:] != calibration.familiarity.mean.shape:
                raise ValueError("recognition and familiarity are not of the same features")
            calibration = replace(calibration, recognition=recognition)
        if "witness" in record:
            calibration = replace(calibration, witness=Witness.from_record(record["witness"]))
        if "claims" in record and calibration.witness is not None:
            words, familiarity = calibration.witness.places, calibration.familiarity
            calibration = replace(
                calibration, claims=ClaimOdds.from_record(record["claims"], words, familiarity)
            )
        return calibration
