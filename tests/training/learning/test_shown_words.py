"""What the decoder is shown: people's words, its own, or unknown ones."""

import pytest
import torch
from torch import Tensor

from models.captioner import Captioner
from models.decoders import DECODERS, Tensors
from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN
from tests.training import tiny
from training.learning.objectives import picture_features
from training.learning.shown_words import drop_words, mix_own_words


def look(captioner: Captioner) -> Tensors:
    return picture_features(captioner, tiny.batch(), end_to_end=False)


def people(count: int) -> Tensor:
    """So many captions of eight words each, of three pictures, and some padding."""
    shown = torch.full((3, count, 12), PAD)
    shown[:, :, 0] = START
    shown[:, :, 1:9] = 5
    return shown


@pytest.mark.parametrize("decoder", sorted(DECODERS))
def test_with_probability_0_people_are_shown_and_no_random_number_is_drawn(decoder: str) -> None:
    captioner, shown = tiny.captioner(1, decoder), people(4)
    before = torch.get_rng_state()
    assert torch.equal(mix_own_words(captioner, look(captioner), shown, 0.0), shown)
    assert torch.equal(drop_words(shown, 0.0), shown)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("decoder", sorted(DECODERS))
def test_with_probability_1_all_words_are_its_own(decoder: str) -> None:
    captioner, shown = tiny.captioner(1, decoder), people(4)
    with torch.no_grad():
        for table in tiny.tables(captioner.decoder):
            table.bias[7] = 100  # it says nothing else
    mixed = mix_own_words(captioner, look(captioner), shown, 1.0)
    assert torch.equal(mixed, torch.where(shown == 5, 7, shown))


def test_a_word_is_drawn_as_probable_as_it_is_after_the_words_before_it() -> None:
    torch.manual_seed(2)
    captioner = tiny.captioner(1)
    features, shown = look(captioner), people(2000)
    shown[:, :, 2] = torch.tensor([6, 7, 8]).unsqueeze(1)
    logits = captioner.read(features, shown)[:, 0]
    logits[..., [PAD, START, END, UNKNOWN]] = -torch.inf
    mixed = mix_own_words(captioner, features, shown, 1.0)
    for position in (1, 3, 8):
        counted = torch.stack(
            [(mixed[:, :, position] == word).float().mean(dim=1) for word in range(len(tiny.VOCABULARY))], 1
        )
        expected = logits[:, position - 1].softmax(dim=-1)
        assert (counted - expected).abs().max() < 0.06


def test_a_word_is_what_follows_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a captioner that counts: after each word it says the next of the vocabulary."""
    captioner, shown = tiny.captioner(1), people(4)
    shown[:, :, 1:9] = torch.arange(12, 4, -1)

    def count(_: Tensors, words: Tensor) -> Tensor:
        return 100.0 * torch.nn.functional.one_hot(words + 1, len(tiny.VOCABULARY))

    monkeypatch.setattr(captioner, "read", count)
    mixed = mix_own_words(captioner, look(captioner), shown, 1.0)
    assert torch.equal(mixed[:, :, 2:9], shown[:, :, 1:8] + 1)


def test_a_share_of_words_is_replaced_and_never_by_a_special_one() -> None:
    torch.manual_seed(3)
    captioner, shown = tiny.captioner(1), people(500)
    with torch.no_grad():
        (table,) = tiny.tables(captioner.decoder)
        table.bias[[PAD, START, END, UNKNOWN, 5]] = 50
        table.bias[5] = -50
    mixed = mix_own_words(captioner, look(captioner), shown, 0.25)
    assert (mixed != shown).float().sum() / (shown == 5).sum() == pytest.approx(0.25, abs=0.02)
    assert torch.equal(mixed[shown != 5], shown[shown != 5])
    assert set(mixed[shown == 5].tolist()).isdisjoint({PAD, START, END, UNKNOWN})


def test_no_gradient_flows_through_what_is_drawn() -> None:
    captioner = tiny.captioner(1)
    assert not mix_own_words(captioner, look(captioner), people(2), 0.5).requires_grad


def test_dropped_words_become_unknown_and_nothing_else_does() -> None:
    torch.manual_seed(4)
    shown = people(500)
    dropped = drop_words(shown, 0.3)
    assert (dropped == UNKNOWN).sum() / (shown == 5).sum() == pytest.approx(0.3, abs=0.02)
    assert torch.equal(dropped[dropped != UNKNOWN], shown[dropped != UNKNOWN])
    assert (shown[dropped == UNKNOWN] == 5).all()
