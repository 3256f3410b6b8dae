"""What is said of the kinds of picture."""

from narrator.description import Description
from narrator.enumeration import enumerated
from narrator.languages.catalogue import gettext, pgettext, sentence_of, term_of
from narrator.languages.passages import filled
from narrator.phrasing.wording import colour_name

NO_SCENE = {
    "black": sentence_of("A picture that is almost black; the lens or the screen may be covered."),
    "blank": sentence_of("A blank picture, all {colour}."),
    "gradient": sentence_of("No scene: one colour that becomes another, mostly {colours}."),
    "pattern": sentence_of("No scene: a plain pattern, mostly {colours}."),
    "noise": sentence_of("No scene: grain and nothing else."),
    "document": sentence_of("A page of text."),
    "screenshot": sentence_of("A screen with text on it, mostly {colours}."),
    "drawing": sentence_of("No photograph: a drawing, a chart or a few words, mostly {colours}."),
    "icon": sentence_of("A small picture such as an icon, mostly {colours}."),
    "label": sentence_of("Probably a label or a package from near, mostly {colours}."),
    "paper": sentence_of("Probably a photographed paper or card with text on it."),
    "screen": sentence_of("Probably a photographed screen, mostly {colours}."),
    "lettered": sentence_of("Close up, probably with text on it."),
    "covered": sentence_of(
        "Hardly anything can be made out; something is before the lens, perhaps a finger."
    ),
    "glare": sentence_of("Hardly anything can be made out; there is far too much light."),
    "unclear": sentence_of("Hardly anything can be made out; it is far too blurred."),
}
"""What is said of the kinds of picture that no caption can be true of."""

_PAGES = frozenset({"document", "screenshot", "label", "paper", "screen", "lettered"})
"""Kinds in which text is expected, so that it is said when none was found."""

_UNCERTAIN = {
    "dark": sentence_of("The picture is very dark."),
    "bright": sentence_of("The picture is very bright."),
    "blurred": sentence_of("The picture is blurred."),
    "close-up": sentence_of("Taken from near."),
}
"""What is said before the caption of a photograph of which little can be seen."""

_OPENINGS = {
    "photo": term_of("before what a picture perhaps shows", "A photograph"),
    "dark": term_of("before what a picture perhaps shows", "A very dark picture"),
    "bright": term_of("before what a picture perhaps shows", "A very bright picture"),
    "blurred": term_of("before what a picture perhaps shows", "A blurred picture"),
    "close-up": term_of("before what a picture perhaps shows", "Close up"),
    "lettered": term_of("before what a picture perhaps shows", "Close up, probably with text on it"),
}
"""What is said of a picture first where nothing of its scene is sure; any other is a photograph."""


def doubts(description: Description) -> tuple[str, ...]:
    """Why little can be seen, a sentence; nothing of most pictures."""
    return (gettext(_UNCERTAIN[description.kind]),) if description.kind in _UNCERTAIN else ()


def opening(kind: str) -> str:
    """What stands before ": perhaps a packet."."""
    return pgettext("before what a picture perhaps shows", _OPENINGS.get(kind, _OPENINGS["photo"]))


def kind_sentence(description: Description) -> str:
    """What is said of a picture without a scene."""
    if description.kind not in NO_SCENE:  # a later version, whose journal this may be, may know other kinds
        return gettext("A picture of which nothing can be said.")
    colours = [colour_name(colour) for colour in description.colours] or [colour_name("one colour")]
    template = gettext(NO_SCENE[description.kind])
    return filled(template, colour=colours[0], colours=enumerated(colours))


def mostly(colours: tuple[str, ...]) -> tuple[str, ...]:
    """The main colours as a sentence."""
    named = [colour_name(colour) for colour in colours]
    return (filled(gettext("Mostly {colours}."), colours=enumerated(named)),) if named else ()


def no_text(description: Description) -> tuple[str, ...]:
    """That no text was found where some was expected."""
    if description.text is None or description.kind not in _PAGES:
        return ()
    return (gettext("No text could be made out in it."),)
