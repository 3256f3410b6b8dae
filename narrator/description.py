"""The shared nouns: what is said of a picture and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One distinct caption among those that were sampled."""

    caption: str
    log_prob: float
    """The network's own log-probability a word (natural logarithm, untempered, the end included)."""
    count: int = 1
    """How many of the samples said it."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """A picture's caption with its evidence."""

    candidates: tuple[Candidate, ...]
    """All distinct captions, the one that is spoken first."""
    bundle: str
    """Name and version of the bundle that made it."""
    size: tuple[int, int]
    """Width and height of the upright picture in pixels."""
    notes: tuple[str, ...] = ()
    """What the listener should know of the file, in sentences: "This is the first frame of an animation."."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds spent in each stage."""

    @property
    def caption(self) -> str:
        """The caption that is spoken."""
        return self.candidates[0].caption

    @property
    def log_prob(self) -> float:
        """The log-probability a word of the caption that is spoken."""
        return self.candidates[0].log_prob

    def to_result(self, picture: str, spoken: str) -> dict[str, object]:
        """What `--json` prints of a picture: what it is known by, what is said of it, and the evidence."""
        return {
            "picture": picture,
            "caption": self.caption,
            "spoken": spoken,
            "log_prob": self.log_prob,
            "candidates": [vars(candidate) for candidate in self.candidates],
            "bundle": self.bundle,
            "timings": dict(self.timings),
        }

    def to_record(self) -> dict[str, object]:
        """All of it as plain values for JSON."""
        return {
            "candidates": [vars(candidate) for candidate in self.candidates],
            "bundle": self.bundle,
            "size": list(self.size),
            "notes": list(self.notes),
            "timings": dict(self.timings),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """The description that a record was made of. What a later version has added is left out."""
        return cls(
            candidates=tuple(
                Candidate(caption=each["caption"], log_prob=each["log_prob"], count=each["count"])
                for each in record["candidates"]
            ),
            bundle=record["bundle"],
            size=(record["size"][0], record["size"][1]),
            notes=tuple(record["notes"]),
            timings=dict(record["timings"]),
        )
