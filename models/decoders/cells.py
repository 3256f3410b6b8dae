"""Recurrent cells, written out so that exported graphs stay readable."""

import torch
from torch import Tensor, nn


class LSTMCell(nn.Module):
    """A long short-term memory cell (Hochreiter and Schmidhuber 1997) whose gates may be given an extra term.

    The extra term, which is the picture's share and computed once a picture, saves a third of the
    multiplications.
    """

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.gates = nn.Linear(inputs + hidden, 4 * hidden)
        with torch.no_grad():
            nn.init.zeros_(self.gates.bias)
            # An open forget gate at the start (Jozefowicz et al. 2015).
            self.gates.bias[hidden : 2 * hidden] = 1.0

    def forward(self, x: Tensor, h: Tensor, c: Tensor, extra: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Inputs [..., I], state [..., D] twice, extra [..., 4D] -> next state [..., D] twice."""
        gates = self.gates(torch.cat([x, h], dim=-1))
        if extra is not None:
            gates = gates + extra
        enter, forget, leave, content = gates.chunk(4, dim=-1)
        c = forget.sigmoid() * c + enter.sigmoid() * content.tanh()
        return leave.sigmoid() * c.tanh(), c


class GRUCell(nn.Module):
    """A gated recurrent unit (Cho et al. 2014, arXiv:1406.1078)."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.gates = nn.Linear(inputs + hidden, 2 * hidden)
        self.content = nn.Linear(inputs + hidden, hidden)

    def forward(self, x: Tensor, h: Tensor, heard: Tensor) -> Tensor:
        """Inputs [..., I], state [..., D] as it is kept and as the gates hear it -> next state [..., D].

        What is kept must not go through dropout: at every word it would be scaled up again.
        """
        reset, update = self.gates(torch.cat([x, heard], dim=-1)).sigmoid().chunk(2, dim=-1)
        content = self.content(torch.cat([x, reset * heard], dim=-1)).tanh()
        after: Tensor = update * h + (1 - update) * content
        return after
