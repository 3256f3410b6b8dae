import numpy as np
import pytest

from narrator.captioning.bundle import Bundle
from narrator.captioning.likelihood import Likelihood, without_picture
from narrator.captioning.network import OnnxNetwork, TableNetwork
from narrator.captioning.vocabulary import END, SPECIAL_TOKENS, START, Vocabulary
from tests.places import TINY_BUNDLE
from tests.tiny_bundle import SIDE

VOCABULARY = Vocabulary(words=(*SPECIAL_TOKENS, "a", "dog", "zebra"))
A, DOG = VOCABULARY.encode("a dog")


@pytest.fixture
def by_hand() -> Likelihood:
    probabilities = np.full((7, 7, 7), 0.1)
    probabilities[START, START, A] = 0.5
    probabilities[START, A, DOG] = 0.4
    probabilities[A, DOG, END] = 0.8
    network = TableNetwork(np.log(probabilities).astype(np.float32))
    return Likelihood(network, VOCABULARY, network.encode(np.zeros((8, 8, 3), np.uint8)))


@pytest.fixture(scope="module")
def real() -> tuple[OnnxNetwork, Likelihood]:
    bundle = Bundle.open(TINY_BUNDLE)
    network = bundle.network(threads=1)
    return network, Likelihood(network, bundle.vocabulary, without_picture(network))


def test_by_hand_with_and_without_the_end(by_hand: Likelihood) -> None:
    assert by_hand.alone(["a dog", "A"]) == pytest.approx(np.log([0.5 * 0.4, 0.5]), rel=1e-6)
    assert by_hand.alone(["a dog"], ended=True) == pytest.approx(np.log([0.5 * 0.4 * 0.8]), rel=1e-6)


def test_words_that_the_captioner_lacks_are_left_out(by_hand: Likelihood) -> None:
    assert by_hand.known("a quagga dog") == (A, DOG)
    assert by_hand.alone(["a quagga dog"]) == pytest.approx(by_hand.alone(["a dog"]))
    assert by_hand.alone(["quagga", ""], ended=True).tolist() == [0, 0]
    assert by_hand.alone([]).shape == (0,)


def test_a_picture_speaks_for_the_words_that_are_true_of_it(real: tuple[OnnxNetwork, Likelihood]) -> None:
    network, likelihood = real
    colours = {"red": (230, 20, 20), "green": (20, 230, 20), "blue": (20, 20, 230)}
    texts = [f"a {colour} square" for colour in colours]
    gains = np.array(
        [
            likelihood.gain(network.encode(np.full((SIDE, SIDE, 3), rgb, np.uint8)), texts)
            for rgb in colours.values()
        ]
    )
    assert (np.diag(gains) > 0).all()
    assert gains.argmax(axis=1).tolist() == [0, 1, 2]
    assert gains.argmax(axis=0).tolist() == [0, 1, 2]


def test_without_a_picture_nothing_is_seen(real: tuple[OnnxNetwork, Likelihood]) -> None:
    network, _ = real
    state = without_picture(network)
    assert all(not array.any() for array in state.features.values())
    blank = network.encode(np.zeros((SIDE, SIDE, 3), np.uint8))
    assert state.recurrent.keys() == blank.recurrent.keys()
