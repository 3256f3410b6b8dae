"""Translations of people that are spoilt on purpose: a noun is dropped, exchanged or added."""

from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random

from narrator.translation.dictionary import parts_of
from training.translation.pairs import Pair

Spoil = Callable[[list[str], int, str], list[str]]
"""The words of a translation, the place of one of its nouns, and another noun -> the spoilt words."""


def _dropped(words: list[str], place: int, other: str) -> list[str]:
    return words[:place] + words[place + 1 :]


def _exchanged(words: list[str], place: int, other: str) -> list[str]:
    return [*words[:place], other, *words[place + 1 :]]


def _added(words: list[str], place: int, other: str) -> list[str]:
    return [*words[: place + 1], other, *words[place + 1 :]]


DAMAGES: Mapping[str, Spoil] = {"dropped": _dropped, "exchanged": _exchanged, "added": _added}


def damaged(
    pairs: Sequence[Pair], nouns: Collection[str] | None = None, *, seed: int = 1
) -> dict[str, list[Pair]]:
    """Each damage, done to one noun of each pair that has one; other nouns come as often as they are said.

    `nouns` are those of `noun_places`.
    """
    random = Random(seed)
    places = [noun_places(pair.target.split(), nouns) for pair in pairs]
    drawn = [pair.target.split()[place] for pair, its in zip(pairs, places, strict=True) for place in its]
    spoilt: dict[str, list[Pair]] = {name: [] for name in DAMAGES}
    for pair, its in zip(pairs, places, strict=True):
        if not its:
            continue
        words, place = pair.target.split(), random.choice(its)
        said = set(parts_of(pair.target))
        other = random.choice([word for word in drawn if said.isdisjoint(parts_of(word))])
        for name, spoil in DAMAGES.items():
            target = " ".join(spoil(words, place, other))
            spoilt[name].append(Pair(source=pair.source, target=target))
    return spoilt


def noun_places(words: Sequence[str], nouns: Collection[str] | None) -> list[int]:
    """Which of a sentence's words are nouns.

    `nouns` are words in small letters. None is for a language that writes nouns, and only them, with a
    capital letter, so that no list has to know them.
    """
    if nouns is None:
        return [place for place, word in enumerate(words) if place and word[:1].isupper()]
    return [place for place, word in enumerate(words) if any(part in nouns for part in parts_of(word))]
