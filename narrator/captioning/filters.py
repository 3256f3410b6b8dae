"""Rules for what may be said next; they restrict the choice and leave the log-probabilities alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN, Vocabulary


class LogitFilter(Protocol):
    """One rule."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """The ids that must not follow the words said so far (without start)."""


class NoSpecialTokens:
    """Padding, start and unknown are never said."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """Always the same three."""
        return (PAD, START, UNKNOWN)


class NotEmpty:
    """A caption has at least one word."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """The end, before the first word."""
        return () if prefix else (END,)


class NoWordTwiceInARow:
    """No "a a dog"."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """The last word."""
        return prefix[-1:]


@dataclass(frozen=True, kw_only=True)
class NoWordJoinedToItself:
    """No "a black and black dog"."""

    conjunctions: frozenset[int]

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """After a conjunction, the word before it."""
        return prefix[-2:-1] if prefix[-1:] and prefix[-1] in self.conjunctions else ()


@dataclass(frozen=True, kw_only=True)
class NoRepeatedRun:
    """The same few words never come in the same order again: recurrent networks fall into such loops."""

    length: int
    """How many words, at least two."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """What followed the last words when they were said before."""
        before = self.length - 1
        last = prefix[-before:]
        return [
            prefix[place] for place in range(before, len(prefix)) if prefix[place - before : place] == last
        ]


@dataclass(frozen=True, kw_only=True)
class NoRepeatedContent:
    """No "a desk with a laptop on a laptop"; but "a dog chases another dog" is allowed."""

    repeatable: frozenset[int]
    """Words that may come again: "a", "of", "red"."""
    contrasts: frozenset[int]
    """Words after which any word may come again: "another"."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """The content words said before."""
        if prefix and prefix[-1] in self.contrasts:
            return ()
        return set(prefix) - self.repeatable


@dataclass(frozen=True, kw_only=True)
class PairsArePlural:
    """No "a man and a woman is": training for CIDEr-D, which hardly minds, leaves such sentences behind."""

    articles: frozenset[int]
    joining: frozenset[int]
    """The word "and"."""
    singular: frozenset[int]
    """Verbs that only one person or thing can have."""

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """Singular verbs, when all that was said are two nouns with articles, each perhaps described."""
        for place in (2, 3):
            second = prefix[place + 1 :]
            if (
                len(second) in (2, 3)
                and prefix[place] in self.joining
                and {prefix[0], second[0]} <= self.articles
            ):
                return self.singular
        return ()


@dataclass(frozen=True, kw_only=True)
class NoHues:
    """No "a person in a blue shirt" of a picture in black and white."""

    hues: frozenset[int]

    def forbidden(self, prefix: tuple[int, ...]) -> Iterable[int]:
        """Every word for a colour but black, white and grey."""
        return self.hues


CONJUNCTIONS = frozenset({"and", "or"})
CONTRAST_WORDS = frozenset({"another", "different", "more", "other", "others", "second", "third"})
FUNCTION_WORDS = CONJUNCTIONS | {
    *("a", "an", "the", "this", "that", "these", "those", "some", "one", "two", "three", "four"),
    *("he", "she", "it", "they", "them", "him", "his", "her", "its", "their", "who", "which", "there"),
    *("is", "are", "was", "were", "be", "being", "been", "has", "have", "having"),
    *("above", "across", "against", "along", "around", "as", "at", "behind", "below", "beside", "between"),
    *("but", "by", "down", "for", "from", "in", "inside", "into", "near", "next", "of", "off", "on", "onto"),
    *("out", "outside", "over", "through", "to", "under", "up", "while", "with", "without"),
}
# Of all words that describe, people repeat these most: 4 % of Flickr8k's "white" are the second in a caption.
COLOURS = frozenset({"black", "blue", "brown", "green", "grey", "orange", "pink", "red", "white", "yellow"})
HUES = COLOURS - {"black", "grey", "white"} | {
    *("aqua", "beige", "blue-green", "copper", "gold", "golden", "khaki", "maroon", "navy", "peach"),
    *("purple", "silver", "tan", "teal", "turquoise", "brownish", "reddish", "bluejeans", "blond", "blonde"),
    *("brunette", "blond-haired", "brown-haired", "red-haired", "red-headed", "redheaded", "rainbow"),
    *("multicolor", "color", "colors", "coloring", "colored", "colorful", "colorfully", "coloured"),
    *("colourful", "multicolored", "multi-colored", "tri-colored", "brightly-colored", "light-colored"),
}

NECESSARY_FILTERS: tuple[LogitFilter, ...] = (NoSpecialTokens(), NotEmpty())
"""Without these it is no caption."""
BASIC_FILTERS: tuple[LogitFilter, ...] = (*NECESSARY_FILTERS, NoWordTwiceInARow(), NoRepeatedRun(length=3))
"""The rules that need to know no words."""


def caption_filters(vocabulary: Vocabulary) -> tuple[LogitFilter, ...]:
    """All rules for English captions."""
    return (
        *BASIC_FILTERS,
        NoWordJoinedToItself(conjunctions=vocabulary.ids(CONJUNCTIONS)),
        NoRepeatedContent(
            repeatable=vocabulary.ids(FUNCTION_WORDS | COLOURS), contrasts=vocabulary.ids(CONTRAST_WORDS)
        ),
        PairsArePlural(
            articles=vocabulary.ids({"a", "an", "one", "the"}),
            joining=vocabulary.ids({"and"}),
            singular=vocabulary.ids({"is", "was", "has"}),
        ),
    )


def hue_filter(vocabulary: Vocabulary) -> LogitFilter:
    """The rule for captions of pictures without colours."""
    return NoHues(hues=vocabulary.ids(HUES))


def restrict(
    log_probs: NDArray[np.float32],
    prefixes: Sequence[tuple[int, ...]],
    filters: Sequence[LogitFilter],
    maximum_words: int,
) -> NDArray[np.float32]:
    """Log-probabilities [N, V] after N prefixes -> a copy in which what is forbidden is -inf.

    A caption that has its maximum of words, or that the filters leave nothing, can only end.
    """
    choice = log_probs.copy()
    for row, prefix in enumerate(prefixes):
        choice[row, [token for rule in filters for token in rule.forbidden(prefix)]] = -np.inf
        if len(prefix) >= maximum_words or not np.isfinite(choice[row].max()):
            choice[row] = -np.inf
            choice[row, END] = log_probs[row, END]
    return choice
