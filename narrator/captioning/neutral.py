"""Captions in neutral words: a person is a person, and nobody's origin or health is guessed at.

The captions that networks learn from call people men and women, boys and girls by their looks, and a network
does the same with less to go by: of the gender words that it says, a third are in none of five references
(32 percent of the released bundle's; `training.failures`). Somebody who cannot look has no way to doubt them.

A caption is as a network gives it: lower-case words with single spaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrator.captioning.content import (
    NUMBERS,
    ONE_OR_TWO,
    article,
    is_adverb,
    is_gerund,
    is_plural,
    number_of,
    number_word,
    plural_verb,
)
from narrator.captioning.filters import CONJUNCTIONS, FUNCTION_WORDS
from narrator.description import Candidate

_PLURALS = {"person": "people", "child": "children", "parent": "parents", "sibling": "siblings"}
_ONE = {
    **dict.fromkeys(("man", "woman", "guy", "lady", "gentleman"), "person"),
    **dict.fromkeys(("boy", "girl", "son", "daughter"), "child"),
    **dict.fromkeys(("mother", "father", "mom", "dad"), "parent"),
    **dict.fromkeys(("brother", "sister"), "sibling"),
}
_SEVERAL = {
    **dict.fromkeys(("men", "women", "ladies", "gentlemen"), "people"),
    **{f"{word}s": _PLURALS[kind] for word, kind in _ONE.items() if not word.endswith(("man", "lady"))},
}
_SEXES = {"male": "person", "female": "person", "males": "people", "females": "people"}
_OTHERS = {
    **{"fisherman": "fisher", "policeman": "police officer", "policemen": "police officers"},
    **{"fireman": "firefighter", "firemen": "firefighters", "cameraman": "photographer", "batsman": "batter"},
    **{"his": "their", "hers": "theirs", "him": "them", "himself": "themself", "herself": "themself"},
    "mans": "person's",  # as some of those wrote it from whose captions networks learn
}
_RENAMED = {**_ONE, **_SEVERAL, **_SEXES, **_OTHERS}

_PEOPLE = frozenset({*_ONE, *_SEVERAL, *_SEXES, *_PLURALS, *_PLURALS.values()})
_AGES = frozenset({"adult", "elderly", "little", "old", "older", "small", "teenage", "young", "younger"})
_ORIGINS_AND_HEALTH = frozenset(
    {
        *("african", "african-american", "american", "arab", "asian", "black", "caucasian", "chinese"),
        *("dark-skinned", "european", "german", "hispanic", "indian", "japanese", "light-skinned", "mexican"),
        *("white", "blind", "disabled", "handicapped", "homeless"),
    }
)
_ARTICLES = frozenset({"a", "an", "one", "the"})


def neutral(caption: str) -> str:
    """The caption with neutral words for people; what it says of all else stays as it is."""
    words = _without_guesses(caption.split())
    if not words:
        return ""
    return " ".join(_told_apart(_renamed(_joined(words))))


def neutral_candidates(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Ranked candidates in neutral words, in the same order; those that become equal are merged.

    Such a one counts for all of them, and has the log-probability and the raw caption of the best.
    """
    merged: dict[str, Candidate] = {}
    for candidate in candidates:
        caption = neutral(candidate.caption)
        raw = candidate.caption if candidate.raw_caption is None else candidate.raw_caption
        worded = replace(candidate, caption=caption, raw_caption=None if raw == caption else raw)
        if twin := merged.get(caption):
            best = max(twin, worded, key=lambda each: each.log_prob)
            worded = replace(best, count=twin.count + worded.count)
        merged[caption] = worded
    return tuple(merged.values())


def _without_guesses(words: Sequence[str]) -> list[str]:
    """Say "a woman" for "an asian woman" and "a team" for "a women's team"; "a black dog" stays."""
    kept = list(words)
    for place in reversed(range(len(words))):
        if _is_guess(kept, place):
            del kept[place]
            if place and kept[place - 1] in ("a", "an"):
                kept[place - 1] = article(kept[place])
    return kept


def _is_guess(words: Sequence[str], place: int) -> bool:
    word, before = words[place], words[place - 1] if place else ""
    if word in ("male", "female"):
        return not _stands_alone(words, place)
    if word in ("men's", "women's"):
        return bool(words[place + 1 :])
    somebody = next((each for each in words[place + 1 :] if each not in _AGES), "")
    return word in _ORIGINS_AND_HEALTH and somebody in _PEOPLE and before not in CONJUNCTIONS


def _stands_alone(words: Sequence[str], place: int) -> bool:
    """Whether "male" or "female" is somebody, and does not describe what the next word names."""
    following = words[place + 1] if place + 1 < len(words) else ""
    if not following or following in FUNCTION_WORDS or is_gerund(following):
        return True
    return is_plural(following) and not _ARTICLES.isdisjoint(words[max(place - 2, 0) : place])


@dataclass(frozen=True, kw_only=True)
class _Group:
    """People in a row of words: "two young women"."""

    determined: bool
    """Whether they begin with an article or a number."""
    number: int | None
    """None if it is not said."""
    ages: tuple[str, ...]
    head: str
    end: int
    """The place of the word after them."""

    @property
    def kind(self) -> str:
        """What they are together: "people"."""
        return _PLURALS[_ONE[self.head]] if self.head in _ONE else _SEVERAL[self.head]


def _group_at(words: Sequence[str], start: int) -> _Group | None:
    """The people of whom the words speak from `start` on."""
    row = words[start:]
    counted = number_of(row[0]) if row else None
    ages = 1 if row and (counted or row[0] in _ARTICLES) else 0  # where they begin
    head = next((place for place, word in enumerate(row) if place >= ages and word not in _AGES), len(row))
    if head == len(row) or row[head] not in _ONE.keys() | _SEVERAL.keys():
        return None
    return _Group(
        determined=bool(ages),
        number=1 if row[head] in _ONE else counted,
        ages=tuple(row[ages:head]),
        head=row[head],
        end=start + head + 1,
    )


def _joined(words: Sequence[str]) -> list[str]:
    """Say "three people" for "two men and a woman"; those of different kind or age stay apart.

    "a man and a woman" becomes "one or two people", for the released network says so when it is in doubt
    which it sees: 74 times on the first 500 pictures of Flickr8k's development split, each time in all ten
    samples, and of 35 of these pictures no reference has a second person. (Of "two men" and the like, 5 of
    38.)
    """
    joined: list[str] = []
    place = 0
    while place < len(words):
        first = _group_at(words, place)
        second = (
            _group_at(words, first.end + 1) if first and "and" in words[first.end : first.end + 1] else None
        )
        if first and second and _are_one_group(words, place, first, second):
            joined += [*_number_of_both(first, second), *first.ages, first.kind]
            joined += map(plural_verb, words[second.end : second.end + 1])
            place = second.end + 1
        else:
            end = first.end if first else place + 1
            joined += words[place:end]
            place = end
    return joined


def _are_one_group(words: Sequence[str], place: int, first: _Group, second: _Group) -> bool:
    if not first.determined and place and words[place - 1] not in FUNCTION_WORDS:
        return False  # another word describes or counts the first alone: "two tall men and a woman"
    bare = second.end - first.end == 2  # "a young man and woman": she is as young as he
    return first.kind == second.kind and (bare or first.ages == second.ages)


def _number_of_both(first: _Group, second: _Group) -> tuple[str, ...]:
    if not first.determined or first.number is None or second.number is None:
        return ()
    if first.number == second.number == 1:
        return (ONE_OR_TWO,)
    return (number_word(first.number + second.number),)


def _renamed(words: Sequence[str]) -> list[str]:
    """Word for word, and what "they" do as several do it: "as he jumps" -> "as they jump"."""
    renamed = []
    they = False  # whether the verb of "they" is still to come
    for word, following in zip(words, [*words[1:], ""], strict=True):
        stem, apostrophe, tail = word.partition("'")
        if stem in ("he", "she"):
            renamed.append("they are" if tail == "s" else f"they{apostrophe}{tail}")
            they = not tail
        elif stem == "her":
            renamed.append("them" if following in FUNCTION_WORDS - NUMBERS or not following else "their")
        elif they and stem not in _RENAMED:
            renamed.append(plural_verb(word))
            they = is_adverb(word) or word in ("also", "just", "and") or following == "and"
        else:
            renamed.append(_RENAMED.get(stem, stem) + apostrophe + tail)
    return renamed


def _told_apart(words: Sequence[str]) -> list[str]:
    """Say "a person with another person": a man with a woman were two."""
    apart: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        again = word == "a" and following in _PLURALS and following in apart
        apart.append("another" if again else word)
    return apart
