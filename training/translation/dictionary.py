"""The dictionary of a translator's bundle, learned from the pairs that the translator learns from."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from narrator.captioning.claims import claims_of
from narrator.translation.dictionary import Dictionary, parts_of
from training.translation.lexicon import learn_lexicon
from training.translation.pairs import Pair

LEAST_PROBABLE = 0.003
"""Pairs of words that are less probable in both directions are left out."""
LEAST = 0.05
"""See `Dictionary.least`."""
MOST_ALONE = 0.08
"""A word is watched if in at most this share of its sentences it comes to less than that."""
FOLDS = 4
LARGE = 0.1
"""The share of words within sentences from which on capital letters are taken for a habit of the language."""
FEWEST = 3
"""So often is a word written with a small letter that is taken to have one."""
STAND_INS = 8
MOSTLY = 0.8
"""In this share of its sentences a stand-in is in the translation as it is."""

_MARKS = ".,;:!?\"'()"


def learn_dictionary(pairs: Sequence[Pair]) -> Dictionary:
    """The words of pairs; which of them are watched is found on pairs that they were not learned from."""
    things = _things(pairs)
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    alone: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for fold in range(FOLDS):
        learned = _of_pairs([pair for number, pair in enumerate(pairs) if number % FOLDS != fold])
        named = (things, _named(learned, things))
        for pair in pairs[fold::FOLDS]:
            words = (parts_of(pair.source), parts_of(pair.target))
            for side, values in enumerate((learned.of_source(*words), learned.of_target(*words))):
                for word, value in zip(words[side], values, strict=True):
                    if word in named[side]:
                        seen[side][word] += 1
                        alone[side][word] += value < LEAST
    watched = [
        frozenset(
            word for word, count in seen[side].items() if (alone[side][word] + 1) / (count + 2) < MOST_ALONE
        )
        for side in (0, 1)
    ]
    capitals, small = _capitals(pairs)
    whole = replace(
        _of_pairs(pairs),
        capitals=capitals,
        small=small,
        watched_sources=watched[0],
        watched_targets=watched[1],
        stand_ins=_stand_ins(pairs, things),
    )
    return _pruned(whole)


def things_named(pairs: Sequence[Pair]) -> frozenset[str]:
    """All words of the other language that mostly stand for things, watched or not."""
    return _named(_of_pairs(pairs), _things(pairs))


def _of_pairs(pairs: Sequence[Pair]) -> Dictionary:
    """The probabilities alone."""
    lexicon = learn_lexicon([(parts_of(pair.source), parts_of(pair.target)) for pair in pairs])
    kept = np.maximum(lexicon.forward, lexicon.backward) >= LEAST_PROBABLE
    keys = lexicon.pairs[kept, 0] * len(lexicon.targets) + lexicon.pairs[kept, 1]
    return Dictionary(
        sources=lexicon.sources,
        targets=lexicon.targets,
        pairs=keys.astype(np.int32),
        forward=lexicon.forward[kept].astype(np.float16),
        backward=lexicon.backward[kept].astype(np.float16),
        watched_sources=frozenset(),
        watched_targets=frozenset(),
        least=LEAST,
    )


def _pruned(dictionary: Dictionary) -> Dictionary:
    """Without the pairs of which neither word is watched."""
    rows, columns = np.divmod(dictionary.pairs, len(dictionary.targets))
    watched = [
        np.array([word in chosen for word in words])
        for words, chosen in (
            (dictionary.sources, dictionary.watched_sources),
            (dictionary.targets, dictionary.watched_targets),
        )
    ]
    kept = watched[0][rows] & (dictionary.backward >= LEAST_PROBABLE)
    kept |= watched[1][columns] & (dictionary.forward >= LEAST_PROBABLE)
    used, columns = np.unique(columns[kept], return_inverse=True)
    return replace(
        dictionary,
        targets=tuple(dictionary.targets[place] for place in used),
        pairs=(rows[kept] * len(used) + columns).astype(np.int32),
        forward=dictionary.forward[kept],
        backward=dictionary.backward[kept],
    )


def _things(pairs: Sequence[Pair]) -> frozenset[str]:
    """The words of sources that mostly name a thing."""
    said: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for pair in pairs:
        words = pair.source.split()
        said.update(parts_of(pair.source))
        named.update(
            part
            for claim in claims_of(pair.source)
            if claim.kind == "thing"
            for part in parts_of(words[claim.place])
        )
    return frozenset(word for word, count in named.items() if 2 * count > said[word])


def _named(dictionary: Dictionary, things: Collection[str]) -> frozenset[str]:
    """The words of the other language that mostly stand for things."""
    rows, columns = np.divmod(dictionary.pairs, len(dictionary.targets))
    thing = np.array([word in things for word in dictionary.sources])[rows]
    weights = dictionary.backward.astype(np.float64)
    whole = np.bincount(columns, weights, len(dictionary.targets))
    part = np.bincount(columns, weights * thing, len(dictionary.targets))
    return frozenset(
        word for word, mostly in zip(dictionary.targets, 2 * part > whole, strict=True) if mostly
    )


def _capitals(pairs: Sequence[Pair]) -> tuple[bool, frozenset[str]]:
    """Whether words have capital letters within sentences; if so, those that are seldom written so there."""
    within = Counter(
        word.strip(_MARKS) for pair in pairs for word in pair.target.split()[1:] if word[0].isalpha()
    )
    large = sum(count for word, count in within.items() if word[0].isupper())
    if large <= LARGE * within.total():
        return False, frozenset()
    return True, frozenset(
        word
        for word, count in within.items()
        if count >= FEWEST and count > within[f"{word[0].upper()}{word[1:]}"]
    )


def _stand_ins(pairs: Sequence[Pair], things: frozenset[str]) -> tuple[str, ...]:
    """Things that are called the same in both languages, the most frequent first."""
    said: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for pair in pairs:
        target = parts_of(pair.target)
        for word in things & set(pair.source.split()):
            said[word] += 1
            kept[word] += target.count(word) == 1
    same = [word for word, count in kept.items() if count > MOSTLY * said[word]]
    return tuple(sorted(same, key=lambda word: (-kept[word], word))[:STAND_INS])
