"""Captions in one flat array: the same words, in a fraction of the memory."""

import sys

import numpy as np

from training.data.encoded_captions import EncodedCaptions

GROUPS = [[[5, 6, 7], []], [], [[70_000]], [[8], [9, 9], [5] * 30]]


def test_each_caption_comes_back() -> None:
    captions = EncodedCaptions(GROUPS)
    assert len(captions) == 4
    assert [
        [captions.caption(group, number) for number in range(captions.count(group))] for group in range(4)
    ] == GROUPS
    assert [captions.lengths(group) for group in range(4)] == [[3, 0], [], [1], [1, 2, 30]]


def test_no_captions_are_none() -> None:
    assert len(EncodedCaptions([])) == 0


def test_a_caption_takes_a_fraction_of_what_a_list_takes() -> None:
    random = np.random.default_rng(0)
    groups = [random.integers(10_000, size=(5, 10)).tolist() for _ in range(1000)]
    lists = sum(sys.getsizeof(caption) for group in groups for caption in group)
    assert EncodedCaptions(groups).nbytes < lists / 2
