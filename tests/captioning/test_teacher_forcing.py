import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning.bundle import Bundle
from narrator.captioning.decoding import SamplingOptions, sample
from narrator.captioning.network import TableNetwork
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import END, START
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE

BLANK = np.zeros((8, 8, 3), np.uint8)


@given(st.integers(0, 2**32 - 1))
def test_captions_that_were_drawn_are_found_as_probable_as_when_they_were_drawn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = TableNetwork.random(rng, 12, sharpness=1.0)
    drawn = sample(network, network.encode(BLANK), SamplingOptions(samples=8, power=1.0), rng)
    assert teacher_forced(network, network.encode(BLANK), [each.tokens for each in drawn]) == drawn


def test_a_row_of_real_graphs_keeps_its_own_state() -> None:
    network = Bundle.open(TINY_BUNDLE).network(threads=1)
    state = network.encode(np.full((SIDE, SIDE, 3), 90, np.uint8))
    drawn = sample(network, state, SamplingOptions(samples=30, power=1.0), np.random.default_rng(0))
    assert len({len(each.tokens) for each in drawn}) > 1
    read = teacher_forced(network, state, [each.tokens for each in drawn])
    assert [each.tokens for each in read] == [each.tokens for each in drawn]
    for one, other in zip(read, drawn, strict=True):
        assert one.log_probs == pytest.approx(other.log_probs, rel=1e-5)


def test_by_hand_the_end_included() -> None:
    probabilities = np.full((6, 6, 6), 0.1)
    probabilities[START, START, 4] = 0.5
    probabilities[START, 4, END] = 0.4
    network = TableNetwork(np.log(probabilities).astype(np.float32))
    (read,) = teacher_forced(network, network.encode(BLANK), [(4,)])
    assert read.finished
    assert read.log_probs == pytest.approx(np.log([0.5, 0.4]))


def test_no_captions_are_read_without_a_step() -> None:
    network = TableNetwork.random(np.random.default_rng(0), 6)
    assert teacher_forced(network, network.encode(BLANK), []) == []
