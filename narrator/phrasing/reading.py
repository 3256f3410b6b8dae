"""What is said of the text in a picture."""

from collections.abc import Sequence

from narrator.description import Description, Text
from narrator.languages.catalogue import gettext, ngettext
from narrator.languages.passages import filled
from narrator.phrasing.kinds import NO_SCENE, no_text
from narrator.phrasing.wording import as_sentence, note, together

_SHORT_TEXT = 120
"""Letters of a text that are said of it at first: what it is can be told from them, and nobody waits long."""


def short_text(description: Description) -> tuple[str, ...]:
    """What matters of the text in the picture, if there is any: "There is text: Exit and 12 more lines."."""
    said = "" if description.text is None else spoken_text(description.text)
    if not said:
        return ()
    alone = description.kind in NO_SCENE
    template = gettext("It says: {text}.") if alone else gettext("There is text: {text}.")
    return (filled(template, text=said),)


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
    template = ngettext("{text} and 1 more line", "{text} and {more} more lines", more)
    return filled(template, text=begun, more=more)


def read_later(before: Description, after: Description) -> tuple[str, ...]:
    """What is said of the text in a picture that was told of before it was read: sentences."""
    news = [note(each) for each in after.notes if each not in before.notes]
    return (*(short_text(after) or no_text(after)), *news)


def whole_text(text: Text) -> str:
    """All the text in a picture, as it is spoken."""
    if not text.lines:
        return together(unread(text) or [gettext("No text was found.")])
    lines = len(text.lines)
    template = ngettext("Its text, 1 line: {text}", "Its text, {lines} lines: {text}", lines)
    words = as_sentence(" ".join(text.lines))
    return together([filled(template, lines=lines, text=words), *unread(text)])


def unread(text: Text) -> tuple[str, ...]:
    """That there was more text than could be read in time, a sentence; nothing if all was read."""
    if not text.unread:
        return ()
    template = ngettext(
        "1 more line was found and not read in time.",
        "{lines} more lines were found and not read in time.",
        text.unread,
    )
    return (filled(template, lines=text.unread),)


def _each_once(lines: Sequence[str]) -> Sequence[str]:
    return list(dict.fromkeys(lines))


def _shortened(line: str) -> str:
    """A very long line's first words."""
    if len(line) <= _SHORT_TEXT:
        return line
    return filled(gettext("{words} and so on"), words=line[:_SHORT_TEXT].rsplit(" ", 1)[0])
