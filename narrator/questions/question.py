"""The nouns of asking: a question that was understood, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from narrator.errors import NarratorError

KINDS = ("presence", "colour", "number", "text", "place", "part")
"""What can be asked: is there, what colour, how many, what does it say, where is, what is on the left."""
PARTS = ("left", "right", "top", "bottom", "middle")
"""Where in a picture something can be."""
VERDICTS = ("yes", "no", "told", "unsure")
"""What an answer is: `told` says what was asked for, `unsure` that it cannot be told."""


class QuestionError(NarratorError):
    """A question that is none, or one of a kind that nobody here can answer."""

    exit_code = 2


class OtherQuestionError(QuestionError):
    """A question of a kind that Narrator cannot answer; somebody else perhaps can."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question that was understood."""

    kind: str
    """One of KINDS."""
    things: tuple[str, ...] = ()
    """What is asked after, as it was named, the articles left out; none for the kinds `text` and `part`."""
    part: str | None = None
    """One of PARTS, if only that is asked about."""
    choice: bool = False
    """Whether "or" stands between the things: one of them is enough."""
    plain: bool = True
    """Whether "yes" means that it is there; not so of "is there no dog?", to which "yes" can mean both."""

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Question":
        """What `dataclasses.asdict` and JSON made of one."""
        return cls(**{**record, "things": tuple(record["things"])})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said to a question."""

    said: str
    """Sentences."""
    verdict: str
    """One of VERDICTS."""
    probability: float | None = None
    """That what is asked after is there, or that what is told is right; None where nobody measured that."""

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return {"said": self.said, "verdict": self.verdict, "probability": self.probability}


def unsure(said: str, probability: float | None = None) -> Answer:
    """An answer that tells nothing but why."""
    return Answer(said=said, verdict="unsure", probability=probability)
