"""From a person's words to a question: a few forms of English, and one sentence for all else."""

import re
from collections.abc import Callable, Mapping

from narrator.languages.catalogue import gettext
from narrator.questions.question import OtherQuestionError, Question, QuestionError

LONGEST = 200
"""Letters; more is no question of these kinds."""
EXAMPLES = (
    "is there a dog, what colour is the shirt, how many people are there, what does it say, "
    "where is the ball, or what is on the left"
)
_HELP = f"ask in English, for example: {EXAMPLES}."

_PART = {
    **dict.fromkeys(("left", "right", "top", "bottom", "middle")),
    **{"centre": "middle", "center": "middle", "above": "top", "below": "bottom"},
}
_SIDE = rf"(?P<part>{'|'.join(_PART)})(?: (?:hand )?(?:side|half|part|edge))?"
_IN_PICTURE = r"(?: (?:in|on|of|at) (?:the |this |that )?(?:picture|photo|photograph|image|pic|scene|it))?"
_AT = rf"(?: (?:on|at|in|to) (?:the )?{_SIDE})?{_IN_PICTURE}"
_NOT = r"(?P<no>n't| not)?"
_THINGS = r"(?P<things>.+?)"
_ANY = r"(?:(?P<none>no) )?"

Reading = Callable[[Mapping[str, str | None]], Question]


def _presence(found: Mapping[str, str | None]) -> Question:
    named = found["things"] or ""
    things = re.split(r" and | or |, ", re.sub(r"^either ", "", named))
    return Question(
        kind="presence",
        things=tuple(_bare(thing) for thing in things),
        part=_part(found),
        choice=" or " in named,
        plain=not (found.get("none") or found.get("no") or found.get("not")),
    )


def _of_one(kind: str) -> Reading:
    def read(found: Mapping[str, str | None]) -> Question:
        return Question(kind=kind, things=(_bare(found["things"] or ""),), part=_part(found))

    return read


def _part_of(found: Mapping[str, str | None]) -> Question:
    return Question(kind="part", part=_part(found))


def _text(_: Mapping[str, str | None]) -> Question:
    return Question(kind="text")


_FORMS: tuple[tuple[str, Reading], ...] = (
    (r"what (?:does|do) (?:it|this|that|they|the .+) say", _text),
    (r"what(?: text| words)? is (?:written|printed)(?: .+)?", _text),
    (r"(?:is|are) there (?:any |some )?(?:text|words|writing|letters)(?: .+)?", _text),
    (r"(?:does|do) (?:it|this|they) say (?:anything|something)", _text),
    (r"what is the (?:text|writing)|what text is (?:there|in it|in the picture)", _text),
    (r"what can (?:i|you) read(?: .+)?|read (?:it|this|the text)", _text),
    (rf"what (?:is|are)(?: there)?(?: (?:on|at|in|to))?(?: the)? {_SIDE}{_IN_PICTURE}", _part_of),
    (
        rf"(?:what|which) colou?rs? (?:is|are|has|have|does|do) {_THINGS}(?: have)?{_IN_PICTURE}",
        _of_one("colour"),
    ),
    (rf"what is the colou?r of {_THINGS}{_IN_PICTURE}", _of_one("colour")),
    (
        rf"how many {_THINGS}(?: (?:are|is)(?: there| visible)?| can (?:you|i) see| do you see)?{_AT}",
        _of_one("number"),
    ),
    (rf"where (?:is|are) {_THINGS}{_IN_PICTURE}", _of_one("place")),
    (rf"(?:is|are){_NOT} there{_NOT.replace('no>', 'not>')} {_ANY}{_THINGS}{_AT}", _presence),
    (rf"(?:do|can){_NOT} (?:you|i|we) see {_ANY}{_THINGS}{_AT}", _presence),
    (rf"(?:does|has) (?:it|this|the picture) (?:show|have|contain) {_ANY}{_THINGS}{_AT}", _presence),
    (rf"there (?:is|are) {_ANY}{_THINGS}{_AT}", _presence),
    (rf"(?:a|an|any) {_THINGS}{_AT}", _presence),
)
_PATTERNS = tuple((re.compile(form), read) for form, read in _FORMS)
_ARTICLES = re.compile(r"^(?:any|some|a|an|the|this|that|these|those|more than one|at least one|of)(?: |$)")
_ANYBODY = frozenset({"anybody", "anyone", "somebody", "someone"})
_NO_THINGS = frozenset(
    {"anything", "something", "nothing", "nobody", "thing", "things", "picture", "photo", "who"}
)
"""Captions have some of these words, but whether there is "a something" no picture tells."""
_NAME = re.compile(r"[a-z][a-z'-]*(?: [a-z][a-z'-]*){0,2}")


def parse(text: str) -> Question:
    """What is asked. Raises QuestionError, whose sentence tells what can be asked.

    OtherQuestionError, if it is a question and no more than of another kind.
    """
    if len(text) > LONGEST:
        raise QuestionError(
            gettext("The question has more than {longest} letters; ask after one thing at a time.").format(
                longest=LONGEST
            )
        )
    words = _plain(text)
    if not words:
        raise QuestionError(gettext("The question is empty; {help}").format(help=_HELP))
    for pattern, read in _PATTERNS:
        if found := pattern.fullmatch(words):
            question = read(found.groupdict())
            if all(_NAME.fullmatch(thing) and thing not in _NO_THINGS for thing in question.things):
                return question
    raise OtherQuestionError(
        gettext("Narrator cannot answer that kind of question; {help}").format(help=_HELP)
    )


def _plain(text: str) -> str:
    """Lower-case words with single spaces; the last mark goes, and "isn't" is as many words as "is not"."""
    words = " ".join(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).strip(" ?.!\"'")
    words = re.sub(r"\b(what|where|there)'s\b", r"\1 is", words)
    words = re.sub(r"^(?:and|so|hey|please|ok|okay|narrator)[, ]+", "", words)
    return re.sub(r"[, ]+(?:please|then)$", "", words)


def _bare(name: str) -> str:
    """A thing's name without the article."""
    bare = name.strip()
    while (shorter := _ARTICLES.sub("", bare, count=1)) != bare:
        bare = shorter
    return "person" if bare in _ANYBODY else bare


def _part(found: Mapping[str, str | None]) -> str | None:
    named = found.get("part")
    return None if named is None else _PART[named] or named
