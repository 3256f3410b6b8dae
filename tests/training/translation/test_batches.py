import numpy as np
import pytest

from narrator.captioning.vocabulary import END, PAD, START
from tests.training.translation.language import sentences
from training.translation.batches import Batch, epoch
from training.translation.pairs import Pair
from training.translation.subwords import LearnedSubwords

PAIRS = [Pair(source=source, target=target) for source, target in sentences()]


@pytest.fixture(scope="module")
def subwords() -> LearnedSubwords:
    return LearnedSubwords.learn((text for pair in PAIRS for text in vars(pair).values()), 50)


def batches(subwords: LearnedSubwords, seed: int = 1, tokens: int = 40) -> list[Batch]:
    return list(epoch(PAIRS, subwords, np.random.default_rng(seed), tokens=tokens, skipped=0))


def test_every_pair_comes_once(subwords: LearnedSubwords) -> None:
    read = [
        (subwords.decode(source), subwords.decode(wanted))
        for batch in batches(subwords)
        for source, wanted in zip(batch.source.tolist(), batch.wanted.tolist(), strict=True)
    ]
    assert sorted(read) == sorted(sentences())


def test_what_is_wanted_is_one_subword_ahead_of_what_is_given(subwords: LearnedSubwords) -> None:
    for batch in batches(subwords):
        assert (batch.source[:, -1] == END).all()
        assert (batch.given[:, 0] == START).all()
        for given, wanted in zip(batch.given.tolist(), batch.wanted.tolist(), strict=True):
            ids = [each for each in given[1:] if each != PAD]
            assert [each for each in wanted if each != PAD] == [*ids, END]


def test_no_batch_is_larger_than_asked_for(subwords: LearnedSubwords) -> None:
    sizes = [max(batch.source.numel(), batch.given.numel()) for batch in batches(subwords)]
    assert len(sizes) > 1
    assert max(sizes) <= 40


def test_the_order_is_drawn_by_the_seed(subwords: LearnedSubwords) -> None:
    first, same, other = (
        [batch.source.tolist() for batch in batches(subwords, seed, 20)] for seed in (1, 1, 2)
    )
    assert first == same != other
