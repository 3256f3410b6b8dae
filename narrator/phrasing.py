"""What is said of a picture: a Description becomes sentences for the ear."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from narrator.description import Claim, Description, Text, Thing, shares
from narrator.enumeration import enumerated
from narrator.languages.passages import in_language, joined

NO_SCENE = {
    "black": "A picture that is almost black; the lens or the screen may be covered.",
    "blank": "A blank picture, all {colour}.",
    "gradient": "No scene: one colour that becomes another, mostly {colours}.",
    "pattern": "No scene: a plain pattern, mostly {colours}.",
    "noise": "No scene: grain and nothing else.",
    "document": "A page of text.",
    "screenshot": "A screen with text on it, mostly {colours}.",
    "drawing": "No photograph: a drawing, a chart or a few words, mostly {colours}.",
    "icon": "A small picture such as an icon, mostly {colours}.",
    "label": "Probably a label or a package from near, mostly {colours}.",
    "paper": "Probably a photographed paper or card with text on it.",
    "screen": "Probably a photographed screen, mostly {colours}.",
    "lettered": "Close up, probably with text on it.",
    "covered": "Hardly anything can be made out; something is before the lens, perhaps a finger.",
    "glare": "Hardly anything can be made out; there is far too much light.",
    "unclear": "Hardly anything can be made out; it is far too blurred.",
}
"""What is said of the kinds of picture that no caption can be true of."""

_PAGES = frozenset({"document", "screenshot", "label", "paper", "screen", "lettered"})
"""Kinds in which text is expected, so that it is said when none was found."""

_SHORT_TEXT = 120
"""Letters of a text that are said of it at first: what it is can be told from them, and nobody waits long."""

_UNCERTAIN = {
    "dark": "The picture is very dark.",
    "bright": "The picture is very bright.",
    "blurred": "The picture is blurred.",
    "close-up": "Taken from near.",
}
"""What is said before the caption of a photograph of which little can be seen."""

_HEDGES = {
    "likely": "Probably {caption}",
    "unsure": "Perhaps {caption}",
    "doubtful": "I am not sure. Perhaps {caption}",
}
"""What is heard before the caption, by the band; the surest and what has no band is said plainly."""

_OPENINGS = {
    "dark": "A very dark picture",
    "bright": "A very bright picture",
    "blurred": "A blurred picture",
    "close-up": "Close up",
}
"""What is said of a picture first where nothing of its scene is sure; any other is a photograph."""

_SEEN_PLAINLY, _SEEN_PROBABLY = 0.85, 0.65
"""From these probabilities on, what is seen is told without doubt, and as probable."""

_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔")  # noqa: RUF001  # people write so
"""What ends a sentence, in the letters of whoever wrote it."""


def sentence(description: Description, name: str | None = None, words: str | None = None) -> str:
    """The sentence that is spoken: the caption, what the listener should know of the file, the name first.

    `words` are the person's own for the picture, which go before the caption.
    """
    return _introduced(name, (caption_sentence(description, words), *description.notes))


def alternatives(description: Description, name: str | None = None) -> str:
    """All distinct captions with their shares, as they are spoken."""
    candidates = description.candidates
    samples = sum(candidate.count for candidate in candidates)
    before = (*by_its_author(description), *_doubts(description))
    after = (*chance(description), *doubtful(description), *seen(description), *description.notes)
    if len(candidates) > 1:
        opening = f"{len(candidates)} different captions, weighed against each other."
        return _introduced(name, (*before, opening, *weighed_captions(description), *after))
    if samples > 1:
        agreed = f"All {samples} samples say: {_as_sentence(candidates[0].caption)}"
        return _introduced(name, (*before, agreed, *after))
    return sentence(description, name)


def announcement(
    description: Description, *, words: str | None, verbosity: str, place: str, name: str = ""
) -> str:
    """What is said of a picture that nobody asked about: where it came from, then what is in it.

    `name` is the file's name as it is said, if it is. `words` are the person's own for the picture, which go
    before the network's. `brief` leaves out the name and what is known of the file, `full` adds the
    `background`.
    """
    where = [place]
    if name and verbosity != "brief":
        where.append(name)
    sentences = [caption_sentence(description, words)]
    if verbosity != "brief":
        sentences += description.notes
    sentences += () if words else hints(description, verbosity)
    sentences += background(description, verbosity)
    return _introduced(", ".join(where), sentences)


def answer(description: Description, *, words: str | None, verbosity: str, camera: bool = False) -> str:
    """What is said of a picture that somebody asked about, and perhaps just took with a `camera`."""
    sentences = [caption_sentence(description, words), *description.notes]
    sentences += () if words else hints(description, verbosity, camera=camera)
    return joined([*sentences, *background(description, verbosity)])


def hints(description: Description, verbosity: str, *, camera: bool = False) -> tuple[str, ...]:
    """What would make a better picture; who holds a `camera` hears it at every verbosity."""
    return description.advice if camera or verbosity != "brief" else ()


def background(description: Description, verbosity: str) -> tuple[str, ...]:
    """What `full` adds: in what the candidates agree and where they part, and the picture's size.

    Where something is left out because it is doubtful, that is told and not that most candidates say it.
    """
    if verbosity != "full":
        return ()
    compared = () if description.agreement is None else (description.agreement.sentence,)
    return (*(doubtful(description) or compared), measures(description))


def comparison(description: Description) -> str:
    """What the candidates agree in, then each of them with its share, as it is spoken."""
    if description.agreement is None or len(description.candidates) < 2:
        return alternatives(description)
    return joined([description.agreement.sentence, alternatives(description)])


def burst_sentence(count: int, place: str, first: Sequence[str]) -> str:
    """What is said of many pictures at once: "40 new pictures in Holiday, the first three: A dog. ..."."""
    number = {1: "one", 2: "two", 3: "three"}.get(len(first), str(len(first)))
    if not first:
        return f"{count} new pictures in {place}."
    opening = "the first" if len(first) == 1 else f"the first {number}"
    return joined([f"{count} new pictures in {place}, {opening}:", *first])


def measures(description: Description) -> str:
    """The picture's size as a sentence: "640 by 480 pixels."."""
    width, height = description.size
    return f"{width} by {height} pixels."


def caption_sentence(description: Description, words: str | None = None) -> str:
    """What is seen in the picture, or the person's own words for it."""
    if words:
        return _as_sentence(words)
    written = by_its_author(description)
    if description.caption is None:
        return joined([*written, *_without_scene(description)])
    if description.told is None:
        return joined([*written, *_unsure_scene(description), *short_text(description)])
    hedged = _HEDGES.get(description.band or "", "{caption}").format(caption=description.told)
    besides = _named(_besides(description))
    return joined([*written, *_doubts(description), _as_sentence(hedged), *besides, *short_text(description)])


def short_text(description: Description) -> tuple[str, ...]:
    """What matters of the text in the picture, if there is any: "There is text: Exit and 12 more lines."."""
    said = "" if description.text is None else spoken_text(description.text)
    opening = "It says" if description.kind in NO_SCENE else "There is text"
    return (f"{opening}: {said}.",) if said else ()


def spoken_text(text: Text) -> str:
    """Its foremost lines, and how many more there are: "Exit and 12 more lines"; nothing if none is sure."""
    waiting = list(_each_once(text.lines) if text.foremost is None else text.foremost)
    if not waiting:
        return ""
    said = [waiting.pop(0)]
    begun = _shortened(said[0])
    while waiting and len(f"{begun}, {waiting[0]}") <= _SHORT_TEXT:
        said.append(waiting.pop(0))
        goes_on = said[-1].split(" ")[0].isalpha() and said[-1][0].islower()
        begun = f"{begun} {said[-1]}" if goes_on else f"{begun.rstrip(' .,;:')}, {said[-1]}"
    begun = begun.rstrip(" .,;:")
    words = [set(line.split()) for line in said]
    more = sum(not any(each <= set(line.split()) for each in words) for line in _each_once(text.lines))
    if not more:
        return begun
    return f"{begun} and {'1 more line' if more == 1 else f'{more} more lines'}"


def read_later(before: Description, after: Description) -> tuple[str, ...]:
    """What is said of the text in a picture that was told of before it was read: sentences."""
    news = [note for note in after.notes if note not in before.notes]
    return (*(short_text(after) or _no_text(after)), *news)


def whole_text(text: Text) -> str:
    """All the text in a picture, as it is spoken."""
    if not text.lines:
        return " ".join(unread(text)) or "No text was found."
    lines = "1 line" if len(text.lines) == 1 else f"{len(text.lines)} lines"
    return " ".join((f"Its text, {lines}: {_as_sentence(' '.join(text.lines))}", *unread(text)))


def unread(text: Text) -> tuple[str, ...]:
    """That there was more text than could be read in time, a sentence; nothing if all was read."""
    if not text.unread:
        return ()
    lines = "1 more line was" if text.unread == 1 else f"{text.unread} more lines were"
    return (f"{lines} found and not read in time.",)


def chance(description: Description) -> tuple[str, ...]:
    """How often what is told as surely is right, in sentences; nothing if that is not known.

    What is told comes first where it is not a whole caption.
    """
    if description.confidence is None:
        return ()
    shorter = description.told is not None and description.told != description.caption
    told = (f"What is told of it: {_as_sentence(description.told or '')}",) if shorter else ()
    one = shorter or len(description.candidates) == 1
    which = "this one" if one else "the first"
    tenths = round(10 * description.confidence)
    often = {0: "hardly any is", 1: "one in ten is", 10: "nearly all are"}.get(tenths, f"{tenths} in ten are")
    return (*told, f"Of captions as sure as {which}, {often} right.")


def doubtful(description: Description) -> tuple[str, ...]:
    """What the caption says and nobody is told, in a sentence: "Doubtful: a banana, 3 in ten."."""
    claims = () if description.claims is None else description.claims.each
    left_out = [claim for claim in claims if not claim.told]
    things = {claim.words.split()[-1] for claim in left_out if claim.kind == "thing"}
    each = [
        _with_chance(claim.words, claim.probability) for claim in left_out if not _describes(claim, things)
    ]
    return (f"Doubtful: {'; '.join(each)}.",) if each else ()


def seen(description: Description) -> tuple[str, ...]:
    """What is seen in the picture besides the caption, in a sentence: "Recognised: a bottle, 7 in ten."."""
    each = [_with_chance(thing.name, thing.probability) for thing in description.things]
    return (f"Recognised: {'; '.join(each)}.",) if each else ()


def weighed_captions(description: Description) -> tuple[str, ...]:
    """One sentence for each distinct caption, with its share in percent: "A dog on a beach, 62 percent."."""
    return tuple(
        f"{_capitalised(candidate.caption)}, {_percent(share)}."
        for candidate, share in zip(description.candidates, shares(description.candidates), strict=True)
    )


def by_its_author(description: Description) -> tuple[str, ...]:
    """A person's own description in the file, which goes before whatever the network sees."""
    if description.written is None or description.written.by != "person":
        return ()
    words = in_language(_as_sentence(description.written.text), description.written.language)
    return (joined(["Described by its author:", words]),)


def _doubts(description: Description) -> tuple[str, ...]:
    return (_UNCERTAIN[description.kind],) if description.kind in _UNCERTAIN else ()


def _describes(claim: Claim, things: Collection[str]) -> bool:
    """Whether it only describes what is one of the things."""
    return claim.kind in ("colour", "number", "quality") and claim.words.split()[-1] in things


def _with_chance(words: str, probability: float) -> str:
    tenths = round(10 * probability)
    often = {0: "hardly likely", 10: "almost certain"}.get(tenths, f"{tenths} in ten")
    return f"{words}, {often}"


def _unsure_scene(description: Description) -> tuple[str, ...]:
    """What is told where nothing of the scene is sure: "Close up: perhaps a packet. Mostly white."."""
    opening = _OPENINGS.get(description.kind, "A photograph")
    names = _doubted(description.things)
    told = f"{opening}: {names}." if names else f"{opening}; what it shows is not clear."
    return (told, *_mostly(description.colours))


def _besides(description: Description) -> tuple[Thing, ...]:
    """What is seen that the sentence does not name, where it leaves out something that is doubtful."""
    if description.told is None or description.told == description.caption:
        return ()
    said = description.told.split()
    return tuple(thing for thing in description.things if thing.told and thing.name.split()[-1] not in said)


def _named(things: Sequence[Thing]) -> tuple[str, ...]:
    names = _doubted(things)
    return (_as_sentence(names),) if names else ()


def _doubted(things: Sequence[Thing]) -> str:
    """Things with the doubt that each deserves: "a bottle, probably a label, perhaps a box or a menu"."""
    told = []
    for doubt, alike in groupby(things, key=lambda thing: _doubt(thing.probability)):
        names = [thing.name for thing in alike]
        told.append(f"{doubt}{enumerated(names, 'or' if doubt == 'perhaps ' else 'and')}")
    return ", ".join(told)


def _doubt(probability: float) -> str:
    if probability >= _SEEN_PLAINLY:
        return ""
    return "probably " if probability >= _SEEN_PROBABLY else "perhaps "


def _mostly(colours: Sequence[str]) -> tuple[str, ...]:
    return (f"Mostly {enumerated(colours)}.",) if colours else ()


def _without_scene(description: Description) -> Iterator[str]:
    """What is told of a picture that holds no scene, and of what is seen in it: sentences."""
    text = short_text(description)
    if description.kind == "lettered":
        # Which kind it is is not known, so its words tell most, and its colours least.
        opening = "Close up" if text else NO_SCENE["lettered"].removesuffix(".")
        names = _doubted(description.things)
        yield f"{opening}: {names}." if names else f"{opening}."
        yield from text or _no_text(description)
        yield from _mostly(description.colours)
    else:
        colours = description.colours or ("one colour",)
        yield _kind_sentence(description).format(colour=colours[0], colours=enumerated(colours))
        yield from _named(description.things)
        yield from text or _no_text(description)


def _no_text(description: Description) -> tuple[str, ...]:
    if description.text is None or description.kind not in _PAGES:
        return ()
    return ("No text could be made out in it.",)


def _kind_sentence(description: Description) -> str:
    # A later version, whose journal this may be, may know other kinds.
    return NO_SCENE.get(description.kind, "A picture of which nothing can be said.")


def _each_once(lines: Sequence[str]) -> Sequence[str]:
    return list(dict.fromkeys(lines))


def _shortened(line: str) -> str:
    """A very long line's first words."""
    return line if len(line) <= _SHORT_TEXT else f"{line[:_SHORT_TEXT].rsplit(' ', 1)[0]} and so on"


def _introduced(name: str | None, sentences: Sequence[str]) -> str:
    return joined(sentences if name is None else [f"{name}:", *sentences])


def _as_sentence(caption: str) -> str:
    return f"{_capitalised(caption)}{'' if caption.endswith(_ENDS) else '.'}"


def _capitalised(caption: str) -> str:
    return caption[:1].upper() + caption[1:]


def _percent(share: float) -> str:
    if share < 0.005:
        return "less than 1 percent"
    if share > 0.995:
        return "more than 99 percent"
    return f"{share:.0%}".removesuffix("%") + " percent"
