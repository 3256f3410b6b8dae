"""The shapes of what the API takes and gives."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, SkipValidation, model_validator

from narrator.description import Agreement, Candidate, Claims, Description, Written, shares
from narrator.description import Text as TextInPicture
from narrator.languages.passages import in_language, joined, passages_of
from narrator.phrasing import alternatives, answer, weighed_captions

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
    raw_caption: str | None = None
    """The network's own words, where the caption has others."""


class Compared(BaseModel):
    """What all readings say and where they part."""

    sentence: str
    words: dict[str, int]
    """How many of the samples said each word that says something."""


class JudgedClaim(BaseModel):
    """One thing that the caption says, with the probability that it is so."""

    kind: str
    """`thing`, `action`, `colour`, `quality` or `number`."""
    words: str
    probability: float
    told: bool
    """Whether it is part of `told`."""


class JudgedClaims(BaseModel):
    """What the caption says, one by one, and what of it is told."""

    each: list[JudgedClaim]
    told: str | None


class SeenThing(BaseModel):
    """Something that is seen in the picture, whatever the captions say."""

    name: str
    """With its article."""
    probability: float
    told: bool
    """Whether it may be said besides what is told of the scene, because that does not name it."""


class ReadText(BaseModel):
    """The text in a picture."""

    lines: list[str]
    """In reading order; none if there is none."""
    foremost: list[str] | None
    """Those that are said, the largest and surest first."""
    engine: str
    """What read them."""
    unread: int
    """Lines that were found and not read in time."""


class WrittenText(BaseModel):
    """What stands about the picture in its own file."""

    text: str
    by: str
    """`person` or `machine`."""
    language: str | None
    """Its tag, such as `de-AT`; None where the file states none."""


class Passage(BaseModel):
    """Part of what is spoken, in one language."""

    text: str
    language: str | None
    """Its tag, such as `de-AT`; None for English, and for what nothing is known of."""


class Described(BaseModel):
    """A picture's description with its evidence."""

    kind: str
    """`photo`, `dark`, `bright` or `blurred`; the others, such as `blank` or `document`, hold no scene."""
    colours: list[str]
    """Its main colours, the one with the largest share first."""
    caption: str | None
    """The first of the candidates; None where no scene is claimed, and `spoken` then says why."""
    told: str | None
    """The caption without what is doubtful, which is what is spoken of it; None where nothing is left."""
    claims: JudgedClaims | None
    """None if nobody judged what the caption says."""
    things: list[SeenThing]
    """The surest first."""
    spoken: SkipValidation[str]  # which would make a plain str of a text that knows its languages
    """The sentences to say."""
    passages: list[Passage]
    """The same by language, so that a page can mark what is in another one."""
    log_prob: float | None
    candidates: list[Reading]
    """The most probable first; none where no scene is claimed."""
    agreement: Compared | None
    confidence: float | None
    """The probability that the caption is right; None if nobody knows."""
    band: str | None
    """What that means to a listener: `sure`, `likely`, `unsure` or `doubtful`."""
    advice: list[str]
    """What a person can do for a better picture, in sentences."""
    text: ReadText | None
    """None where nobody has read it."""
    written: WrittenText | None
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
                "kind": "photo",
                "colours": ["beige", "light blue"],
                "caption": _CAPTION,
                "told": "a dog on a beach",
                "claims": {
                    "each": [
                        {"kind": "thing", "words": "a dog", "probability": 0.93, "told": True},
                        {"kind": "action", "words": "running", "probability": 0.41, "told": False},
                        {"kind": "thing", "words": "a beach", "probability": 0.66, "told": True},
                    ],
                    "told": "a dog on a beach",
                },
                "things": [{"name": "a dog", "probability": 0.97}],
                "spoken": "A dog on a beach.",
                "passages": [{"text": "A dog on a beach.", "language": None}],
                "log_prob": -0.61,
                "candidates": [
                    {"caption": _CAPTION, "log_prob": -0.61, "count": 7, "share": 0.72},
                    {"caption": _OTHER, "log_prob": -0.74, "count": 3, "share": 0.28},
                ],
                "agreement": {
                    "sentence": "All ten say a dog. Seven say running, three say sand.",
                    "words": {"dog": 10, "running": 7, "beach": 7, "sand": 3},
                },
                "confidence": 0.74,
                "band": "sure",
                "advice": [],
                "text": None,
                "written": None,
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
        usual = answer(description, words=None, verbosity=verbosity)
        spoken = alternatives(description) if every and description.candidates else usual
        return cls(
            kind=description.kind,
            colours=list(description.colours),
            caption=description.caption,
            told=description.told,
            claims=_judged(description.claims),
            things=[SeenThing(**vars(thing)) for thing in description.things],
            spoken=spoken,
            passages=[Passage(**vars(passage)) for passage in passages_of(spoken)],
            log_prob=description.log_prob,
            candidates=_weighed(description.candidates),
            agreement=_compared(description.agreement),
            confidence=description.confidence,
            band=description.band,
            advice=list(description.advice),
            text=_read(description.text),
            written=_written(description.written),
            readings=list(weighed_captions(description)) if description.candidates else [],
            bundle=description.bundle,
            size=description.size,
            notes=list(description.notes),
            timings=dict(description.timings),
        )


def _compared(agreement: Agreement | None) -> Compared | None:
    if agreement is None:
        return None
    return Compared(sentence=agreement.sentence, words=dict(agreement.words))


def _judged(claims: Claims | None) -> JudgedClaims | None:
    if claims is None:
        return None
    return JudgedClaims(each=[JudgedClaim(**vars(claim)) for claim in claims.each], told=claims.told)


def _read(text: TextInPicture | None) -> ReadText | None:
    return None if text is None else ReadText.model_validate(vars(text))


def _written(written: Written | None) -> WrittenText | None:
    return None if written is None else WrittenText.model_validate(vars(written))


def _weighed(candidates: Sequence[Candidate]) -> list[Reading]:
    weights = shares(candidates) if candidates else ()
    return [
        Reading(**vars(candidate), share=share) for candidate, share in zip(candidates, weights, strict=True)
    ]


class Text(BaseModel):
    """A text to be spoken."""

    text: str = ""
    passages: list[Passage] = []
    """The same by language, as an answer has it; said in the text's place, each in its language's voice."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("neither a text nor passages")
        return self

    @property
    def spoken(self) -> str:
        """What is to be said, with the languages of its passages."""
        return joined((in_language(each.text, each.language) for each in self.passages), "") or self.text

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
