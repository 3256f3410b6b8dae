"""The painter: shapes, words that are none, and the captioner's vectors, which stay."""

import pytest
import torch

from models.painter import Painter, PainterConfig

CONFIG = PainterConfig(side=16, detail=8, width=16, layers=2, reader_layers=1, heads=2, most_words=5)


@pytest.fixture
def painter() -> Painter:
    torch.manual_seed(1)
    painter = Painter(CONFIG, torch.randn(9, 6)).eval()
    with torch.no_grad():  # as it is made, what the layers add is nothing
        for parameter in painter.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return painter


@torch.no_grad()
def test_padding_changes_nothing_and_words_do(painter: Painter) -> None:
    mixtures, times = torch.randn(1, 3, 16, 16), torch.tensor([0.3])
    bare = painter(mixtures, times, torch.tensor([[1, 4, 5]]))
    padded = painter(mixtures, times, torch.tensor([[1, 4, 5, 0, 0]]))
    assert bare.shape == mixtures.shape
    torch.testing.assert_close(bare, padded)
    for other in ([[1, 4, 6]], [[1, 5, 4]], [[1]]):
        assert (painter(mixtures, times, torch.tensor(other)) - bare).abs().max() > 1e-4


@torch.no_grad()
def test_moments_count(painter: Painter) -> None:
    mixtures, tokens = torch.randn(1, 3, 16, 16), torch.tensor([[1, 4]])
    early, late = (painter(mixtures, torch.tensor([moment]), tokens) for moment in (0.1, 0.9))
    assert (early - late).abs().max() > 1e-4


def test_the_captioners_vectors_are_not_trained(painter: Painter) -> None:
    assert "reader.table" not in dict(painter.named_parameters())
    painter(torch.randn(1, 3, 16, 16), torch.tensor([0.5]), torch.tensor([[1, 4]])).sum().backward()
    assert all(parameter.grad is not None for parameter in painter.parameters())
