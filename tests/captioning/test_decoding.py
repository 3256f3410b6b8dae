"""Invariants of decoding over random networks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from narrator.captioning.decoding import Hypothesis, SamplingOptions, beam, greedy, sample
from narrator.captioning.filters import LogitFilter, caption_filters
from narrator.captioning.network import Network, State, TableNetwork
from narrator.captioning.truncation import Nucleus, TopK
from narrator.captioning.vocabulary import END, PAD, SPECIAL_TOKENS, START, UNKNOWN, Vocabulary
from narrator.errors import SettingsError

WORDS = ["a", "and", "another", "black", "cat", "dog", "in", "with"]
VOCABULARY = Vocabulary(words=SPECIAL_TOKENS + tuple(WORDS))
FILTERS = caption_filters(VOCABULARY)
BLANK = np.zeros((8, 8, 3), np.uint8)
MAXIMUM_WORDS = 12


@dataclass(frozen=True, kw_only=True)
class Case:
    """A random network and a seed to sample with."""

    network: Network
    state: State
    seed: int

    def sample(self, samples: int = 10) -> list[Hypothesis]:
        options = SamplingOptions(samples=samples, maximum_words=MAXIMUM_WORDS)
        return sample(self.network, self.state, options, np.random.default_rng(self.seed), FILTERS)

    def greedy(self) -> Hypothesis:
        return greedy(self.network, self.state, FILTERS, MAXIMUM_WORDS)

    def beam(self, width: int) -> list[Hypothesis]:
        return beam(self.network, self.state, width, FILTERS, MAXIMUM_WORDS)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    network = TableNetwork.random(rng, len(VOCABULARY), sharpness=draw(st.sampled_from([0.3, 1.0, 3.0])))
    return Case(network=network, state=network.encode(BLANK), seed=draw(st.integers(0, 2**32 - 1)))


def table(
    rows: Mapping[tuple[str | None, str | None], Mapping[str | None, float]], *, otherwise: float
) -> TableNetwork:
    """A network by its probabilities after two words; None is the start before, and the end after."""
    ids = {word: i for i, word in enumerate(VOCABULARY.words)}
    probabilities = np.full((len(VOCABULARY),) * 3, otherwise)
    for (last_but_one, last), followers in rows.items():
        for word, probability in followers.items():
            place = (ids[last_but_one or "<start>"], ids[last or "<start>"], ids[word or "<end>"])
            probabilities[place] = probability
    probabilities /= probabilities.sum(axis=-1, keepdims=True)
    return TableNetwork(np.log(probabilities).astype(np.float32))


def teacher_forced(network: Network, state: State, tokens: tuple[int, ...]) -> list[float]:
    """The network's own log-probability of each given word and of the end."""
    log_probs = []
    for shown, said in zip((START, *tokens), (*tokens, END), strict=True):
        row, state = network.step(np.array([shown]), state)
        log_probs.append(float(row[0, said]))
    return log_probs


def all_captions(
    network: Network, state: State, filters: Sequence[LogitFilter], words: int
) -> Iterator[tuple[int, ...]]:
    """Every caption that the rules allow, by trying all."""
    small: list[tuple[int, ...]] = [()]
    while small:
        prefix = small.pop()
        forbidden = {token for rule in filters for token in rule.forbidden(prefix)}
        if END not in forbidden or len(prefix) == words:
            yield prefix
        if len(prefix) < words:
            small += [(*prefix, token) for token in set(range(network.vocabulary_size)) - forbidden - {END}]


@given(cases())
def test_sampling_from_one_choice_is_greedy(case: Case) -> None:
    options = SamplingOptions(samples=3, truncation=TopK(k=1), maximum_words=MAXIMUM_WORDS)
    captions = sample(case.network, case.state, options, np.random.default_rng(case.seed), FILTERS)
    assert captions == [case.greedy()] * 3


@given(cases())
def test_the_same_seed_gives_the_same_captions(case: Case) -> None:
    assert case.sample() == case.sample()


def test_another_seed_gives_other_captions() -> None:
    network = TableNetwork.random(np.random.default_rng(0), len(VOCABULARY), sharpness=0.3)
    case = Case(network=network, state=network.encode(BLANK), seed=1)
    other = Case(network=network, state=network.encode(BLANK), seed=2)
    assert case.sample() != other.sample()


@given(cases(), st.integers(1, 9))
def test_more_samples_begin_with_those_of_fewer(case: Case, samples: int) -> None:
    assert case.sample(samples=10)[:samples] == case.sample(samples=samples)


@given(cases())
def test_reported_log_probabilities_are_the_networks_own(case: Case) -> None:
    for hypothesis in [case.greedy(), *case.sample(), *case.beam(3)]:
        expected = teacher_forced(case.network, case.state, hypothesis.tokens)
        assert hypothesis.log_probs == pytest.approx(expected, rel=1e-6)
        assert hypothesis.log_prob == pytest.approx(np.mean(expected), rel=1e-6)


@given(cases())
def test_captions_obey_the_rules(case: Case) -> None:
    for hypothesis in [case.greedy(), *case.sample(), *case.beam(3)]:
        tokens = hypothesis.tokens
        assert 1 <= len(tokens) <= MAXIMUM_WORDS
        assert {PAD, START, END, UNKNOWN}.isdisjoint(tokens)
        assert all(one != other for one, other in pairwise(tokens))
        words = [VOCABULARY.words[token] for token in tokens]
        for place, word in enumerate(words):
            if word in words[:place] and word in ("cat", "dog"):
                assert words[place - 1] == "another"


@given(cases(), st.integers(1, 5))
def test_a_beams_best_is_never_less_probable_than_greedy(case: Case, width: int) -> None:
    assert case.beam(width)[0].log_prob >= case.greedy().log_prob


def test_a_beam_keeps_the_greedy_caption_that_it_would_lose() -> None:
    """Greedy says "a", hesitates once, and then is sure; what looks better at first ends badly."""
    network = table(
        {
            (None, None): {"a": 0.5, "and": 0.4},
            (None, "a"): {"black": 0.3, "dog": 0.2, "cat": 0.2, "in": 0.2},
            (None, "and"): {"another": 0.5, "with": 0.5},
            ("a", "black"): {"dog": 1.0},
            ("black", "dog"): {None: 1.0},
        },
        otherwise=1e-3,
    )
    best, *others = beam(network, network.encode(BLANK), 2, FILTERS)
    assert VOCABULARY.caption(best.tokens) == "a black dog"
    assert all(VOCABULARY.caption(other.tokens).startswith("and") for other in others)


def test_a_beam_may_find_what_greedy_misses() -> None:
    network = table(
        {
            (None, None): {"a": 0.6, "another": 0.4},
            (None, "a"): {"dog": 0.3, "cat": 0.3, "black": 0.3},
            (None, "another"): {"dog": 1.0},
            ("another", "dog"): {None: 1.0},
        },
        otherwise=1e-3,
    )
    assert VOCABULARY.caption(beam(network, network.encode(BLANK), 2, FILTERS)[0].tokens) == "another dog"


@given(cases())
def test_a_beam_of_one_is_greedy(case: Case) -> None:
    assert case.beam(1) == [case.greedy()]


@given(cases(), st.integers(1, 5))
def test_a_beam_gives_different_captions_the_most_probable_first(case: Case, width: int) -> None:
    captions = case.beam(width)
    assert 1 <= len(captions) <= width
    assert len({hypothesis.tokens for hypothesis in captions}) == len(captions)
    log_probs = [hypothesis.log_prob for hypothesis in captions]
    assert log_probs == sorted(log_probs, reverse=True)


@given(cases())
def test_a_beam_that_leaves_nothing_out_finds_the_most_probable_of_all(case: Case) -> None:
    captions = list(all_captions(case.network, case.state, FILTERS, words=2))
    best = max(captions, key=lambda tokens: np.mean(teacher_forced(case.network, case.state, tokens)))
    found = beam(case.network, case.state, len(captions), FILTERS, 2)
    assert len(found) == len(captions)
    assert found[0].tokens == best


@given(cases())
def test_sampling_from_a_nucleus_of_nearly_nothing_is_greedy(case: Case) -> None:
    options = SamplingOptions(samples=3, truncation=Nucleus(p=1e-6), maximum_words=MAXIMUM_WORDS)
    captions = sample(case.network, case.state, options, np.random.default_rng(case.seed), FILTERS)
    assert captions == [case.greedy()] * 3


@given(cases(), st.sampled_from([1.0, 3.0]))
def test_a_whole_nucleus_is_sampling_from_all_words(case: Case, power: float) -> None:
    nucleus, all_words = (
        sample(
            case.network,
            case.state,
            SamplingOptions(truncation=truncation, power=power, maximum_words=MAXIMUM_WORDS),
            np.random.default_rng(case.seed),
            FILTERS,
        )
        for truncation in (Nucleus(p=1.0), TopK(k=len(VOCABULARY)))
    )
    assert nucleus == all_words


def test_from_a_whole_nucleus_words_are_drawn_by_the_networks_own_probabilities() -> None:
    probabilities = np.array([0.02, 0.03, 0.05, 0.10, 0.20, 0.25, 0.35])
    network = TableNetwork(np.broadcast_to(np.log(probabilities), (7, 7, 7)).astype(np.float32))
    options = SamplingOptions(samples=20_000, truncation=Nucleus(p=1.0), power=1.0, maximum_words=1)
    captions = sample(network, network.encode(BLANK), options, np.random.default_rng(0), [])
    first = [hypothesis.tokens[0] if hypothesis.tokens else END for hypothesis in captions]
    np.testing.assert_allclose(np.bincount(first) / options.samples, probabilities, atol=0.01)


def test_words_are_drawn_by_the_fifth_power_of_their_probabilities_among_the_four_best() -> None:
    probabilities = np.array([0, 0, 0.02, 0, 0.10, 0.20, 0.16, 0.22, 0.18, 0.12]) + 1e-9
    log_probs = np.log(probabilities / probabilities.sum())
    network = TableNetwork(np.broadcast_to(log_probs, (10, 10, 10)).astype(np.float32))
    options = SamplingOptions(samples=20_000, maximum_words=1)
    captions = sample(network, network.encode(BLANK), options, np.random.default_rng(0))
    first = np.bincount([hypothesis.tokens[0] for hypothesis in captions], minlength=10) / options.samples
    best = np.where(np.isin(range(10), [5, 6, 7, 8]), probabilities, 0) ** 5
    np.testing.assert_allclose(first, best / best.sum(), atol=0.01)


def test_captions_take_part_in_the_schedule_by_position() -> None:
    """With every word equally probable, how many different ones stand at a position is its k."""
    size = 40
    network = TableNetwork(np.full((size, size, size), -np.log(size), np.float32))
    captions = sample(
        network, network.encode(BLANK), SamplingOptions(samples=500), np.random.default_rng(0), []
    )
    # Equal words rank by id: the special tokens come first, and `END`, the third, ends a caption.
    assert {hypothesis.tokens[:1] for hypothesis in captions} == {(PAD,), (START,), (UNKNOWN,), ()}
    # What is drawn at one position tells nothing of the next.
    pairs = {hypothesis.tokens[:2] for hypothesis in captions if len(hypothesis.tokens) >= 2}
    assert pairs == set(product((PAD, START, UNKNOWN), repeat=2))
    assert {token for hypothesis in captions for token in hypothesis.tokens[4:7]} == {PAD, START}
    assert {token for hypothesis in captions for token in hypothesis.tokens[7:]} == {PAD}


class Watched:
    """A network that notes which words it was shown in each step."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.image_size = network.image_size
        self.vocabulary_size = network.vocabulary_size
        self.shown: list[int] = []

    def encode(self, pixels: NDArray[np.uint8]) -> State:
        return self._network.encode(pixels)

    def step(self, tokens: NDArray[np.int64], state: State) -> tuple[NDArray[np.float32], State]:
        assert all(len(array) == len(tokens) for array in state.recurrent.values())
        self.shown.append(len(tokens))
        return self._network.step(tokens, state)


@given(cases())
def test_each_step_computes_distinct_unfinished_small_only(case: Case) -> None:
    watched = Watched(case.network)
    captions = Case(network=watched, state=case.state, seed=case.seed).sample()
    longest = max(len(hypothesis.tokens) for hypothesis in captions)
    distinct = [
        len({hypothesis.tokens[:length] for hypothesis in captions if len(hypothesis.tokens) >= length})
        for length in range(longest + 1)
    ]
    assert watched.shown == distinct


@given(cases(), st.integers(1, 5))
def test_a_caption_that_ended_leaves_its_place_in_the_beam_empty(case: Case, width: int) -> None:
    watched = Watched(case.network)
    ended = Case(network=watched, state=case.state, seed=case.seed).beam(width)
    for words, rows in enumerate(watched.shown):
        # One more row than places: the greedy caption, where the beam would have lost it.
        assert rows <= width - sum(len(hypothesis.tokens) < words for hypothesis in ended) + 1


@pytest.mark.parametrize(
    "wrong",
    [{"samples": 0}, {"maximum_words": 0}, {"power": 0.0}, {"power": float("nan")}],
)
def test_what_cannot_be_drawn_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="set it"):
        SamplingOptions(**wrong)  # type: ignore[arg-type]


def test_a_beam_without_width_is_refused() -> None:
    network = TableNetwork.random(np.random.default_rng(0), 6)
    with pytest.raises(SettingsError, match="width"):
        beam(network, network.encode(BLANK), 0)
