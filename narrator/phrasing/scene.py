"""What is seen in a picture, with the doubt that it deserves."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from narrator.description import Description, Thing
from narrator.enumeration import enumerated
from narrator.languages.catalogue import gettext, pgettext, sentence_of, term_of
from narrator.languages.passages import filled, in_language, joined
from narrator.phrasing.kinds import doubts, kind_sentence, mostly, no_text, opening
from narrator.phrasing.reading import short_text
from narrator.phrasing.wording import as_sentence, is_unsure, named, together, worded

_HEDGES = {
    "likely": sentence_of("Probably {caption}"),
    "unsure": sentence_of("Perhaps {caption}"),
    "doubtful": sentence_of("I am not sure. Perhaps {caption}"),
}
"""What is heard before the caption, by the band; the surest and what has no band is said plainly."""
_LESS_SURE = {"likely": "unsure", "unsure": "doubtful", "doubtful": "doubtful"}
"""The band below; below the surest, and below what has no band, it is "likely".

A translation that may have lost or gained a thing is told so. Another candidate that is surely translated
would be less probable to begin with, and in English it was not chosen."""

_PROBABLY = term_of("before things", "probably {names}")
_PERHAPS = term_of("before things", "perhaps {names}")

_SEEN_PLAINLY, _SEEN_PROBABLY = 0.85, 0.65
"""From these probabilities on, what is seen is told without doubt, and as probable."""


def caption_sentence(description: Description, words: str | None = None) -> str:
    """What is seen in the picture, or the person's own words for it."""
    if words:
        return as_sentence(words)
    written = by_its_author(description)
    if description.caption is None:
        return together([*written, *_without_scene(description)])
    if description.told is None:
        return together([*written, *_unsure_scene(description), *short_text(description)])
    besides = _doubted_sentence(description, _besides(description))
    caption = as_sentence(_hedged(description, description.told))
    return together([*written, *doubts(description), caption, *besides, *short_text(description)])


def by_its_author(description: Description) -> tuple[str, ...]:
    """A person's own description in the file, which goes before whatever the network sees."""
    if description.written is None or description.written.by != "person":
        return ()
    words = in_language(as_sentence(description.written.text), description.written.language)
    return (together([gettext("Described by its author:"), words]),)


def _hedged(description: Description, told: str) -> str:
    band = description.band or ""
    if is_unsure(description, told):
        band = _LESS_SURE.get(band, "likely")
    caption = worded(description, told)
    return filled(gettext(_HEDGES[band]), caption=caption) if band in _HEDGES else caption


def _unsure_scene(description: Description) -> tuple[str, ...]:
    """What is told where nothing of the scene is sure: "Close up: perhaps a packet. Mostly white."."""
    names = _doubted(description, description.things)
    template = gettext("{opening}: {names}.") if names else gettext("{opening}; what it shows is not clear.")
    kind = description.kind if description.kind != "lettered" else "photo"
    return (filled(template, opening=opening(kind), names=names), *mostly(description.colours))


def _besides(description: Description) -> tuple[Thing, ...]:
    """What is seen that the sentence does not name, where it leaves out something that is doubtful."""
    if description.told is None or description.told == description.caption:
        return ()
    said = description.told.split()
    return tuple(thing for thing in description.things if thing.told and thing.name.split()[-1] not in said)


def _doubted_sentence(description: Description, things: Sequence[Thing]) -> tuple[str, ...]:
    names = _doubted(description, things)
    return (as_sentence(names),) if names else ()


def _doubted(description: Description, things: Sequence[Thing]) -> str:
    """Things with the doubt that each deserves: "a bottle, probably a label, perhaps a box or a menu"."""
    told = []
    for template, alike in groupby(things, key=lambda thing: _doubt(thing.probability)):
        names = [named(description, thing.name) for thing in alike]
        listed = enumerated(names, "or" if template == _PERHAPS else "and")
        told.append(filled(pgettext("before things", template), names=listed) if template else listed)
    return joined(told, ", ")


def _doubt(probability: float) -> str:
    if probability >= _SEEN_PLAINLY:
        return ""
    return _PROBABLY if probability >= _SEEN_PROBABLY else _PERHAPS


def _without_scene(description: Description) -> Iterator[str]:
    """What is told of a picture that holds no scene, and of what is seen in it: sentences."""
    text = short_text(description)
    if description.kind == "lettered":
        # Which kind it is is not known, so its words tell most, and its colours least.
        begun = opening("close-up" if text else "lettered")
        names = _doubted(description, description.things)
        template = gettext("{opening}: {names}.") if names else "{opening}."
        yield filled(template, opening=begun, names=names)
        yield from text or no_text(description)
        yield from mostly(description.colours)
    else:
        yield kind_sentence(description)
        yield from _doubted_sentence(description, description.things)
        yield from text or no_text(description)
