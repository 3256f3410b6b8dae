"""Dropout whose random numbers cost little on a processor."""

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """Leaves out a share of the units and scales up the rest (Srivastava et al. 2014, JMLR 15).

    Each unit is decided by one random byte, eight of which come from one draw; torch's own draws one number a
    unit, which took a quarter of a training step. The share is rounded to 1/256.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.left_out = round(share * 256)

    def forward(self, units: Tensor) -> Tensor:
        """[...] -> [...], as they are outside of training."""
        if not self.training or self.left_out == 0:
            return units
        draws = torch.empty((units.numel() + 7) // 8, dtype=torch.int64, device=units.device)
        draws.random_(torch.iinfo(torch.int64).min, None)
        kept = draws.view(torch.uint8)[: units.numel()].view(units.shape) >= self.left_out
        return units * (kept * (256 / (256 - self.left_out))).to(units.dtype)

    def extra_repr(self) -> str:
        """The share, as it is printed."""
        return f"{self.left_out / 256:.3f}"
