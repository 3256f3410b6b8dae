"""The reward for differing: its gradient is that of the mean difference, exactly."""

import itertools
from pathlib import Path

import pytest
import torch
from torch import Tensor

from tests.training import tiny
from training.data.datasets import Example
from training.learning.novelty import likeness, novelty_advantage
from training.learning.objectives import SelfCritical, picture_features
from training.metrics.cider import CiderD

REFERENCES = [[caption.split()] for caption in tiny.CAPTIONS]
SCORER = CiderD.from_references(REFERENCES)


def test_the_same_caption_is_alike_and_one_that_shares_no_word_is_not() -> None:
    captions = ("a dog runs fast", "a dog runs fast", "two birds", "dog", "dog", "dog runs dog")
    alike = likeness([caption.split() for caption in captions], SCORER)
    assert alike[0, 1] == alike[3, 4] == 10
    assert alike[0, 2] == 0
    assert 0 < alike[0, 3] < 10
    assert torch.equal(alike, alike.T)
    assert torch.equal(alike.diagonal(), torch.zeros(6))


@pytest.mark.parametrize("samples", [3, 4])
def test_on_average_it_is_the_gradient_of_the_mean_difference(samples: int) -> None:
    """All draws of a small distribution are gone through, so there is no noise in the comparison."""
    torch.manual_seed(0)
    table = 10 * torch.rand(3, 3, dtype=torch.float64)
    table = (table + table.T) / 2
    scores = torch.randn(3, dtype=torch.float64, requires_grad=True)
    log_probs = scores.log_softmax(dim=0)

    # E[10 - likeness] of two independent draws.
    probabilities = log_probs.exp()
    difference = 10 - probabilities @ table @ probabilities
    (expected,) = torch.autograd.grad(difference, scores, retain_graph=True)

    surrogate = torch.zeros((), dtype=torch.float64)
    for draws in itertools.product(range(3), repeat=samples):
        alike = table[list(draws)][:, list(draws)].clone().fill_diagonal_(0)
        weight = log_probs[list(draws)].sum().exp().detach()
        surrogate += weight * (novelty_advantage(alike) * log_probs[list(draws)]).mean()
    (estimated,) = torch.autograd.grad(surrogate, scores)
    torch.testing.assert_close(estimated, expected)


def test_who_differs_gains_and_who_repeats_loses() -> None:
    alike = torch.tensor([[0.0, 10.0, 1.0], [10.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    advantage = novelty_advantage(torch.stack([alike, torch.full((3, 3), 4.0).fill_diagonal_(0)]))
    assert advantage[0, 2] > 0 > advantage[0, 0]
    assert advantage[0, 0] == advantage[0, 1]
    assert torch.equal(advantage[1], torch.zeros(3))


def critic() -> SelfCritical:
    examples = [Example(picture=Path(str(i)), captions=(caption,)) for i, caption in enumerate(tiny.CAPTIONS)]
    return SelfCritical(examples, tiny.VOCABULARY, maximum_words=6)


def loss(share: float, pictures: tuple[int, ...] = (0, 1, 2)) -> tuple[Tensor, float | None]:
    """Of the same samples, scored as if they were of these pictures."""
    captioner = tiny.captioner(1)
    features = picture_features(captioner, tiny.batch(), end_to_end=False)
    torch.manual_seed(5)
    found = critic().loss(captioner, features, pictures, samples=4, diversity_share=share)
    return found.mean, found.reward


def test_the_share_weighs_both_and_the_reward_that_is_reported_is_cider_still() -> None:
    (right, reward), (different, same), (mixed, also) = (loss(share) for share in (0.0, 1.0, 0.25))
    assert mixed.item() == pytest.approx(0.75 * right.item() + 0.25 * different.item(), rel=1e-4)
    assert right.item() != pytest.approx(different.item(), rel=1e-2)
    assert reward == same == also
    # Where the whole reward is for differing, what the pictures show does not matter.
    assert loss(1.0, (1, 2, 0))[0] == different
    assert loss(0.0, (1, 2, 0))[0] != right


def test_a_captioner_rewarded_for_it_says_different_things() -> None:
    captioner = tiny.captioner(1)
    with torch.no_grad():
        tiny.tables(captioner.decoder)[0].bias[5] = 6.0  # it repeats one word, whatever it sees
    optimizer = torch.optim.Adam(captioner.decoder.parameters(), lr=0.03)
    torch.manual_seed(6)
    likely = []
    for _ in range(40):
        features = picture_features(captioner, tiny.batch(), end_to_end=False)
        value = critic().loss(captioner, features, (0, 1, 2), samples=6, diversity_share=1.0).mean
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        likely.append(captioner.read(features, tiny.batch().shown).softmax(-1)[..., 0, 5].mean().item())
    assert likely[-1] < 0.5 * likely[0]
