"""A view: what the captioner would say of a picture, or of a part of it, and how near it is to other words.

Shape letters: V vocabulary, W words of the witness, N captions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.decoding import SamplingOptions, sample
from narrator.captioning.filters import LogitFilter
from narrator.captioning.network import Network, State
from narrator.captioning.vocabulary import START, Vocabulary
from narrator.captioning.witness import WORDS

Floats = NDArray[np.float32]
SAMPLES = 10
SEED = 0
"""The same question of the same picture has the same answer."""


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """What a network makes of one picture."""

    state: State
    """The one before the first word."""
    captions: tuple[tuple[str, ...], ...]
    """N samples, each as its words."""
    near: Floats
    """The log-probability [V] of each word where it is highest: at the best place of all samples."""
    alone: Floats
    """The log-probability [V] of each word in that place by the language alone."""
    seen: Floats | None
    """The witness's log-odds of words [W]; None where there is no witness."""

    def share(self, words: Sequence[str]) -> float:
        """Which share of the samples says one of these words."""
        wanted = frozenset(words)
        return sum(not wanted.isdisjoint(caption) for caption in self.captions) / len(self.captions)


def view_of(
    network: Network, vocabulary: Vocabulary, state: State, habit: State, filters: Sequence[LogitFilter]
) -> View:
    """Let a network say what it sees; `habit` is its state where there is no picture."""
    options = SamplingOptions(samples=SAMPLES)
    hypotheses = sample(network, state, options, np.random.default_rng(SEED), filters)
    said = sorted({hypothesis.tokens for hypothesis in hypotheses})
    given, alone = (_next_words(network, each, said) for each in (state, habit))
    best = given.argmax(axis=0)[np.newaxis]
    witness = state.witness.get(WORDS)
    return View(
        state=state,
        captions=tuple(tuple(vocabulary.words[token] for token in each.tokens) for each in hypotheses),
        near=np.take_along_axis(given, best, axis=0)[0],
        alone=np.take_along_axis(alone, best, axis=0)[0],
        seen=None if witness is None else witness[0],
    )


def _next_words(network: Network, state: State, captions: Sequence[Sequence[int]]) -> Floats:
    """The log-probabilities of all words at all places of captions, one row a place [places, V]."""
    rows = list(range(len(captions)))
    state = state.select([0] * len(captions))
    shown = [START] * len(captions)
    found: list[Floats] = []
    while rows:
        log_probs, state = network.step(np.array(shown, dtype=np.int64), state)
        place = len(found)
        found.append(log_probs)
        unfinished = [row for row, number in enumerate(rows) if len(captions[number]) > place]
        rows = [rows[row] for row in unfinished]
        shown = [captions[number][place] for number in rows]
        state = state.select(unfinished)
    return np.concatenate(found)
