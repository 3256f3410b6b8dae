"""What a network finds of captions that it is given, and did not find itself."""

from collections.abc import Sequence

import numpy as np

from narrator.captioning.decoding import Hypothesis
from narrator.captioning.network import Decoder, State
from narrator.captioning.vocabulary import END, START


def teacher_forced(network: Decoder, state: State, captions: Sequence[Sequence[int]]) -> list[Hypothesis]:
    """Captions by their ids, without start and end -> finished hypotheses, all read in one batch.

    `state` is the one before the first word. The log-probabilities are the network's own.
    """
    read = [Hypothesis() for _ in captions]
    unfinished = list(range(len(captions)))
    shown = [START] * len(captions)
    state = state.select([0] * len(captions))
    while unfinished:
        log_probs, state = network.step(np.array(shown, dtype=np.int64), state)
        for row, number in enumerate(unfinished):
            said = read[number].tokens
            token = captions[number][len(said)] if len(said) < len(captions[number]) else END
            read[number] = read[number].extend(token, float(log_probs[row, token]))
        rows = [row for row, number in enumerate(unfinished) if not read[number].finished]
        unfinished = [unfinished[row] for row in rows]
        shown = [read[number].tokens[-1] for number in unfinished]
        state = state.select(rows)
    return read
