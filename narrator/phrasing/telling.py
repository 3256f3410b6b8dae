"""Whole utterances: what is announced, what is answered, and what is said to whoever wants to know more."""

from collections.abc import Sequence

from narrator.description import Description
from narrator.languages.catalogue import gettext, ngettext, pgettext, term_of
from narrator.languages.passages import filled, joined
from narrator.phrasing.agreeing import compared
from narrator.phrasing.kinds import doubts
from narrator.phrasing.scene import by_its_author, caption_sentence
from narrator.phrasing.trust import chance, doubtful, seen, weighed_captions
from narrator.phrasing.wording import as_sentence, introduced, note, together, worded

_FEW = {2: term_of("the first so many pictures", "two"), 3: term_of("the first so many pictures", "three")}


def sentence(description: Description, name: str | None = None, words: str | None = None) -> str:
    """The sentence that is spoken: the caption, what the listener should know of the file, the name first.

    `words` are the person's own for the picture, which go before the caption.
    """
    return introduced(name, (caption_sentence(description, words), *_notes(description)))


def alternatives(description: Description, name: str | None = None) -> str:
    """All distinct captions with their shares, as they are spoken."""
    candidates = description.candidates
    samples = sum(candidate.count for candidate in candidates)
    before = (*by_its_author(description), *doubts(description))
    after = (*chance(description), *doubtful(description), *seen(description), *_notes(description))
    if len(candidates) > 1:
        opening = ngettext(
            "{count} different captions, weighed against each other.",
            "{count} different captions, weighed against each other.",
            len(candidates),
        )
        captions = weighed_captions(description)
        return introduced(name, (*before, filled(opening, count=len(candidates)), *captions, *after))
    if samples > 1:
        caption = as_sentence(worded(description, candidates[0].caption))
        template = ngettext(
            "All {samples} samples say: {caption}", "All {samples} samples say: {caption}", samples
        )
        return introduced(name, (*before, filled(template, samples=samples, caption=caption), *after))
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
        sentences += _notes(description)
    sentences += () if words else hints(description, verbosity)
    sentences += background(description, verbosity)
    return introduced(joined(where, ", "), sentences)


def answer(description: Description, *, words: str | None, verbosity: str, camera: bool = False) -> str:
    """What is said of a picture that somebody asked about, and perhaps just took with a `camera`."""
    sentences = [caption_sentence(description, words), *_notes(description)]
    sentences += () if words else hints(description, verbosity, camera=camera)
    return together([*sentences, *background(description, verbosity)])


def hints(description: Description, verbosity: str, *, camera: bool = False) -> tuple[str, ...]:
    """What would make a better picture; who holds a `camera` hears it at every verbosity."""
    return tuple(map(note, description.advice)) if camera or verbosity != "brief" else ()


def background(description: Description, verbosity: str) -> tuple[str, ...]:
    """What `full` adds: in what the candidates agree and where they part, and the picture's size.

    Where something is left out because it is doubtful, that is told and not that most candidates say it.
    """
    if verbosity != "full":
        return ()
    return (*(doubtful(description) or compared(description)), measures(description))


def comparison(description: Description) -> str:
    """What the candidates agree in, then each of them with its share, as it is spoken."""
    if description.agreement is None or len(description.candidates) < 2:
        return alternatives(description)
    return together([*compared(description), alternatives(description)])


def burst_sentence(count: int, place: str, first: Sequence[str]) -> str:
    """What is said of many pictures at once: "40 new pictures in Holiday, the first three: A dog. ..."."""
    if not first:
        template = ngettext("{count} new pictures in {place}.", "{count} new pictures in {place}.", count)
    elif len(first) == 1:
        template = ngettext(
            "{count} new pictures in {place}, the first:",
            "{count} new pictures in {place}, the first:",
            count,
        )
    else:
        template = ngettext(
            "{count} new pictures in {place}, the first {number}:",
            "{count} new pictures in {place}, the first {number}:",
            count,
        )
    few = _FEW.get(len(first))
    number = str(len(first)) if few is None else pgettext("the first so many pictures", few)
    return together([filled(template, count=count, place=place, number=number), *first])


def measures(description: Description) -> str:
    """The picture's size as a sentence: "640 by 480 pixels."."""
    width, height = description.size
    return filled(gettext("{width} by {height} pixels."), width=width, height=height)


def _notes(description: Description) -> tuple[str, ...]:
    return tuple(map(note, description.notes))
