"""Where the captions of a picture come from: greedy decoding, beams and samples of many kinds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from narrator.captioning.decoding import Hypothesis, SamplingOptions, beam, greedy, sample
from narrator.captioning.filters import (
    BASIC_FILTERS,
    NECESSARY_FILTERS,
    LogitFilter,
    NoRepeatedContent,
    NoRepeatedRun,
    NoWordTwiceInARow,
    PairsArePlural,
    caption_filters,
)
from narrator.captioning.network import Network, State
from narrator.captioning.truncation import Nucleus, TopK
from narrator.captioning.vocabulary import Vocabulary

Draw = Callable[[Network, State, int], Sequence[Hypothesis]]
"""A network, the state before the first word and a seed -> captions."""

SAMPLES = (1, 2, 5, 10, 20, 50)
WIDTHS = range(2, 11)
DEFAULT = "10 samples"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One way to find captions."""

    name: str
    draw: Draw


def sources(vocabulary: Vocabulary) -> tuple[Source, ...]:
    """All that are compared."""
    rules = caption_filters(vocabulary)
    return (
        Source(name="greedy", draw=lambda network, state, seed: [greedy(network, state, rules)]),
        *(Source(name=f"beam {width}", draw=_beam(width, rules)) for width in WIDTHS),
        *(
            Source(
                name=f"{count} sample{'s' if count > 1 else ''}",
                draw=_samples(rules, SamplingOptions(samples=count)),
            )
            for count in SAMPLES
        ),
        *(
            Source(name=f"{DEFAULT}, {name}", draw=_samples(rules, options))
            for name, options in _OTHER_SAMPLING.items()
        ),
        *(
            Source(name=f"{DEFAULT}, {name}", draw=_samples(fewer, SamplingOptions()))
            for name, fewer in _fewer_rules(rules).items()
        ),
    )


_OTHER_SAMPLING = {
    "temperature 0.1": SamplingOptions(power=10.0),
    "temperature 0.5": SamplingOptions(power=2.0),
    "temperature 1": SamplingOptions(power=1.0),
    "top-k 4, temperature 0.2": SamplingOptions(truncation=TopK(k=4)),
    "top-k 10, temperature 0.5": SamplingOptions(truncation=TopK(k=10), power=2.0),
    "top-k 40, temperature 1": SamplingOptions(truncation=TopK(k=40), power=1.0),
    "nucleus 0.5, temperature 1": SamplingOptions(truncation=Nucleus(p=0.5), power=1.0),
    "nucleus 0.9, temperature 0.5": SamplingOptions(truncation=Nucleus(p=0.9), power=2.0),
    "nucleus 0.9, temperature 1": SamplingOptions(truncation=Nucleus(p=0.9), power=1.0),
}


def _fewer_rules(rules: Sequence[LogitFilter]) -> Mapping[str, Sequence[LogitFilter]]:
    """From none against repetition to all but one of those that the program has."""
    grammar = [rule for rule in rules if isinstance(rule, PairsArePlural)]
    return {
        "no rule against repetition": (*NECESSARY_FILTERS, *grammar),
        "no word twice in a row": (*NECESSARY_FILTERS, NoWordTwiceInARow(), *grammar),
        "no two words twice": (
            *(*NECESSARY_FILTERS, NoWordTwiceInARow(), NoRepeatedRun(length=2)),
            *grammar,
        ),
        "no three words twice": (*BASIC_FILTERS, *grammar),
        "content words may come again": [rule for rule in rules if not isinstance(rule, NoRepeatedContent)],
        "pairs may be singular": [rule for rule in rules if not isinstance(rule, PairsArePlural)],
    }


def _beam(width: int, rules: Sequence[LogitFilter]) -> Draw:
    return lambda network, state, seed: beam(network, state, width, rules)


def _samples(rules: Sequence[LogitFilter], options: SamplingOptions) -> Draw:
    return lambda network, state, seed: sample(network, state, options, np.random.default_rng(seed), rules)
