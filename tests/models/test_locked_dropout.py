"""Locked dropout: one choice of units for a whole caption, another for the next, and none once it is used."""

import pytest
import torch
from torch import Tensor

from models.decoders import DECODERS, Decoder, DecoderConfig, Tensors, build_decoder
from tests.training import tiny

CHANNELS, VOCABULARY, HIDDEN = 12, 30, 64
ALONE = sorted(DECODERS.keys() - {"ensemble"})  # whose members drop out what they will
RECURRENT = [name for name in ALONE if name != "transformer"]


def build(name: str, *, locked: bool = True) -> Decoder:
    torch.manual_seed(0)
    config = DecoderConfig(name=name, hidden=HIDDEN, heads=4, dropout=0.5, locked_dropout=locked)
    return build_decoder(config, channels=CHANNELS, vocabulary_size=VOCABULARY)


def look(decoder: Decoder) -> Tensors:
    return {name: tensor.detach() for name, tensor in decoder.prepare(torch.rand(2, 9, CHANNELS)).items()}


def words(*shape: int) -> Tensor:
    return torch.randint(VOCABULARY, shape)


@pytest.mark.parametrize("name", ALONE)
def test_the_same_units_are_left_out_at_every_word_and_others_in_the_next_caption(name: str) -> None:
    decoder = build(name).train()
    left_out = decoder.read(words(2, 3, 6), look(decoder)) == 0
    assert torch.equal(left_out, left_out[:, :, :1].expand_as(left_out))
    assert 0.35 < left_out.float().mean() < 0.65
    captions = left_out[:, :, 0].flatten(0, 1)
    assert len({tuple(caption.tolist()) for caption in captions}) == len(captions)


@pytest.mark.parametrize("name", RECURRENT)
def test_what_is_left_out_of_the_memory_is_not_heard(name: str) -> None:
    """The gates and queries that make the next word; the GRU also carries its memory on as it is."""
    decoder = build(name).train()
    features = look(decoder)
    state = decoder.start(features, 1)
    for memory in (key for key in state if key.startswith("h")):
        state[memory] = torch.rand(2, 1, HIDDEN, requires_grad=True)
        after = decoder.advance(words(2, 1), features, state)[1]
        after["c" + memory[1:] if "c" in state or "c1" in state else memory].sum().backward()  # type: ignore[no-untyped-call]
        heard = state[memory].grad
        assert heard is not None
        left_out = state[f"mask.{memory}"] == 0
        if name == "gru":
            # Carried on by the update gate alone: between 0 and 1, and the same for what is heard or not.
            assert ((heard[left_out] > 0) & (heard[left_out] < 1)).all()
        else:
            assert (heard[left_out] == 0).all()
        assert (heard[~left_out] != 0).all()


@pytest.mark.parametrize("name", ALONE)
def test_the_same_units_of_all_words_are_left_out(name: str) -> None:
    decoder = build(name).train()
    features = look(decoder)
    state = decoder.start(features, 1)
    for word in (3, 4):
        decoder.zero_grad()
        decoder.advance(torch.full((2, 1), word), features, state)[0].sum().backward()  # type: ignore[no-untyped-call]
        (table,) = tiny.tables(decoder)
        assert table.embedding.weight.grad is not None
        read = table.embedding.weight.grad[word] != 0
        assert torch.equal(read, (state["mask.words"] != 0).any(dim=0)[0])


@pytest.mark.parametrize("name", ALONE)
def test_masks_are_handed_on_with_the_state(name: str) -> None:
    decoder = build(name).train()
    features = look(decoder)
    state = decoder.start(features, 3)
    _, after = decoder.advance(words(2, 3), features, state)
    masks = {key for key in state if key.startswith("mask.")}
    assert masks and masks == {key for key in after if key.startswith("mask.")}
    assert all(after[key] is state[key] for key in masks)


@pytest.mark.parametrize("name", ALONE)
def test_what_is_left_out_is_made_up_for_by_what_stays(name: str) -> None:
    decoder = build(name).train()
    masks = decoder.start(look(decoder), 100)
    assert masks["mask.words"].mean().item() == pytest.approx(1.0, abs=0.05)
    assert set(masks["mask.words"].flatten().tolist()) == {0.0, 2.0}


@pytest.mark.parametrize("name", ALONE)
def test_outside_of_training_it_is_the_same_decoder(name: str) -> None:
    locked, plain = build(name).eval(), build(name, locked=False).eval()
    assert locked.state_dict().keys() == plain.state_dict().keys()
    features, tokens = look(plain), words(2, 3, 6)
    assert locked.start(features, 3).keys() == plain.start(features, 3).keys()
    assert torch.equal(
        locked.logits(locked.read(tokens, features)), plain.logits(plain.read(tokens, features))
    )


@pytest.mark.parametrize("name", ALONE)
def test_without_it_every_word_is_thinned_anew(name: str) -> None:
    decoder = build(name, locked=False).train()
    assert not any(key.startswith("mask.") for key in decoder.start(look(decoder), 1))
    hidden = torch.ones(1, 1, HIDDEN)
    assert not torch.equal(decoder.logits(hidden), decoder.logits(hidden))
    locked = build(name).train()
    assert torch.equal(locked.logits(hidden), locked.logits(hidden))
