from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from narrator.captioning.bundle import Bundle
from narrator.captioning.captioner import Captioner
from narrator.captioning.decoding import SamplingOptions
from narrator.captioning.mutual_information import MutualInformation, nothing_to_see
from narrator.captioning.network import State, TableNetwork
from narrator.captioning.ranking import MostProbable
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from narrator.description import Candidate
from tests.drawings import tinted
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE

VOCABULARY = Vocabulary(words=(*SPECIAL_TOKENS, "a", "dog", "zebra"))
DOG, ZEBRA = VOCABULARY.encode("dog")[0], VOCABULARY.encode("zebra")[0]


def habitual(log_probs: NDArray[np.float32]) -> tuple[TableNetwork, State]:
    network = TableNetwork(log_probs)
    return network, network.encode(np.zeros((8, 8, 3), np.uint8))


@given(
    st.lists(st.floats(-9, 0), min_size=3, max_size=3),
    st.permutations(["a dog", "a zebra", "dog zebra a"]),
    st.integers(0, 99),
)
def test_with_the_weight_zero_it_is_the_most_probable(
    log_probs: Sequence[float], captions: Sequence[str], seed: int
) -> None:
    network = TableNetwork.random(np.random.default_rng(seed), len(VOCABULARY))
    found = [
        Candidate(caption=caption, log_prob=log_prob)
        for caption, log_prob in zip(captions, log_probs, strict=True)
    ]
    state = network.encode(np.zeros((8, 8, 3), np.uint8))
    ranker = MutualInformation(network, VOCABULARY, state, weight=0.0)
    assert ranker.rank(found) == MostProbable().rank(found)


def test_what_is_said_of_any_picture_gives_way_to_what_this_one_shows() -> None:
    probabilities = np.full((7, 7, 7), 0.05)
    probabilities[..., DOG], probabilities[..., ZEBRA] = 0.5, 0.01
    network, state = habitual(np.log(probabilities).astype(np.float32))
    dog, zebra = Candidate(caption="a dog", log_prob=-1.0), Candidate(caption="a zebra", log_prob=-1.2)

    def first(weight: float) -> Candidate:
        return MutualInformation(network, VOCABULARY, state, weight=weight).rank([dog, zebra])[0]

    assert first(0.0) == dog
    assert first(0.1) == dog  # ln(0.5 / 0.01) / 3 words = 1.3 a word, a tenth of which is less than 0.2
    assert first(0.3) == zebra


def test_with_real_graphs_it_ranks_what_they_say() -> None:
    bundle = Bundle.open(TINY_BUNDLE)
    network = bundle.network(threads=1)
    ranker = MutualInformation(network, bundle.vocabulary, nothing_to_see(network), weight=0.5)
    captioner = Captioner(
        network,
        bundle.vocabulary,
        name="tiny",
        version="1",
        sampling=SamplingOptions(power=1.0),
        ranker=ranker,
    )
    description = captioner.caption(tinted("red"), seed=0)
    assert len(description.candidates) > 1
    assert "red" in (description.caption or "")


def test_nothing_to_see_is_the_state_of_a_grey_picture() -> None:
    network = Bundle.open(TINY_BUNDLE).network(threads=1)
    grid = nothing_to_see(network).features["feature.grid"]
    np.testing.assert_allclose(grid, 128 / 255, atol=1e-6)
    assert network.image_size == SIDE
