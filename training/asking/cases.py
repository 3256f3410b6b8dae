"""What a bundle makes of questions whose answers are known: the signs of each, and what is true."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

FOLDS = 5
"""Each picture's answers come from a fit to the pictures of the other folds."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question of one picture."""

    dataset: str
    picture: int
    word: str

    @property
    def fold(self) -> int:
        """Which fit must not know it."""
        return self.picture % FOLDS


@dataclass(frozen=True, kw_only=True)
class PresenceCase(Case):
    """Is it there?"""

    split: str
    """How it was chosen, if it is not there."""
    there: bool
    signs: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class ChoiceCase(Case):
    """Which colour has it, or how many are there?"""

    kind: str
    """"colour" or "number"."""
    signs: tuple[dict[str, float], ...]
    """Those of each candidate."""
    right: tuple[bool, ...]
    """Whether each candidate is true."""


@dataclass(frozen=True, kw_only=True)
class PlaceCase(Case):
    """Where is it, in a picture made of two?"""

    side: str
    """"left", "right", "top" or "bottom"."""
    signs: dict[str, dict[str, float]]
    """Those of its presence in the whole and in each part."""


@dataclass(frozen=True, kw_only=True)
class Cases:
    """All of them."""

    presence: Sequence[PresenceCase]
    choices: Sequence[ChoiceCase]
    places: Sequence[PlaceCase]

    def of(self, kind: str) -> list[ChoiceCase]:
        """The choices of a kind."""
        return [case for case in self.choices if case.kind == kind]

    def to_record(self) -> dict[str, Any]:
        """As plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Cases":
        """What `to_record` gave."""
        return cls(
            presence=[PresenceCase(**each) for each in record["presence"]],
            choices=[
                ChoiceCase(**{**each, "signs": tuple(each["signs"]), "right": tuple(each["right"])})
                for each in record["choices"]
            ],
            places=[PlaceCase(**each) for each in record["places"]],
        )
