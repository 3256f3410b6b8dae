"""Cross-entropy with smoothed labels: the loss and the gradient of torch's own, in both precisions."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from training.learning.smoothed import smoothed_cross_entropy


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_loss_and_gradient_are_those_of_torch(smoothing: float) -> None:
    torch.manual_seed(1)
    ours = (5 * torch.randn(600, 37)).requires_grad_()  # more rows than are looked at at a time
    theirs = ours.detach().clone().requires_grad_()
    wanted = torch.randint(37, (600,))
    loss = smoothed_cross_entropy(ours, wanted, smoothing)
    expected = cross_entropy(theirs, wanted, label_smoothing=smoothing)
    torch.autograd.backward([3 * loss, 3 * expected])
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(ours.grad, theirs.grad)


def test_large_logits_of_half_precision_do_not_overflow() -> None:
    logits = torch.tensor([[300.0, -300.0, 0.0]], dtype=torch.bfloat16, requires_grad=True)
    loss = smoothed_cross_entropy(logits, torch.tensor([1]), 0.1)
    torch.autograd.backward(loss)
    assert loss.item() == pytest.approx(0.9 * 600 + 0.1 * 300)
    assert logits.grad is not None
    assert logits.grad.dtype == torch.bfloat16
    assert logits.grad[0].tolist() == pytest.approx([0.967, -0.933, -0.033], abs=0.003)
