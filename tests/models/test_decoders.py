"""Decoders: what teacher forcing, single steps and many captions side by side have in common."""

from typing import cast

import pytest
import torch
from torch import Tensor

from models.captioner import Captioner
from models.decoders import DECODERS, Decoder, DecoderConfig, build_decoder
from models.decoders.ensemble import EnsembleDecoder
from models.encoders import EncoderConfig, build_encoder
from tests.training import tiny

CHANNELS, VOCABULARY = 12, 30


def build(name: str) -> Decoder:
    torch.manual_seed(0)
    config = tiny.decoder_config(name, hidden=16, heads=4)
    return build_decoder(config, channels=CHANNELS, vocabulary_size=VOCABULARY).eval()


@pytest.fixture(params=sorted(DECODERS))
def decoder(request: pytest.FixtureRequest) -> Decoder:
    return build(request.param)


def read(decoder: Decoder, grid: Tensor, tokens: Tensor) -> Tensor:
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block4"))
    return Captioner(encoder, decoder).read(decoder.prepare(grid), tokens)


def test_a_word_is_predicted_from_the_words_before_it_only(decoder: Decoder) -> None:
    tokens = torch.randint(VOCABULARY, (2, 3, 6))
    changed = tokens.clone()
    changed[:, :, 4:] = (changed[:, :, 4:] + 1) % VOCABULARY
    grid = torch.rand(2, 9, CHANNELS)
    before, after = read(decoder, grid, tokens), read(decoder, grid, changed)
    torch.testing.assert_close(before[:, :, :4], after[:, :, :4])
    assert not torch.allclose(before[:, :, 4:], after[:, :, 4:])


def test_whole_captions_are_read_as_word_by_word(decoder: Decoder) -> None:
    """The Transformer reads all words at once; with its cache, step by step, it must think the same."""
    tokens = torch.randint(VOCABULARY, (2, 3, 6))
    features = decoder.prepare(torch.rand(2, 9, CHANNELS))
    stepped = Decoder.read(decoder, tokens, features)
    torch.testing.assert_close(decoder.read(tokens, features), stepped, rtol=1e-4, atol=1e-5)


def test_captions_side_by_side_do_not_disturb_each_other(decoder: Decoder) -> None:
    tokens = torch.randint(VOCABULARY, (2, 3, 5))
    grid = torch.rand(2, 9, CHANNELS)
    together = read(decoder, grid, tokens)
    for picture in range(2):
        for caption in range(3):
            alone = read(decoder, grid[picture : picture + 1], tokens[picture, caption].view(1, 1, -1))
            torch.testing.assert_close(together[picture, caption], alone[0, 0], rtol=1e-4, atol=1e-5)


def test_the_picture_decides_what_is_said(decoder: Decoder) -> None:
    tokens = torch.randint(VOCABULARY, (1, 1, 4))
    one, other = (
        read(decoder, torch.rand(1, 9, CHANNELS), tokens),
        read(decoder, torch.rand(1, 9, CHANNELS), tokens),
    )
    assert not torch.allclose(one, other)


def test_every_parameter_learns(decoder: Decoder) -> None:
    logits = read(decoder, torch.rand(2, 9, CHANNELS), torch.randint(VOCABULARY, (2, 2, 4)))
    logits.logsumexp(dim=-1).sum().backward()  # type: ignore[no-untyped-call]
    still = [name for name, p in decoder.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]
    # A shift of all keys shifts all scores alike, which softmax does not see.
    assert still in ([], ["keys.bias"], ["members.0.keys.bias"])


def test_attention_is_over_the_cells_of_the_grid(decoder: Decoder) -> None:
    """The order of the cells is of no matter to attention, their content is."""
    grid, tokens = torch.rand(1, 9, CHANNELS), torch.randint(VOCABULARY, (1, 1, 4))
    shuffled = grid[:, torch.randperm(9)]
    torch.testing.assert_close(read(decoder, grid, tokens), read(decoder, shuffled, tokens))


def test_a_transformer_knows_the_order_of_words() -> None:
    """Of one layer: behind a second, words differ by what they could see, which tells the order too."""
    torch.manual_seed(0)
    config = DecoderConfig(name="transformer", hidden=16, heads=4, layers=1)
    decoder = build_decoder(config, channels=CHANNELS, vocabulary_size=VOCABULARY).eval()
    grid = torch.rand(1, 9, CHANNELS)
    one, other = (read(decoder, grid, torch.tensor([[[1, *words, 7]]])) for words in ((5, 9), (9, 5)))
    assert not torch.allclose(one[:, :, -1], other[:, :, -1], atol=1e-3)


def test_an_ensemble_thinks_what_its_members_think_on_average() -> None:
    ensemble = build("ensemble")
    assert isinstance(ensemble, EnsembleDecoder)
    tokens, grid = torch.randint(VOCABULARY, (2, 3, 6)), torch.rand(2, 9, CHANNELS)
    one, other = (
        read(member, grid, tokens).softmax(-1) for member in cast("list[Decoder]", ensemble.members)
    )
    assert not torch.allclose(one, other, atol=0.01)
    torch.testing.assert_close(read(ensemble, grid, tokens).exp(), (one + other) / 2)


def test_a_word_that_no_member_of_an_ensemble_thinks_of_has_a_finite_logarithm() -> None:
    ensemble = build("ensemble")
    with torch.no_grad():
        for parameter in ensemble.parameters():
            parameter.mul_(1000)
    log_probs = read(ensemble, torch.rand(2, 9, CHANNELS), torch.randint(VOCABULARY, (2, 3, 6)))
    assert log_probs.min() < -80
    assert log_probs.isfinite().all()


def test_an_unknown_decoder_is_named_with_those_that_exist() -> None:
    with pytest.raises(
        ValueError, match="no decoder 'gur'; there are attention, ensemble, gru, lstm, topdown, transformer"
    ):
        build_decoder(DecoderConfig(name="gur"), channels=CHANNELS, vocabulary_size=VOCABULARY)
