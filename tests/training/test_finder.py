import random

import numpy as np
import pytest
import torch
from torch import nn

from narrator.captioning.finder import Input
from training.finder import learn_both, vectors_of
from training.finding.recall import Recall, ranks_of, recall_of
from training.finding.texts import Words, batch, groups_in_blocks, shuffled, two_of
from training.finding.towers import PictureTower, WordTower, contrast, released, standardised

COLOURS = ("red", "green", "blue", "white")


def test_towers_learn_which_words_belong_to_which_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.finder.BATCH", 4)
    torch.manual_seed(0)
    captions = [[f"a {colour} thing", f"the {colour} one"] for colour in COLOURS]
    words = Words.of([caption for group in captions for caption in group] * 4)
    seen = np.kron(np.eye(4), np.ones(8)).astype(np.float32)
    mean, deviation = torch.from_numpy(seen.mean(0)), torch.from_numpy(seen.std(0))
    tower, pictures = WordTower(words.weights), PictureTower(32)
    scale = nn.Parameter(torch.tensor(3.0))
    own = [words.encoded(group) for group in captions]
    learn_both(
        pictures, tower, standardised(torch.from_numpy(seen), mean, deviation), own, [], scale, epochs=150
    )
    finder = released(pictures, tower, words.words, [Input(name="feature.grid")], mean, deviation)
    asked = [(f"something {colour}", number) for number, colour in enumerate(COLOURS)]
    assert recall_of(finder, vectors_of(finder, seen), asked).first == 100


def test_the_released_tower_of_words_says_what_torch_says() -> None:
    torch.manual_seed(0)
    words = Words.of(["a red dog runs"] * 4)
    tower, pictures = WordTower(words.weights).eval(), PictureTower(3).eval()
    finder = released(pictures, tower, words.words, [], torch.zeros(3), torch.ones(3))
    expected = tower(batch(words.encoded(["red dog"])))[0].detach().numpy()
    query = finder.query("Red dog!")
    assert query is not None
    np.testing.assert_allclose(query, expected, atol=1e-5)
    seen = np.array([1.0, -2.0, 3.0], np.float32)
    shown = pictures(torch.from_numpy(seen)[None])[0].detach().numpy()
    np.testing.assert_allclose(finder.of_inputs(seen), shown, atol=1e-5)


def test_partners_that_are_near_cost_less() -> None:
    vectors = torch.eye(4)
    near, far = (contrast(vectors, other, torch.tensor(10.0)) for other in (vectors, vectors.roll(1, 0)))
    assert near < 0.01 < 5 < far


def test_captions_in_blocks_come_together_though_lines_are_missing() -> None:
    names = [f"thing{number} kind{number}" for number in range(600)]
    lines = [f"{name} word{block}" for block in range(3) for name in names]
    del lines[900]  # in the second block: what stands after it is shifted by one
    groups = groups_in_blocks(lines, 3)
    whole = [group for group in groups if len({caption.split()[0] for caption in group}) == 1]
    assert len(groups) == 600
    assert len(whole) > 450


def test_ranks_of_equals_are_the_worst_place() -> None:
    found = np.array([[0.5, 0.5, 0.1], [0.1, 0.2, 0.9]], np.float32)
    assert ranks_of(found, [("", 0), ("", 2)]).tolist() == [2, 1]
    assert Recall.of(np.array([1, 2, 6, 11])).cells() == ["25.0", "50.0", "75.0", "4"]


def test_batches_are_full_and_no_number_comes_twice() -> None:
    batches = list(shuffled(10, 4, random.Random(0)))
    assert [len(each) for each in batches] == [4, 4]
    assert len({number for each in batches for number in each}) == 8
    assert two_of([[7]], random.Random(0)) == ([7], [7])
