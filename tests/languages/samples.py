"""Descriptions of every sort with their translations, and all that is said of them, as a page to read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from narrator.captioning.agreement import agreement_of
from narrator.days import spoken_day
from narrator.description import Candidate, Claim, Claims, Description, Text, Thing, Translation, Written
from narrator.file_names.file_name import announced_name
from narrator.languages.catalogue import in_tongue
from narrator.phrasing import NO_SCENE, announcement, burst_sentence, comparison, sentence, whole_text

_DOG, _WATER = "a dog runs on a beach", "a brown dog is standing in the water"
_CAPTIONS = {
    "de": {
        _DOG: "ein Hund läuft an einem Strand",
        _WATER: "ein brauner Hund steht im Wasser",
        "a dog": "ein Hund",
        "running": "laufen",
        "a beach": "ein Strand",
        "the water": "das Wasser",
        "brown dog": "brauner Hund",
    },
    "fr": {
        _DOG: "un chien court sur une plage",
        _WATER: "un chien brun est debout dans l'eau",
        "a dog": "un chien",
        "a beach": "une plage",
        "the water": "l'eau",
        "brown dog": "un chien brun",
    },
    "cs": {
        _DOG: "pes běží po pláži",
        _WATER: "hnědý pes stojí ve vodě",
        "a dog": "pes",
        "a beach": "pláž",
        "the water": "voda",
        "brown dog": "hnědý pes",
    },
}
_SEEN = (
    Thing(name="a dog", probability=0.9),
    Thing(name="a boat or a ship", probability=0.7),
    Thing(name="a ball", probability=0.5),
    Thing(name="a bird", probability=0.5),
)


def page(language: str) -> str:
    """What is said in a language, a line for each utterance; `=` begins what it is of."""
    with in_tongue(language):
        return "\n".join(f"= {what}\n{said}" for what, said in _spoken(language)) + "\n"


def _spoken(language: str) -> Iterator[tuple[str, str]]:
    scene = _scene(language)
    for band in (None, "sure", "likely", "unsure", "doubtful"):
        yield f"band {band}", sentence(replace(scene, band=band))
    yield (
        "a translation that is not sure",
        sentence(replace(scene, band="sure", translation=replace(_translation(language), unsure=(_DOG,)))),
    )
    yield "a caption that nobody translated", sentence(replace(scene, translation=None))
    for kind in ("dark", "bright", "blurred", "close-up"):
        unsure = replace(scene, kind=kind, claims=Claims(each=(), told=None))
        yield f"{kind}, sure", sentence(replace(scene, kind=kind))
        yield f"{kind}, nothing sure", sentence(unsure)
        yield f"{kind}, nothing seen", sentence(replace(unsure, things=()))
    for kind in (*NO_SCENE, "of a later version"):
        nothing = replace(scene, kind=kind, candidates=(), agreement=None, claims=None, things=(), text=None)
        yield kind, sentence(nothing)
    yield (
        "a page without text",
        sentence(replace(scene, kind="document", candidates=(), things=(), text=Text(lines=(), engine="x"))),
    )
    for lines in ((), ("EXIT",), ("EXIT", "A", "B"), tuple("EABCDFG")):
        text = Text(lines=lines, engine="x", foremost=lines[:1], unread=len(lines))
        yield f"{len(lines)} lines", sentence(replace(scene, text=text))
        yield f"{len(lines)} lines, all", whole_text(text)
    yield (
        "words of its author",
        sentence(replace(scene, written=Written(text="Rex on Sunday", by="person", language="en"))),
    )
    for tenths in (0, 1, 6, 10):
        yield f"{tenths} in ten", comparison(replace(scene, confidence=tenths / 10))
    claims = Claims(
        each=(
            Claim(kind="thing", words="a dog", probability=0.9),
            Claim(kind="thing", words="a beach", probability=0.3, told=False),
            Claim(kind="colour", words="brown dog", probability=0.0, told=False),
        ),
        told="a dog",
    )
    yield "what is left of it", comparison(replace(scene, claims=claims, confidence=0.7))
    both = tuple(replace(each, count=1) for each in scene.candidates)
    yield "two", comparison(replace(scene, candidates=both, agreement=agreement_of(both)))
    for count in (1, 2, 10):
        alike = (replace(scene.candidates[0], count=count),)
        described = replace(scene, candidates=alike, agreement=agreement_of(alike))
        yield f"{count} alike", announcement(described, words=None, verbosity="full", place="Rex", name="7")
    yield from _said_besides()


def _said_besides() -> Iterator[tuple[str, str]]:
    for count in (1, 2, 5, 40):
        for first in ((), ("A.",), ("A.", "B."), ("A.", "B.", "C.")):
            yield f"{count} pictures, {len(first)} of them", burst_sentence(count, "Rex", first)
    today = date(2026, 7, 5)
    for day in (today, date(2026, 7, 4), date(2026, 5, 1), date(2019, 12, 24)):
        yield str(day), spoken_day(day, today)
    for name in ("Screenshot from 2026-07-05 14-05-00.png", "IMG-20260704-WA0001.jpg", "rex.jpg"):
        yield name, announced_name(name, today)


def _scene(language: str) -> Description:
    candidates = (
        Candidate(caption=_DOG, log_prob=-0.6, count=7),
        Candidate(caption=_WATER, log_prob=-0.9, count=3),
    )
    return Description(
        candidates=candidates,
        bundle="tiny 1",
        size=(640, 480),
        agreement=agreement_of(candidates),
        colours=("dark grey", "white"),
        things=_SEEN,
        advice=("It is dark; more light would help.",),
        notes=("The end of this file is missing.",),
        translation=_translation(language),
    )


def _translation(language: str) -> Translation:
    return Translation(language=language, texts=_CAPTIONS.get(language, {}))
