"""What Narrator and the second describer both say, and where they part: thing by thing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrator.captioning.content import EMPTY_WORDS, article, is_plural
from narrator.captioning.general import UNCOUNTED, generals_of, plural, singular
from narrator.captioning.reading import Mention, Part, mentions
from narrator.enumeration import enumerated
from narrator.languages.catalogue import ENGLISH, gettext, sentence_of, tongue
from narrator.languages.passages import filled, in_language, joined
from narrator.phrasing.wording import thing_name

SAYS = sentence_of("Your second describer says:")
"""In front of its first sentence."""
MAY_BE_WRONG = sentence_of("Your second describer may be wrong.")
"""At the end."""
_MOST = 4
"""So many things are named in one sentence."""
_ENGLISH = 0.2
"""The share of articles, prepositions and the like that English words have at least."""
_FRAME = frozenset(
    {
        *("background", "bottom", "camera", "center", "centre", "corner", "description", "distance", "edge"),
        *(
            "foreground",
            "frame",
            "image",
            "kind",
            "left",
            "left-hand",
            "part",
            "photo",
            "photograph",
            "picture",
        ),
        *("rest", "right", "right-hand", "scene", "setting", "shot", "sort", "view", "way"),
    }
)
"""What is said of a picture, and is not in it."""
_BODY = frozenset(
    {"arm", "back", "body", "ear", "eye", "face", "hair", "hand", "head", "leg", "mouth", "tail"}
)
"""What goes without saying."""
_BREAK = re.compile(r"[,;:()\"“”]|\b(?:that|which|who|while|where|shows?|depicts?|features?|captures?)\b")
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*|\d+")  # noqa: RUF001  # people write so
_YES = re.compile(r"^(yes|yeah|correct|there (probably )?(is|are)(?! no))\b", re.IGNORECASE)
_UNSURE = re.compile(r"^(i cannot|i can't|i can read no|i do not know|i am not sure)\b", re.IGNORECASE)
_NO = re.compile(r"^(no|not|there (is|are) no|i do not think|i don't think)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Thing:
    word: str
    """The word for one of them."""
    several: bool = False

    @property
    def spoken(self) -> str:
        if self.several or self.word in UNCOUNTED:
            return in_language(plural(self.word), None if tongue() == ENGLISH else ENGLISH)
        return thing_name(f"{article(self.word)} {self.word}")

    @property
    def names(self) -> tuple[str, ...]:
        """What it is, the nearest word first."""
        return (self.word, *generals_of(self.word))


def compared(ours: Iterable[str], theirs: Iterable[str]) -> str:
    """What is said of two descriptions, given in sentences; empty where there is nothing to compare.

    A thing counts as the same where one word is a kind of the other: "a person" and "a woman".
    """
    theirs = list(theirs)
    if not _is_english(theirs):
        return ""
    left, right = _things(ours, sure=True), _things(theirs, sure=False)
    both, apart, only_left, only_right = _matched(left, right)
    sentences = [filled(gettext("Both speak of {things}."), things=_listed(both))] if both else []
    sentences += [
        filled(gettext("Where Narrator says {one}, the other says {two}."), one=one.spoken, two=two.spoken)
        for one, two in apart
    ]
    if only_left:
        sentences.append(filled(gettext("Only Narrator speaks of {things}."), things=_listed(only_left)))
    if only_right:
        sentences.append(filled(gettext("Only the other speaks of {things}."), things=_listed(only_right)))
    if left and right and not (both or apart):
        sentences.insert(0, gettext("They name nothing in common."))
    return joined(sentences)


def answers_compared(ours: str, theirs: Sequence[str]) -> str:
    """What is said of two answers to one question: whether both say yes, or else what both speak of."""
    if tongue() != ENGLISH or _UNSURE.match(ours.strip()):  # both must be English
        return ""
    said = _yes_or_no(ours), _yes_or_no(theirs[0] if theirs else "")
    if None in said:
        return compared([ours], theirs)
    if said[0] == said[1]:
        return gettext("Both say yes.") if said[0] == "yes" else gettext("Both say no.")
    if said[0] == "yes":
        return gettext("Narrator says yes, the other says no.")
    return gettext("Narrator says no, the other says yes.")


def _yes_or_no(answer: str) -> str | None:
    if _NO.match(answer.strip()):
        return "no"
    return "yes" if _YES.match(answer.strip()) else None


def _is_english(sentences: Iterable[str]) -> bool:
    words = [word for sentence in sentences for word in sentence.lower().split()]
    return sum(word in EMPTY_WORDS for word in words) > _ENGLISH * len(words)


def _things(sentences: Iterable[str], *, sure: bool) -> list[_Thing]:
    """What sentences name, each once. Of free text, only what an article or a number marks as a thing."""
    found: dict[str, _Thing] = {}
    for mention in _mentions(sentences):
        word = mention.words[-1]
        thing = _Thing(singular(word), several=is_plural(word) and singular(word) != word)
        known = sure or mention.determiner or mention.number or len(thing.names) > 1
        if known and not {word, thing.word} & (_FRAME | _BODY) and word.isascii():
            found.setdefault(thing.word, thing)
    return list(found.values())


def _mentions(sentences: Iterable[str]) -> Iterator[Mention]:
    for sentence in sentences:
        for clause in _BREAK.split(sentence.lower()):
            words = " ".join(_WORD.findall(clause))
            yield from (each for each in mentions(words) if each.part in (Part.WHO, Part.WITH))


def _matched(
    left: Sequence[_Thing], right: Sequence[_Thing]
) -> tuple[list[_Thing], list[tuple[_Thing, _Thing]], list[_Thing], list[_Thing]]:
    """What both name, pairs of one kind, and what only one of them names."""
    both: list[_Thing] = []
    apart: list[tuple[_Thing, _Thing]] = []
    lonely, rest = list(left), list(right)
    for mine in left:
        if same := next((each for each in rest if _is_same(mine, each)), None):
            # The more general of the two words is what both say.
            both.append(mine if mine.word in same.names else same)
            lonely.remove(mine)
            rest = [each for each in rest if not _is_same(mine, each)]
    for mine in list(lonely):
        if near := next((each for each in rest if set(mine.names[1:2]) & set(each.names[1:2])), None):
            apart.append((mine, near))
            lonely.remove(mine)
            rest.remove(near)
    return both, apart, lonely, rest


def _is_same(one: _Thing, other: _Thing) -> bool:
    return one.word in other.names or other.word in one.names


def _listed(things: Sequence[_Thing]) -> str:
    return enumerated(thing.spoken for thing in things[:_MOST])
