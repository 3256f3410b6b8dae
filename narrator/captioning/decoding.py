"""From a network to captions: sampling, greedy decoding and beam search, in numpy and repeatable by a seed.

Hypotheses leave the batch when they end, and those that have said the same so far share one row of
it, so each step computes distinct unfinished sentences only. Every log-probability that is reported
is the network's own: neither tempered nor truncated nor touched by the filters.

Shape letters: N hypotheses, V vocabulary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.filters import BASIC_FILTERS, LogitFilter, restrict
from narrator.captioning.network import Decoder, State
from narrator.captioning.truncation import DECK, Truncation, best
from narrator.captioning.vocabulary import END, START
from narrator.errors import SettingsError

MAXIMUM_WORDS = 20


@dataclass(frozen=True, kw_only=True)
class SamplingOptions:
    """How captions are drawn. Raises `SettingsError` for what cannot be drawn."""

    samples: int = 10
    truncation: Truncation = DECK
    """Which words are drawn from."""
    power: float = 5.0
    """Their probabilities are raised to this power: 5 is a temperature of 0.2."""
    maximum_words: int = MAXIMUM_WORDS

    def __post_init__(self) -> None:
        counts = {"samples": self.samples, "words": self.maximum_words}
        for what, count in counts.items():
            if count < 1:
                raise SettingsError(f"The number of {what} is {count}; set it to 1 or more.")
        if not 0 < self.power < np.inf:
            raise SettingsError(f"The sampling power is {self.power}; set it above 0.")


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """A caption, or the beginning of one."""

    tokens: tuple[int, ...] = ()
    """Without start and end."""
    log_probs: tuple[float, ...] = ()
    """The network's own log-probability of each word and, in a finished one, of the end."""

    @property
    def log_prob(self) -> float:
        """Mean log-probability a word, the end included."""
        return self.total / len(self.log_probs)

    @property
    def total(self) -> float:
        """The log-probability of all of it."""
        return sum(self.log_probs)

    @property
    def finished(self) -> bool:
        """Whether the end has been said."""
        return len(self.log_probs) > len(self.tokens)

    def extend(self, token: int, log_prob: float) -> "Hypothesis":
        """One word more, or the end."""
        tokens = self.tokens if token == END else (*self.tokens, token)
        return Hypothesis(tokens=tokens, log_probs=(*self.log_probs, log_prob))


def greedy(
    network: Decoder,
    state: State,
    filters: Sequence[LogitFilter] = BASIC_FILTERS,
    maximum_words: int = MAXIMUM_WORDS,
) -> Hypothesis:
    """Always say the most probable word that the filters allow; `state` is the one before the first word."""
    hypothesis = Hypothesis()
    while not hypothesis.finished:
        log_probs, choice, state = _step(network, state, [hypothesis], filters, maximum_words)
        token = int(choice[0].argmax())
        hypothesis = hypothesis.extend(token, float(log_probs[0, token]))
    return hypothesis


def sample(
    network: Decoder,
    state: State,
    options: SamplingOptions,
    rng: np.random.Generator,
    filters: Sequence[LogitFilter] = BASIC_FILTERS,
) -> list[Hypothesis]:
    """Draw N captions from the state before the first word, in one batch.

    Each caption has its own random numbers: the first captions of a larger N are those of a smaller one.
    """
    draws = rng.random((options.samples, options.maximum_words + 1))
    finished: dict[int, Hypothesis] = {}
    # A branch is a beginning and which of the N samples have said it.
    branches = [(Hypothesis(), list(range(options.samples)))]
    while branches:
        prefixes = [prefix for prefix, _ in branches]
        log_probs, choice, state = _step(network, state, prefixes, filters, options.maximum_words)
        parents: list[int] = []
        grown: list[tuple[Hypothesis, list[int]]] = []
        for row, (prefix, members) in enumerate(branches):
            position = len(prefix.tokens)
            kept = options.truncation.kept(choice[row], position)
            drawn = _draw(choice[row, kept], options.power, draws[members, position])
            for index in sorted(set(drawn.tolist())):
                hypothesis = prefix.extend(int(kept[index]), float(log_probs[row, kept[index]]))
                sharing = [member for member, i in zip(members, drawn, strict=True) if i == index]
                if hypothesis.finished:
                    finished |= dict.fromkeys(sharing, hypothesis)
                else:
                    parents.append(row)
                    grown.append((hypothesis, sharing))
        branches, state = grown, state.select(parents)
    return [finished[member] for member in range(options.samples)]


def beam(
    network: Decoder,
    state: State,
    width: int,
    filters: Sequence[LogitFilter] = BASIC_FILTERS,
    maximum_words: int = MAXIMUM_WORDS,
) -> list[Hypothesis]:
    """Beam search; returns up to `width` captions, the most probable a word first.

    A caption that ends leaves its place in the beam empty. The greedy caption is carried along as a
    row of the same batch, because a beam can lose it and end with something less probable.
    Raises `SettingsError` when the width is less than 1.
    """
    if width < 1:
        raise SettingsError(f"The beam's width is {width}; set it to 1 or more.")
    finished: list[Hypothesis] = []
    small = [Hypothesis()]
    greediest: int | None = 0
    while small:
        log_probs, choice, state = _step(network, state, small, filters, maximum_words)
        totals = np.array([[prefix.total] for prefix in small], dtype=np.float32)
        kept = best((totals + choice).ravel(), width - len(finished)).tolist()
        greedy_place = None
        if greediest is not None:
            greedy_place = greediest * network.vocabulary_size + int(choice[greediest].argmax())
            if greedy_place not in kept:
                kept.append(greedy_place)
        greediest = None
        parents: list[int] = []
        grown: list[Hypothesis] = []
        for place in kept:
            row, token = divmod(place, network.vocabulary_size)
            hypothesis = small[row].extend(token, float(log_probs[row, token]))
            if hypothesis.finished:
                finished.append(hypothesis)
                continue
            if place == greedy_place:
                greediest = len(grown)
            parents.append(row)
            grown.append(hypothesis)
        small, state = grown, state.select(parents)
    return sorted(finished, key=lambda hypothesis: -hypothesis.log_prob)[:width]


def _step(
    network: Decoder,
    state: State,
    prefixes: Sequence[Hypothesis],
    filters: Sequence[LogitFilter],
    maximum_words: int,
) -> tuple[NDArray[np.float32], NDArray[np.float32], State]:
    """What may follow each prefix: (log-probabilities, the same restricted by the filters, next state)."""
    tokens = np.array([prefix.tokens[-1] if prefix.tokens else START for prefix in prefixes], dtype=np.int64)
    log_probs, state = network.step(tokens, state)
    choice = restrict(log_probs, [prefix.tokens for prefix in prefixes], filters, maximum_words)
    return log_probs, choice, state


def _draw(log_probs: NDArray[np.float32], power: float, uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """Draw places by probabilities raised to a power and renormalised, one a uniform number in [0, 1)."""
    weights = np.exp(power * (log_probs.astype(np.float64) - log_probs.max()))
    cumulative = weights.cumsum()
    return np.searchsorted(cumulative / cumulative[-1], uniform, side="right")
