"""The shared nouns: what is said of a picture and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import exp
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One distinct caption among those that were sampled."""

    caption: str
    log_prob: float
    """The network's own log-probability a word (natural logarithm, untempered, the end included)."""
    count: int = 1
    """How many of the samples said it."""
    raw_caption: str | None = None
    """The network's own words, to which the log-probability belongs, where the caption has others."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What some or all of the samples say."""

    phrase: str
    """A part of a caption: "a dog", "running"."""
    count: int
    """How many of them."""


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A caption in another language."""

    source: str
    """The caption, in English."""
    text: str
    """The same as a whole sentence, with a capital letter and a full stop: "Ein Hund läuft."."""
    within: str
    """The same within a sentence: "ein Hund läuft"."""
    kept: tuple[str, ...]
    """What it has from the caption as it is: numbers, what is quoted, words that the translator never met."""
    sure: bool
    """Whether each thing of the caption is in it, and nothing else."""
    log_prob: float
    """The translator's own log-probability a subword (natural logarithm, the end included)."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What all candidates say and where they part."""

    sentence: str
    """Up to three sentences: "All ten say a dog. Seven say running, three say standing. Nine say grass."."""
    words: Mapping[str, int]
    """How many of the samples said each word that says something, the most frequent first."""
    parts: tuple[tuple[Said, ...], ...] = ()
    """What the sentence tells, for each of its sentences; none where it tells nothing in particular."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """The text in a picture, read from its pixels."""

    lines: tuple[str, ...]
    """In the order in which they are read; none if there is no text in it."""
    engine: str
    """What read them."""
    foremost: tuple[str, ...] | None = None
    """What is said of them unasked, the largest and surest first; None in old journals: nobody chose."""
    unread: int = 0
    """Lines that were found and, because there are so many, not read in time."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody wrote about a picture, into its file or into one beside it."""

    text: str
    by: str
    """"person", or "machine" for what cameras, programs and generators leave there."""
    language: str | None = None
    """The language as the file states it, a tag such as "de-AT" (BCP 47); None where it states none."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something that the witness sees in a picture."""

    name: str
    """With its article, as it is said: "a pill bottle"."""
    probability: float
    told: bool = True
    """Whether it may be told besides the scene, because that does not name it."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing that a caption says, with the probability that it is so."""

    kind: str
    """"thing", "action", "colour", "quality" or "number"."""
    words: str
    """As it is said: "a frisbee", "running", "brown dog", "two people"."""
    probability: float
    told: bool = True
    """Whether it is part of what is told."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the caption says, one by one, and what of it is told."""

    each: tuple[Claim, ...]
    """Those of the caption in its order, then those that are told from other samples."""
    told: str | None
    """What is left of a sampled caption, other names included; None where nothing is."""


@dataclass(frozen=True, kw_only=True)
class Translation:
    """What of a description was put into the listener's language. The facts stay English."""

    language: str
    """Its tag: "de"."""
    texts: Mapping[str, str]
    """Captions and parts of them, as they stand in the description, with what is said for each."""
    unsure: tuple[str, ...] = ()
    """Those of the texts that may have gained or lost something."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """What is said of a picture, with its evidence."""

    candidates: tuple[Candidate, ...]
    """All distinct captions, the first choice first; none of a picture in which there is no scene."""
    bundle: str
    """Name and version of the bundle that made it."""
    size: tuple[int, int]
    """Width and height of the upright picture in pixels."""
    notes: tuple[str, ...] = ()
    """What the listener should know of the file, in sentences: "This is the first of 12 pages."."""
    kind: str = "photo"
    """What kind of picture it is: one of those that `narrator.looking.kinds.Looked` lists."""
    colours: tuple[str, ...] = ()
    """The names of its main colours, the one with the largest share first."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds spent in each stage."""
    agreement: Agreement | None = None
    """None if nobody compared the candidates: what old journals hold."""
    text: Text | None = None
    """None if nobody has read it."""
    written: Written | None = None
    """None if nothing is written in its file."""
    confidence: float | None = None
    """The probability that what is told, in neutral words for people, is right.

    None if nobody knows, or nothing of the scene is told.
    """
    band: str | None = None
    """What that means to a listener: one of `narrator.captioning.confidence.BANDS`, or None."""
    advice: tuple[str, ...] = ()
    """What a person can do for a better picture, in sentences: "It is dark; more light would help."."""
    things: tuple[Thing, ...] = ()
    """What the witness sees, the surest first; none if there is no witness, or nothing that it knows."""
    claims: Claims | None = None
    """None if nobody judged what the caption says."""
    embedding: str | None = None
    """By which words find the picture: int8 numbers in base64; None where the bundle finds nothing."""

    translation: Translation | None = None
    """None if it is said in English."""

    @property
    def caption(self) -> str | None:
        """The first of the candidates; None where no scene is claimed."""
        return self.candidates[0].caption if self.candidates else None

    @property
    def told(self) -> str | None:
        """What is told of the scene: the caption, or what is left of it; None where nothing is."""
        return self.caption if self.claims is None else self.claims.told

    @property
    def log_prob(self) -> float | None:
        """The log-probability a word of the caption; None without one."""
        return self.candidates[0].log_prob if self.candidates else None

    def evidence(self) -> dict[str, object]:
        """What `--json` prints of a picture besides what it is known by and what is said of it.

        Log-probabilities are natural logarithms a word, timings are seconds.
        """
        return {
            "kind": self.kind,
            "colours": list(self.colours),
            "caption": self.caption,
            "told": self.told,
            "claims": self._claims(),
            "things": [vars(thing) for thing in self.things],
            "log_prob": self.log_prob,
            "candidates": [vars(candidate) for candidate in self.candidates],
            "agreement": self._agreement(),
            "text": None if self.text is None else {**vars(self.text)},
            "written": None if self.written is None else self.written.text,
            "written_by": None if self.written is None else self.written.by,
            "written_language": None if self.written is None else self.written.language,
            "confidence": self.confidence,
            "band": self.band,
            "advice": list(self.advice),
            "bundle": self.bundle,
            "timings": dict(self.timings),
        }

    def to_record(self) -> dict[str, object]:
        """All of it as plain values for JSON, fields that are added later as well."""
        return {
            **vars(self),
            "candidates": [vars(candidate) for candidate in self.candidates],
            "agreement": self._agreement_record(),
            "timings": dict(self.timings),
            "text": None if self.text is None else {**vars(self.text)},
            "written": None if self.written is None else {**vars(self.written)},
            "things": [vars(thing) for thing in self.things],
            "claims": self._claims(),
            "translation": None if self.translation is None else {**vars(self.translation)},
        }

    def _agreement(self) -> dict[str, object] | None:
        """As plain values for JSON."""
        if self.agreement is None:
            return None
        return {"sentence": self.agreement.sentence, "words": dict(self.agreement.words)}

    def _agreement_record(self) -> dict[str, object] | None:
        """The same with what its sentence was made of."""
        if self.agreement is None:
            return None
        parts = [[vars(said) for said in part] for part in self.agreement.parts]
        return {**vars(self.agreement), "words": dict(self.agreement.words), "parts": parts}

    def _claims(self) -> dict[str, object] | None:
        if self.claims is None:
            return None
        return {"each": [vars(claim) for claim in self.claims.each], "told": self.claims.told}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Description":
        """The description that a record was made of; what a later version has added to it is left out.

        Raises ValueError if it is none.
        """
        try:
            candidates = tuple(_built(Candidate, candidate) for candidate in record["candidates"])
            compared = record.get("agreement")
            agreement = None if compared is None else _agreement_from(compared)
            text = None if record.get("text") is None else _built(Text, record["text"])
            written = None if record.get("written") is None else _built(Written, record["written"])
            nouns = {"candidates": candidates, "agreement": agreement, "text": text, "written": written}
            things = tuple(_built(Thing, thing) for thing in record.get("things", ()))
            claims = None if record.get("claims") is None else _claims_from(record["claims"])
            said = record.get("translation")
            translation = None if said is None else _built(Translation, said)
            parts = {"things": things, "claims": claims, "translation": translation}
            return _built(cls, {**record, **nouns, **parts})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not a description: {error}") from error


def _agreement_from(record: Mapping[str, Any]) -> Agreement:
    parts = tuple(tuple(_built(Said, said) for said in part) for part in record.get("parts", ()))
    return _built(Agreement, {**record, "parts": parts})


def _claims_from(record: Mapping[str, Any]) -> Claims:
    return Claims(each=tuple(_built(Claim, claim) for claim in record["each"]), told=record["told"])


def shares(candidates: Sequence[Candidate]) -> tuple[float, ...]:
    """How the network weighs the candidates against each other; the shares add up to one.

    A log-probability a word says nothing to a person, and the probability of a whole caption falls with its
    length. So each caption counts with the probability that it would have at the candidates' mean length,
    exp(mean length * log-probability a word), and these are normalised: a higher log-probability a word is
    always a higher share. A share compares the candidates; it is not the chance that a caption is true.
    """
    said = [candidate.raw_caption or candidate.caption for candidate in candidates]
    lengths = [len(caption.split()) + 1 for caption in said]  # the end counts as a word
    mean_length = sum(lengths) / len(lengths)
    best = max(candidate.log_prob for candidate in candidates)
    weights = [exp(mean_length * (candidate.log_prob - best)) for candidate in candidates]
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def _built(kind: type[T], record: Mapping[str, Any]) -> T:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # any of the dataclasses here
    # JSON has lists only; everything in a description that is a sequence is a tuple.
    values = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in record.items()
        if key in known
    }
    return kind(**values)
