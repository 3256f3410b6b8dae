"""How probable given words are under the captioner: of one picture, and by the language alone.

By Bayes p(picture | words) grows with p(words | picture) / p(words). So the difference of the two logarithms
says how much a picture speaks for words, in nats: above 0 for them, below 0 against them.

Words that the vocabulary lacks are left out of both: the captioner knows nothing of them, so they speak
neither for a picture nor against it. `Likelihood.known` tells what is left of a text.

p(words) should be averaged over all pictures, which takes as many readings as there are pictures. The
network without a picture (`without_picture`) comes close at the cost of one: on 150 captions of Flickr8k's
development pictures its log-probabilities correlate with the average over 120 of these pictures by 0.98
(training/log); a grey picture's do by 0.96.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.network import Network, State
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import UNKNOWN, Vocabulary


class Likelihood:
    """Reads texts with a network. Each answer is an array [T], one natural logarithm for each text."""

    def __init__(self, network: Network, vocabulary: Vocabulary, habit: State) -> None:
        """`habit` is the network's state where there is no picture, such as `without_picture` gives."""
        self._network = network
        self._vocabulary = vocabulary
        self._habit = habit

    def known(self, text: str) -> tuple[int, ...]:
        """The ids of those words of a text that the captioner knows, in their order."""
        return tuple(token for token in self._vocabulary.encode(text) if token != UNKNOWN)

    def given(self, state: State, texts: Sequence[str], *, ended: bool = False) -> NDArray[np.float64]:
        """Log p(words | picture), the picture being the one of `state`; 0 for a text without a known word.

        With `ended` a text is a whole caption, and that it ends there counts too. Without, it is the
        beginning of one.
        """
        return self._read(state, texts, ended)

    def alone(self, texts: Sequence[str], *, ended: bool = False) -> NDArray[np.float64]:
        """Log p(words), whatever the picture is."""
        return self._read(self._habit, texts, ended)

    def gain(self, state: State, texts: Sequence[str], *, ended: bool = False) -> NDArray[np.float64]:
        """How much the picture speaks for each text: `given` - `alone`."""
        return self.given(state, texts, ended=ended) - self.alone(texts, ended=ended)

    def _read(self, state: State, texts: Sequence[str], ended: bool) -> NDArray[np.float64]:
        captions = [self.known(text) for text in texts]
        read = teacher_forced(self._network, state, captions)
        return np.array(
            [sum(each.log_probs[: len(each.tokens) + ended]) if each.tokens else 0.0 for each in read],
            dtype=np.float64,
        )


def without_picture(network: Network) -> State:
    """The state before the first word where nothing is seen: every feature is 0.

    Not that of a grey picture, in which the encoder does see something.
    """
    side = network.image_size
    state = network.encode(np.zeros((side, side, 3), dtype=np.uint8))
    nothing = {name: np.zeros_like(array) for name, array in state.features.items()}
    return State(features=nothing, recurrent=state.recurrent)
