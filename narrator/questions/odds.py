"""How far the signs of an answer can be trusted: three regressions that come with a bundle.

They stand in calibration.json under `questions`; `python -m training.questions` fits them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from narrator.captioning.signs import LogOdds

PRESENCE_SIGNS = frozenset({"near", "gain", "said", "seen"})
CHOICE_SIGNS = frozenset({"given", "gain", "worn", "said", "seen"})


@dataclass(frozen=True, kw_only=True)
class QuestionOdds:
    """From signs to probabilities."""

    presence: LogOdds
    """That a thing is there, where it is as likely there as not."""
    colour: LogOdds
    """That a colour is a thing's."""
    number: LogOdds
    """That there are so many of a thing."""

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return {each.name: getattr(self, each.name).to_record() for each in fields(self)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "QuestionOdds":
        """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            presence=LogOdds.from_record(record["presence"], PRESENCE_SIGNS),
            colour=LogOdds.from_record(record["colour"], CHOICE_SIGNS),
            number=LogOdds.from_record(record["number"], CHOICE_SIGNS),
        )
