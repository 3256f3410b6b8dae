"""What became of the words for one picture."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What was done for a picture; of several files, the last of these counts."""

    SAME = "same"
    """The words stood there already, or there are none."""
    WRITTEN = "written"
    OWN = "own"
    """A person has described it; nothing is written."""
    BESIDE = "beside"
    """Its file cannot hold words, so that they are in a sidecar."""
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was done, and why not what was asked for: a sentence, or ""."""

    outcome: Outcome
    reason: str = ""
