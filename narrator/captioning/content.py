"""Kinds and forms of words: as much English as captions need, by rules rather than from a dictionary."""

from narrator.captioning.filters import COLOURS, CONTRAST_WORDS, FUNCTION_WORDS
from narrator.enumeration import NUMBERS as NUMBER_WORDS

ONE_OR_TWO = "one or two"
"""A number for those of whom it is not known whether they are the same: it is read as one word."""
NUMBERS = frozenset({*NUMBER_WORDS, ONE_OR_TWO})
COLOUR_WORDS = COLOURS | {"gold", "golden", "gray", "purple", "silver", "tan"}
AUXILIARIES = frozenset({"is", "are", "was", "were", "be", "being", "been"})
QUALITIES = frozenset(
    {
        *("big", "clean", "closed", "cold", "colorful", "cute", "dark", "decorative", "different", "dirty"),
        *("dry", "empty", "fluffy", "full", "furry", "happy", "high", "huge", "large", "little", "long"),
        *("modern", "new", "old", "older", "open", "plaid", "plastic", "ready", "shiny", "short", "small"),
        *("sunny", "tall", "visible", "wet", "wooden", "young"),
    }
)
"""Some of the words that describe a thing and name none."""
SINGULAR_ARTICLES = frozenset({"a", "an", "one", "another"})

# Parts of a thing and amounts of it: what counts is what follows, "the top of a table", "a group of people".
PARTS = frozenset({"bunch", "couple", "front", "group", "lot", "lots", "middle", "pair", "side", "top"})
EMPTY_WORDS = (
    FUNCTION_WORDS
    | CONTRAST_WORDS
    | NUMBERS
    | PARTS
    | {
        *("about", "after", "all", "alongside", "also", "among", "atop", "away", "before", "beneath", "both"),
        *("do", "does", "during", "each", "few", "here", "if", "just", "like", "many", "no", "not", "past"),
        *("s", "several", "so", "something", "than", "then", "together", "toward", "towards", "underneath"),
        *("upon", "very", "what", "when", "where", "whilst", "themself", "themselves", "himself", "herself"),
        "itself",
    }
)
"""Words that say nothing of what is in a picture, unless they count it."""

_VOWELS = frozenset("aeiouy")
_THINGS_IN_ING = frozenset(
    {
        *("awning", "building", "ceiling", "clothing", "earring", "evening", "flooring", "frosting", "icing"),
        *("morning", "outcropping", "painting", "parking", "pudding", "railing", "sibling", "wedding"),
    }
)
NAMED_BY_GERUNDS = frozenset(
    {
        *("area", "bag", "bench", "board", "boat", "cap", "center", "chair", "class", "court", "dress"),
        *("field", "gear", "glove", "lot", "machine", "pan", "pole", "pool", "pot", "rink", "ring", "rod"),
        *("room", "stick", "suit", "suits", "table", "track", "trunks", "wall"),
    }
)
"""Things that are often called by what is done with them: "swimming pool"."""
_IRREGULAR_PARTICIPLES = frozenset({"held", "lit", "made", "seen", "shown", "taken", "thrown", "worn"})
_IRREGULAR_PLURALS = frozenset({"children", "feet", "geese", "men", "people", "skis", "women"})
_SINGULAR_IN_S = frozenset({"canvas", "christmas", "sports"})
_LY_BUT_NO_ADVERB = frozenset({"assembly", "butterfly", "elderly", "family", "grizzly"})
_IRREGULAR_VERBS = {"is": "are", "was": "were", "has": "have"}


def number_word(number: int) -> str:
    """A number as it stands in a sentence: a word up to ten, digits beyond."""
    return NUMBER_WORDS[number - 1] if 1 <= number <= len(NUMBER_WORDS) else str(number)


def number_of(word: str) -> int | None:
    """The number that a word from one to ten names, or that digits are."""
    if word.isdecimal():
        return int(word)
    return NUMBER_WORDS.index(word) + 1 if word in NUMBER_WORDS else None


def article(word: str) -> str:
    """Whether "a" or "an" goes before the word."""
    if word.startswith(("eu", "one", "uni", "use", "ute")):
        return "a"
    return "an" if word[:1] in _VOWELS - {"y"} or word.startswith(("hour", "hono", "heir")) else "a"


def is_plural(word: str) -> bool:
    """Whether it has the look of a plural; "runs" has it too."""
    if word in _IRREGULAR_PLURALS:
        return True
    return (
        len(word) > 2
        and word.endswith("s")
        and not (word.endswith(("ss", "us", "is", "'s")) or word in _SINGULAR_IN_S)
    )


def is_gerund(word: str) -> bool:
    """Whether it is a verb like "running", and no thing like "building" or "ring"."""
    stem = word.removesuffix("ing")
    return stem != word and not _VOWELS.isdisjoint(stem) and word not in _THINGS_IN_ING and stem[-2:] != "th"


def is_participle(word: str) -> bool:
    """Whether it is a verb like "parked", and no thing like "bed" or "seed"."""
    stem = word.removesuffix("ed")
    regular = stem != word and not _VOWELS.isdisjoint(stem) and not word.endswith("eed")
    return regular or word in _IRREGULAR_PARTICIPLES


def is_adverb(word: str) -> bool:
    """Whether it is a word like "happily"."""
    return len(word) > 4 and word.endswith("ly") and word not in _LY_BUT_NO_ADVERB


def plural_verb(verb: str) -> str:
    """What several do, from what one does: "runs" -> "run", "is" -> "are"; any other word as it is."""
    if verb in _IRREGULAR_VERBS:
        return _IRREGULAR_VERBS[verb]
    if not is_plural(verb) or verb in _IRREGULAR_PLURALS:
        return verb
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    if verb.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return verb[:-2]
    return verb[:-1]


def gerund(verb: str) -> str:
    """The verb in -ing: "running" from "runs" or "run"."""
    base = plural_verb(verb)
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if len(base) > 2 and base.endswith("e") and base[-2] not in "eoy":
        return f"{base[:-1]}ing"
    return f"{base}{base[-1] if _doubles(base) else ''}ing"


def _doubles(base: str) -> bool:
    """Whether the last letter comes twice: a syllable that ends in one vowel and one consonant does so."""
    if len(base) < 3 or base[-1] in _VOWELS | set("wx") or base[-2] not in _VOWELS or base[-3] in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in base) == 1
