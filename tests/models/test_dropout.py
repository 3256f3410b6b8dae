"""Dropout by random bytes: what it leaves out, that the mean stays, and that nothing else is changed."""

import pytest
import torch

from models.dropout import Dropout


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_share_is_left_out_and_the_mean_stays(share: float) -> None:
    torch.manual_seed(1)
    units = Dropout(share)(torch.ones(601, 1001))
    assert (units == 0).float().mean() == pytest.approx(share, abs=0.005)
    assert units.mean() == pytest.approx(1.0, abs=0.005)


def test_neighbours_are_decided_each_for_itself() -> None:
    torch.manual_seed(1)
    kept = Dropout(0.5)(torch.ones(100_000)) != 0
    assert (kept[1:] == kept[:-1]).float().mean() == pytest.approx(0.5, abs=0.01)


def test_gradients_pass_where_units_were_kept() -> None:
    units = torch.ones(5, 7, requires_grad=True)
    after = Dropout(0.5)(units)
    torch.autograd.backward(after.sum())
    assert units.grad is not None
    assert torch.equal(units.grad, after.detach())


def test_outside_of_training_and_without_a_share_nothing_is_left_out() -> None:
    units = torch.randn(4, 3)
    assert Dropout(0.5).eval()(units) is units
    assert Dropout(0.0)(units) is units
