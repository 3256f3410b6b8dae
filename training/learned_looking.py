"""Would a learned classifier tell the kinds apart better than the measures with their thresholds do?

    python -m training.learned_looking CONFIG --data ROOT

A logistic regression on the same measures, fitted on photographs of the training sets and renderings of
one seed, tried on photographs of the validation sets and renderings of another. One sort of rendering
after the other is then left out of the fit, for real screens and pages look like none that this project
draws.
"""

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray

from narrator.looking.kinds import Looked
from training.config import load_config
from training.errors import TrainingError
from training.looking import PHOTOGRAPH, Group, groups
from training.photographs import photographs

_STEPS = 300
_DECAY = 1e-3
"""Of the squared weights, so that a sort that is separable does not pull them to infinity."""


def inputs(looked: Sequence[Looked]) -> NDArray[np.float32]:
    """The measures [N, M], each through log(1 + x) as well, for shares and levels act by their ratios too."""
    values = np.array([astuple(each.measures) for each in looked], np.float32)
    return np.concatenate([values, np.log1p(np.abs(values))], axis=1)


class Classifier:
    """Says whether a captioner may be asked: yes of photographs, no of what is no scene."""

    def __init__(self, found: Sequence[Group]) -> None:
        """Fit; photographs and renderings weigh the same together."""
        features = np.concatenate([inputs(group.looked) for group in found])
        scenes = np.concatenate([np.full(len(group.looked), _is_scene(group.name)) for group in found])
        self._mean, self._deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
        self._weights = self._fitted(self._scaled(features), torch.tensor(scenes, dtype=torch.float32))

    def refuses(self, looked: Sequence[Looked]) -> NDArray[np.bool_]:
        """Of which pictures it would say what they are and make no caption."""
        refused: NDArray[np.bool_] = (self._scaled(inputs(looked)) @ self._weights < 0).numpy()
        return refused

    def _scaled(self, features: NDArray[np.float32]) -> torch.Tensor:
        scaled = torch.tensor((features - self._mean) / self._deviation)
        return torch.cat([scaled, torch.ones(len(scaled), 1)], dim=1)

    @staticmethod
    def _fitted(features: torch.Tensor, scenes: torch.Tensor) -> torch.Tensor:
        weights = torch.zeros(features.shape[1], requires_grad=True)
        balance = torch.where(scenes == 1, 0.5 / scenes.mean(), 0.5 / (1 - scenes.mean()))
        optimiser = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            error = torch.nn.functional.binary_cross_entropy_with_logits(features @ weights, scenes, balance)
            total = error + _DECAY * weights.square().sum()
            total.backward()  # type: ignore[no-untyped-call]
            return total

        optimiser.step(loss)  # type: ignore[no-untyped-call]
        return weights.detach()


def compared(known: Sequence[Group], unseen: Sequence[Group]) -> str:
    """For each sort the shares that the measures refuse, the classifier, and one that never saw the sort."""
    learned = Classifier(known)
    lines = ["| pictures | by measures | by a regression | by one without this sort |", "|---|---|---|---|"]
    for group in unseen:
        measured = np.array([not looked.describable for looked in group.looked])
        shares = [f"{refused.mean():.1%}" for refused in (measured, learned.refuses(group.looked))]
        if _is_scene(group.name):
            shares.append("")
        else:
            others = Classifier([other for other in known if other.name != group.name])
            shares.append(f"{others.refuses(group.looked).mean():.1%}")
        lines.append(f"| {' | '.join([group.name, *shares])} |")
    return "\n".join(lines)


def _is_scene(name: str) -> bool:
    """Whether captions are made of this sort."""
    return name in {PHOTOGRAPH, "blurred", "brightened"}


@click.command()
@click.argument("config", type=click.Path(path_type=Path))
@click.option(
    "--data", "root", type=click.Path(path_type=Path), default=Path(), help="Where the paths in CONFIG begin."
)
@click.option("--photographs", "most", default=1200, show_default=True, help="At most, of each split.")
@click.option("--renderings", default=50, show_default=True, help="Of each sort.")
def main(config: Path, root: Path, most: int, renderings: int) -> None:
    """Compare the measures with a logistic regression on them."""
    try:
        settings = load_config(config)
        known, unseen = (
            [
                group
                for group in groups(photographs(settings, root, split, most), renderings, f"looking {split}")
                if group.name != "darkened"  # some too dark for a caption, some not
            ]
            for split in ("train", "dev")
        )
    except TrainingError as error:
        raise click.ClickException(str(error)) from error
    click.echo(compared(known, unseen))


if __name__ == "__main__":
    main()
