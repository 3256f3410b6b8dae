"""The shapes of what the API takes and gives."""

from pydantic import BaseModel, ConfigDict

from narrator.description import Description
from narrator.phrasing import alternatives, answer, shares, weighed_captions

_CAPTION = "a dog is running on a beach"
_OTHER = "a dog is playing in the sand"


class Reading(BaseModel):
    """One distinct caption among those that were sampled."""

    caption: str
    log_prob: float
    """The network's natural log-probability a word."""
    count: int
    """How many of the samples said it."""
    share: float
    """How the network weighs it against the others; all shares add up to one. No chance of being true."""


class Described(BaseModel):
    """A picture's description with its evidence."""

    caption: str
    spoken: str
    """The sentences to say."""
    log_prob: float
    candidates: list[Reading]
    """The most probable first."""
    readings: list[str]
    """Each candidate with its share as a sentence."""
    bundle: str
    """Name and version of the network."""
    size: tuple[int, int]
    """Width and height in pixels."""
    notes: list[str]
    """What the listener should know of the file."""
    timings: dict[str, float]
    """Seconds by stage."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "caption": _CAPTION,
                "spoken": "A dog is running on a beach.",
                "log_prob": -0.61,
                "candidates": [
                    {"caption": _CAPTION, "log_prob": -0.61, "count": 7, "share": 0.72},
                    {"caption": _OTHER, "log_prob": -0.74, "count": 3, "share": 0.28},
                ],
                "readings": [
                    "A dog is running on a beach, 72 percent.",
                    "A dog is playing in the sand, 28 percent.",
                ],
                "bundle": "default 1",
                "size": [640, 480],
                "notes": [],
                "timings": {"open": 0.004, "encode": 0.021, "decode": 0.006},
            }
        }
    )

    @classmethod
    def of(cls, description: Description, *, every: bool, verbosity: str) -> "Described":
        """What is sent of a description; `every` lets all its captions be spoken."""
        weights = shares(description.candidates)
        return cls(
            caption=description.caption,
            spoken=alternatives(description)
            if every
            else answer(description, words=None, verbosity=verbosity),
            log_prob=description.log_prob,
            candidates=[
                Reading(**vars(candidate), share=share)
                for candidate, share in zip(description.candidates, weights, strict=True)
            ],
            readings=list(weighed_captions(description)),
            bundle=description.bundle,
            size=description.size,
            notes=list(description.notes),
            timings=dict(description.timings),
        )


class Text(BaseModel):
    """A text to be spoken."""

    text: str

    model_config = ConfigDict(json_schema_extra={"example": {"text": "A dog is running on a beach."}})


class Problem(BaseModel):
    """Why there is no answer."""

    error: str
    """One sentence: what happened and what to do."""
    request: str
    """The request's number, which the service's log has too."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "error": "The picture is damaged or incomplete; copy it or download it again.",
                "request": "9f86d081884c7d65",
            }
        }
    )


class State(BaseModel):
    """How the service is."""

    state: str
    bundle: str | None = None
