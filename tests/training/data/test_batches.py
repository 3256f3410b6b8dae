"""Batches: what an epoch holds, however it is shuffled."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

import training.data.shards as shards
from narrator.captioning.vocabulary import END, PAD, START, Vocabulary
from training.data.batches import Batch, Cutting, TextSet, TrainingSet, rectangle
from training.data.datasets import Example
from training.data.feature_cache import FeatureCache
from training.data.shards import Layout
from training.data.views import CachedViews

SENTENCES = ["a dog runs", "a dog", "two dogs run on grass", "a dog and a cat sleep", "the dog runs"]


class NumberedViews:
    """Stands for pictures: each one's view is its number and the seed."""

    def __init__(self, examples: Sequence[Example], pictures_per_shard: int = 0) -> None:
        self.examples = examples
        self.pictures_per_shard = pictures_per_shard

    def load(self, pictures: Sequence[int], seeds: Sequence[int]) -> Tensor:
        return torch.tensor([pictures, seeds]).T


def example(name: str, captions: int) -> Example:
    return Example(picture=Path(name), captions=tuple(SENTENCES[:captions]))


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary.build(SENTENCES, minimum_count=1)


def training_set(vocabulary: Vocabulary, window: int) -> TrainingSet:
    many = NumberedViews([example(f"five-{i}", 5) for i in range(30)], pictures_per_shard=7)
    few = NumberedViews([example(f"one-{i}", 1) for i in range(7)])
    return TrainingSet(
        [(many, 1), (few, 2)],
        vocabulary,
        maximum_words=4,
        captions_per_picture=3,
        captions_per_batch=12,
        window=window,
    )


@pytest.fixture(params=[0, 1, 2, 9])
def data(vocabulary: Vocabulary, request: pytest.FixtureRequest) -> TrainingSet:
    """Drawn from as a whole, and window by window."""
    return training_set(vocabulary, window=request.param)


def test_an_epoch_draws_each_picture_as_often_as_its_weight_says(data: TrainingSet) -> None:
    drawn = Counter(index for (batch,) in data.epoch(np.random.default_rng(0)) for index in batch.pictures)
    assert drawn == dict.fromkeys(range(30), 1) | dict.fromkeys(range(30, 37), 2)


def test_pictures_with_too_few_captions_are_left_out(vocabulary: Vocabulary) -> None:
    views = NumberedViews([example("one", 1), example("five", 5), example("two", 2)])
    data = TrainingSet(
        [(views, 1)],
        vocabulary,
        maximum_words=4,
        captions_per_picture=1,
        captions_per_batch=12,
        fewest_captions=2,
    )
    drawn = [index for (batch,) in data.epoch(np.random.default_rng(0)) for index in batch.pictures]
    assert sorted(drawn) == [1, 2]


def test_an_epoch_has_the_length_that_the_learning_rate_counts_on(data: TrainingSet) -> None:
    assert len(list(data.epoch(np.random.default_rng(0)))) == len(data)


def test_inputs_and_captions_belong_to_the_picture(data: TrainingSet, vocabulary: Vocabulary) -> None:
    for (batch,) in data.epoch(np.random.default_rng(1)):
        assert batch.inputs is not None
        for row, index in enumerate(batch.pictures):
            assert batch.inputs[row, 0].item() == (index if index < 30 else index - 30)
            written = {" ".join(caption.split()[:4]) for caption in data.examples[index].captions}
            said = {vocabulary.caption(caption.tolist()) for caption in batch.predicted[row]}
            assert said <= written
            assert len(batch.predicted[row]) == min(3, len(written))


def test_the_same_seed_gives_the_same_epoch_and_another_one_another(data: TrainingSet) -> None:
    def order(seed: int) -> list[tuple[int, ...]]:
        return [batch.pictures for (batch,) in data.epoch(np.random.default_rng(seed))]

    assert order(5) == order(5)
    assert order(5) != order(6)


@pytest.mark.parametrize(("parts", "processes"), [(1, 2), (3, 1), (2, 3)])
def test_an_epoch_holds_the_same_however_it_is_cut(data: TrainingSet, parts: int, processes: int) -> None:
    def rows(batch: Batch) -> list[str]:
        assert batch.inputs is not None
        views = zip(batch.pictures, batch.inputs.tolist(), batch.predicted, strict=True)
        return [
            f"{index} {view} {[row[row != PAD].tolist() for row in words]}" for index, view, words in views
        ]

    whole = [batch for (batch,) in data.epoch(np.random.default_rng(3))]
    cut = [
        data.epoch(np.random.default_rng(3), Cutting(parts=parts, rank=rank, processes=processes))
        for rank in range(processes)
    ]
    for batch, *shares in zip(whole, *cut, strict=True):
        assert len({len(share) for share in shares}) == 1
        held = [row for share in shares for part in share if not part.stand_in for row in rows(part)]
        assert sorted(held) == sorted(rows(batch))


def test_where_a_process_has_nothing_something_stands_in() -> None:
    assert Cutting(parts=3, rank=0, processes=2).cut("abc") == [("a", False), ("c", False)]
    assert Cutting(parts=3, rank=1, processes=2).cut("abc") == [("b", False), ("a", True)]


def test_what_is_predicted_is_what_is_shown_one_word_later() -> None:
    shown, predicted = rectangle([[[7, 8, 9], [5]]])
    assert shown.tolist() == [[[START, 7, 8, 9], [START, 5, PAD, PAD]]]
    assert predicted.tolist() == [[[7, 8, 9, END], [5, END, PAD, PAD]]]


@pytest.mark.parametrize("window", [1, 2])
def test_few_shards_are_drawn_from_at_a_time(vocabulary: Vocabulary, window: int) -> None:
    views = NumberedViews([example(f"{i}", 5) for i in range(140)], pictures_per_shard=7)
    data = TrainingSet(
        [(views, 1)],
        vocabulary,
        maximum_words=4,
        captions_per_picture=3,
        captions_per_batch=12,
        window=window,
    )
    drawn = [i // 7 for (batch,) in data.epoch(np.random.default_rng(0)) for i in batch.pictures]
    first = {shard: drawn.index(shard) for shard in range(20)}
    last = {shard: len(drawn) - drawn[::-1].index(shard) for shard in range(20)}
    begun = [sum(first[shard] <= place < last[shard] for shard in range(20)) for place in range(len(drawn))]
    # Those of a window, and of the one before, of which less than a batch was left.
    assert max(begun) <= 2 * window
    assert list(first) != sorted(first, key=first.__getitem__)


def test_an_epoch_by_windows_reads_each_shard_once(
    vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(folder=tmp_path, pictures=140, shape=(1, 2, 1, 1), pictures_per_shard=7)
    for shard in range(layout.count):
        numbers = np.array(layout.held(shard), dtype=np.float16).reshape(-1, 1, 1, 1, 1)
        shards.write_shard(layout, shard, [np.broadcast_to(numbers, (7, 1, 2, 1, 1))])
    opened: list[int] = []
    real = shards.open_shard

    def noted(layout: Layout, shard: int) -> object:
        opened.append(shard)
        return real(layout, shard)

    monkeypatch.setattr(shards, "open_shard", noted)

    def epoch(window: int) -> list[int]:
        """How many shards are mapped after each batch."""
        reader = shards.ShardReader(layout, at_once=3 * window or 6, ahead=True)
        examples = [example(f"{i}", 5) for i in range(140)]
        data = TrainingSet(
            [(CachedViews(FeatureCache(examples=examples, features=reader)), 1)],
            vocabulary,
            maximum_words=4,
            captions_per_picture=5,
            captions_per_batch=15,
            window=window,
        )
        mapped = []
        for (batch,) in data.epoch(np.random.default_rng(0)):
            assert batch.inputs is not None
            assert batch.inputs[:, 1, 0, 0].tolist() == list(batch.pictures)
            mapped.append(reader.mapped)
        return mapped

    assert max(epoch(window=2)) <= 6
    assert sorted(opened) == list(range(20))
    opened.clear()
    epoch(window=0)
    assert len(opened) > 40  # in random order over all, the same room is too little


def test_text_holds_every_line_once(vocabulary: Vocabulary, tmp_path: Path) -> None:
    file = tmp_path / "captions.txt"
    file.write_text("\n".join([*SENTENCES, "", "!"]), encoding="utf-8")
    text = TextSet([file], vocabulary, maximum_words=20, captions_per_batch=2)
    batches = [batch for (batch,) in text.epoch(np.random.default_rng(0))]
    said = [vocabulary.caption(row.tolist()) for batch in batches for row in batch.predicted[0]]
    assert sorted(said) == sorted(SENTENCES)
    assert len(batches) == len(text)
    assert all(batch.inputs is None and batch.shown.shape[0] == 1 for batch in batches)
