"""What is not translated: numbers, what stands in quotation marks, and things that the translator never met.

Such a word is replaced by a stand-in, a word that is the same in both languages, and put back into what was
said. So the sentence around it is still translated as a whole, with the stand-in's place in it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from narrator.captioning.claims import claims_of
from narrator.captioning.general import singular
from narrator.captioning.vocabulary import words_of
from narrator.translation.dictionary import parts_of

_QUOTED = re.compile(r'"[^"]+"|\u201c[^\u201d]+\u201d')

_OTHER_SPELLINGS = {
    "blonde": "blond",
    "bluejeans": "blue jeans",
    "carring": "carrying",
    "grey": "gray",
    "hardhat": "hard hat",
    "limousine": "limo",
    "moustache": "mustache",
    "skiis": "skis",
    "tarmac": "asphalt",
    "waterski": "water ski",
}
"""Words of captioners that the translators' pairs, whose spelling was made American, have otherwise."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A caption without what is kept of it."""

    caption: str
    """As a captioner says it, with stand-ins."""
    originals: Mapping[str, str]
    """What each stand-in stands for."""
    strange: tuple[str, ...] = ()
    """Other words that the translator never met, of which it has to make what it can."""

    def put_back(self, text: str) -> str | None:
        """The translated text with the originals; None where a stand-in is not in it exactly once."""
        for stand_in, original in self.originals.items():
            place = re.compile(rf"(?<!\w){re.escape(stand_in)}(?!\w)", re.IGNORECASE)
            if len(place.findall(text)) != 1:
                return None
            before, after = place.split(text)
            text = f"{before}{original}{after}"
        return text


def kept_of(caption: str, known: Collection[str], stand_ins: Collection[str]) -> Kept | None:
    """Replace what is to be kept. `known` are the words that the translator has met.

    None where there are more such words than stand-ins that the caption has not itself.
    """
    parts = [_respelled(part, known) for part in _parts(caption)]
    things = {claim.word for claim in claims_of(caption) if claim.kind == "thing"}
    free = [word for word in stand_ins if word not in parts]
    originals: dict[str, str] = {}
    strange = []
    words = []
    for part in parts:
        is_known = _is_known(part, known)
        if (
            part.isdecimal()
            or _QUOTED.fullmatch(part)
            or (not is_known and part in things and not _is_known(singular(part), known))
        ):
            if not free:
                return None
            originals[free[0]] = part
            words.append(free.pop(0))
        else:
            words.append(part)
            if not is_known:
                strange.append(part)
    return Kept(caption=" ".join(words), originals=originals, strange=tuple(strange))


def _is_known(part: str, known: Collection[str]) -> bool:
    return all(word in known for word in parts_of(part))


def _respelled(part: str, known: Collection[str]) -> str:
    other = _OTHER_SPELLINGS.get(part, part)
    return part if _is_known(part, known) or not _is_known(other, known) else other


def _parts(caption: str) -> list[str]:
    """The words of a caption, what is quoted as one of them."""
    parts: list[str] = []
    place = 0
    for quoted in _QUOTED.finditer(caption):
        parts += [*words_of(caption[place : quoted.start()]), quoted[0]]
        place = quoted.end()
    return [*parts, *words_of(caption[place:])]
