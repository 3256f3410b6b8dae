from collections.abc import Sequence
from itertools import permutations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from narrator.captioning.consensus import Consensus
from narrator.captioning.similarity import Rarity
from narrator.description import Candidate
from tests.captioning.made_captions import candidates, captions

KINDS = [
    Consensus(),
    Consensus(voters="model"),
    Consensus(rarity=Rarity(weights={("a",): 0.1, ("dog",): 2.0}, otherwise=4.0)),
]
every_kind = pytest.mark.parametrize("consensus", KINDS, ids=["samples", "model", "rarity"])


def candidate(caption: str, log_prob: float = -1.0, count: int = 1) -> Candidate:
    return Candidate(caption=caption, log_prob=log_prob, count=count)


@every_kind
@given(caption=captions, count=st.integers(1, 50))
def test_of_identical_candidates_it_is_that_candidate(consensus: Consensus, caption: str, count: int) -> None:
    alone = candidate(caption, count=count)
    assert consensus.rank([alone]) == (alone,)


@every_kind
@given(found=candidates, random=st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    consensus: Consensus, found: list[Candidate], random: Random
) -> None:
    assume(len({each.log_prob for each in found}) == len(found))  # of equals, the one drawn sooner is first
    assert consensus.rank(random.sample(found, len(found))) == consensus.rank(found)


@every_kind
@given(found=candidates)
def test_it_ranks_the_candidates_and_changes_none(consensus: Consensus, found: Sequence[Candidate]) -> None:
    assert sorted(map(repr, consensus.rank(found))) == sorted(map(repr, found))


def test_the_one_that_is_like_the_others_is_first_and_the_stranger_last() -> None:
    stranger = candidate("two cats sleep", log_prob=-0.1)
    others = [
        candidate("a dog runs on the grass", log_prob=-0.9),
        candidate("a brown dog runs on grass", log_prob=-0.8),
        candidate("a brown dog runs on the grass", log_prob=-1.5),
    ]
    ranked = Consensus().rank([stranger, *others])
    assert (ranked[0], ranked[-1]) == (others[2], stranger)


def test_each_sample_has_a_vote() -> None:
    once, often = candidate("a dog runs", log_prob=-0.1), candidate("two cats sleep", log_prob=-3.0, count=9)
    assert Consensus().rank([once, often])[0] == often


def test_or_each_caption_as_much_as_it_is_probable() -> None:
    once, often = candidate("a dog runs", log_prob=-0.1), candidate("two cats sleep", log_prob=-3.0, count=9)
    assert Consensus(voters="model").rank([often, once])[0] == once


def test_a_short_caption_has_no_greater_say() -> None:
    """By the sum, "a dog" would have the greatest probability of all."""
    short = candidate("a dog", log_prob=-1.0)
    long = candidate("two cats sleep on a large bed", log_prob=-0.9)
    assert Consensus(voters="model").rank([short, long])[0] == long


def test_of_equals_the_most_probable_is_first_in_whatever_order_they_are_drawn() -> None:
    """A plain sum is rounded by the order of its terms, and would make one of them nearer to the others."""
    things = ("dog", "cat", "bus", "kite")
    equal = [candidate(f"a {thing} runs on grass", log_prob=-n) for n, thing in enumerate(things, start=1)]
    for drawn in permutations(equal):
        assert Consensus().rank(drawn) == tuple(equal)


def test_with_rarity_to_agree_in_what_is_rare_counts_more() -> None:
    frequent = {("a",): 0.0, ("is",): 0.0, ("there",): 0.0, ("there", "is"): 0.0, ("is", "a"): 0.0}
    frequent |= {("there", "is", "a"): 0.0}
    plain = [candidate("there is a dog"), candidate("there is a cat"), candidate("there is a man")]
    found = [*plain, candidate("one zebra grazes"), candidate("one zebra stands")]
    assert Consensus().rank(found)[0] in plain
    assert Consensus(rarity=Rarity(weights=frequent, otherwise=5.0)).rank(found)[0] in found[3:]
