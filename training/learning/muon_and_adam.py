"""Two optimisers that are taken for one."""

from collections.abc import Iterable
from typing import Any

from torch import nn
from torch.optim import Adam, Muon


class MuonAndAdam:
    """Muon for the matrices within a network, Adam for all else.

    Muon makes the update of a matrix orthogonal, so that it learns in all directions alike (Jordan et al.
    2024, https://kellerjordan.github.io/posts/muon). Its rate is scaled as Liu et al. 2025 (arXiv:2502.16982)
    do it, so that it is of Adam's order. Tables of words, biases and norms are not what it is for.
    """

    def __init__(
        self,
        matrices: Iterable[nn.Parameter],
        others: Iterable[nn.Parameter],
        *,
        muon_rate: float,
        adam_rate: float,
    ) -> None:
        self._muon = Muon(
            [{"params": list(matrices), "initial_lr": muon_rate}],
            lr=muon_rate,
            weight_decay=0.0,
            adjust_lr_fn="match_rms_adamw",
        )
        self._adam = Adam(
            [{"params": list(others), "initial_lr": adam_rate}], lr=adam_rate, betas=(0.9, 0.98)
        )

    @property
    def param_groups(self) -> list[dict[str, Any]]:
        """Those of both."""
        return [*self._muon.param_groups, *self._adam.param_groups]

    def zero_grad(self) -> None:
        """Forget all gradients."""
        self._muon.zero_grad()
        self._adam.zero_grad()

    def step(self) -> None:
        """Change the weights once."""
        self._muon.step()  # type: ignore[no-untyped-call]
        self._adam.step()

    def state_dict(self) -> dict[str, Any]:
        """All that both need to go on."""
        return {"muon": self._muon.state_dict(), "adam": self._adam.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from there. Raises `ValueError` for the state of something else."""
        if set(state) != {"muon", "adam"}:
            raise ValueError("the optimiser was another one")
        self._muon.load_state_dict(state["muon"])
        self._adam.load_state_dict(state["adam"])
