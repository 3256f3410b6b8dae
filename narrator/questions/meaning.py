"""What a thing's name means: all words that captions may have for it, and what the witness calls it."""

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.captioning.content import COLOUR_WORDS, QUALITIES, article, is_gerund
from narrator.captioning.general import UNCOUNTED, generals_of, plural, singular, specifics_of
from narrator.captioning.neutral import neutral
from narrator.captioning.witness import Name
from narrator.languages.catalogue import ENGLISH, tongue
from narrator.phrasing.wording import thing_name

PERSON = "person"
_SAME = (
    frozenset({"bike", "bicycle"}),
    frozenset({"couch", "sofa"}),
    frozenset({"tv", "television"}),
    frozenset({"ocean", "sea"}),
    frozenset({"phone", "cellphone", "telephone"}),
    frozenset({"plane", "airplane", "aeroplane"}),
    frozenset({"motorcycle", "motorbike"}),
    frozenset({"racket", "racquet"}),
    frozenset({"child", "kid"}),
    frozenset({"store", "shop"}),
    frozenset({"fridge", "refrigerator"}),
)
"""Words of one thing."""
_DONE_AND_THING = frozenset(
    {
        *("carving", "clearing", "covering", "crossing", "drawing", "filling", "gathering", "landing"),
        *("lighting", "lightning", "lining", "meeting", "opening", "seating", "shelving", "stocking"),
        *("topping", "wrapping"),
    }
)
"""Words in -ing that name a thing, too."""
_HOW_IT_IS = (COLOUR_WORDS - {"orange"}) | (QUALITIES - {"plastic", "short"})


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What somebody means who names a thing."""

    word: str
    """The thing in the singular and in neutral words: "person" for "woman"."""
    words: frozenset[str]
    """In the singular, what captions call it: it, what means the same, and all that is a kind of it."""
    wider: frozenset[str]
    """In the singular, what it is a kind of."""
    names: tuple[str, ...]
    """The witness's names for it, or for nothing but kinds of it."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All words of captions for it, for one and for several."""
        return tuple(sorted({form for word in self.words for form in (word, plural(word))}))

    @property
    def spoken(self) -> str:
        """With its article, in the listener's language: "a dog"."""
        return thing_name(self.word if self.word in UNCOUNTED else f"{article(self.word)} {self.word}")

    @property
    def known(self) -> str:
        """The same, once it was spoken of: "the dog". Only English tells them apart in one form of a word."""
        return f"the {self.word}" if tongue() == ENGLISH else self.spoken


def meaning_of(word: str, names: Sequence[Name] = ()) -> Meaning:
    """Of a thing's name in lower case, for one or several of it; `names` are the witness's tree."""
    own = named_alone(word)
    same = {own, *(other for group in _SAME if own in group for other in group)}
    words = {*same, *(kind for each in same for kind in specifics_of(each))}
    called = [name for name in names if _is_name_of(name, same)]
    within = {name.name for name in called}
    for name in names:  # each stands after the one that it is within
        if name.within in within:
            within.add(name.name)
    words |= {singular(each) for name in names if name.name in within for each in name.words}
    wider = {general for each in same for general in generals_of(each)} - words
    return Meaning(
        word=own,
        words=frozenset(words),
        wider=frozenset(wider),
        names=tuple(name.name for name in names if name.name in within),
    )


def is_no_thing(word: str) -> bool:
    """Whether captions have it for what is done or for how a thing is: "running", "red"."""
    return (is_gerund(word) and word not in _DONE_AND_THING) or word in _HOW_IT_IS


def named_alone(word: str) -> str:
    """One of it, in neutral words: "dog" for "dogs", "person" for "women"."""
    one = singular(word)
    return neutral(f"the {one}").removeprefix("the ") or one


def _is_name_of(name: Name, same: set[str]) -> bool:
    """Whether a name is for this thing and nothing else: "a dog", and not "a cup or a glass" for "cup"."""
    parts = name.name.split(" or ")
    return {part.removeprefix("a ").removeprefix("an ") for part in parts} <= same
