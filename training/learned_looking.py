"""A learned classifier of what may be captioned, held against the measures of `narrator.looking`.

    python -m training.learned_looking CONFIG --data ROOT --bundle FOLDER

A logistic regression is fitted on photographs of the training sets and on renderings with one seed, and
counted on photographs of the validation sets and renderings with another: once on the measures, once on what
a bundle's encoder sees, pooled over its grid. What it would do with a sort of picture that nobody drew for it
is asked by fitting it without each sort in turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from narrator.captioning.captioner import Captioner
from narrator.errors import BundleError
from narrator.looking.kinds import look_at
from narrator.looking.measures import Measures
from narrator.picture import open_picture
from training.command_options import config_argument, data_option
from training.config import load_config
from training.errors import TrainingError
from training.looking import PHOTOGRAPH, SMALL, pictures
from training.markdown import markdown_table
from training.photographs import photographs

_STEPS = 300
_DECAY = 1e-3
"""Of the squared weights, so that a sort that is separable does not pull them to infinity."""
_SCENES = frozenset({PHOTOGRAPH, SMALL, "blurred", "brightened"})
"""The sorts that captions are made of."""
_LEFT_OUT = "darkened"
"""Some of them are too dark for a caption, some are not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sort:
    """Pictures of one sort, N of them."""

    name: str
    refused: NDArray[np.bool_]
    """Of which the measures say what they are, and no caption is made [N]."""
    measures: NDArray[np.float32]
    """[N, M], each through log(1 + x) as well, for shares and levels act by their ratios too."""
    features: NDArray[np.float32]
    """What the encoder sees, as unit vectors [N, C]."""

    @property
    def is_scene(self) -> bool:
        """Whether captions are made of this sort."""
        return self.name in _SCENES


def sort_of(name: str, images: Iterator[Image.Image], captioner: Captioner) -> Sort:
    """Look at pictures, and let the encoder see them."""
    opened = [open_picture(image) for image in images]
    looked = [look_at(picture) for picture in opened]
    return Sort(
        name=name,
        refused=np.array([not each.describable for each in looked]),
        measures=_inputs([each.measures for each in looked]),
        features=np.stack([captioner.features(picture) for picture in opened]),
    )


def _inputs(measures: Sequence[Measures]) -> NDArray[np.float32]:
    values = np.array([astuple(each) for each in measures], np.float32)
    return np.concatenate([values, np.log1p(np.abs(values))], axis=1)


class Classifier:
    """Says whether a captioner may be asked: yes of photographs, no of what is no scene."""

    def __init__(self, sorts: Sequence[NDArray[np.float32]], scenes: Sequence[bool]) -> None:
        """Fit to inputs [N, M] of each sort; what is a scene and what is none weigh the same together."""
        inputs = np.concatenate(sorts)
        truth = np.concatenate([np.full(len(sort), scene) for sort, scene in zip(sorts, scenes, strict=True)])
        self._mean, self._deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
        self._weights = self._fitted(self._scaled(inputs), torch.tensor(truth, dtype=torch.float32))

    def refuses(self, inputs: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Of which pictures it would say what they are and make no caption."""
        refused: NDArray[np.bool_] = (self._scaled(inputs) @ self._weights < 0).numpy()
        return refused

    def _scaled(self, inputs: NDArray[np.float32]) -> torch.Tensor:
        scaled = torch.tensor((inputs - self._mean) / self._deviation)
        return torch.cat([scaled, torch.ones(len(scaled), 1)], dim=1)

    @staticmethod
    def _fitted(inputs: torch.Tensor, scenes: torch.Tensor) -> torch.Tensor:
        weights = torch.zeros(inputs.shape[1], requires_grad=True)
        balance = torch.where(scenes == 1, 0.5 / scenes.mean(), 0.5 / (1 - scenes.mean()))
        optimiser = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            error = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights, scenes, balance)
            total = error + _DECAY * weights.square().sum()
            total.backward()  # type: ignore[no-untyped-call]
            return total

        optimiser.step(loss)  # type: ignore[no-untyped-call]
        return weights.detach()


def compared(known: Sequence[Sort], unseen: Sequence[Sort]) -> str:
    """For each sort the shares that the measures refuse, and what was learned from them or from features.

    The last two columns are of classifiers that were fitted without that sort.
    """
    columns = ("measures", "learned from measures", "from features", "without this sort", "features without")
    rows = []
    learned = [(on, _classifier(known, on)) for on in ("measures", "features")]
    for sort in unseen:
        shares = [sort.refused, *(classifier.refuses(getattr(sort, on)) for on, classifier in learned)]
        if not sort.is_scene:
            others = [each for each in known if each.name != sort.name]
            shares += [_classifier(others, on).refuses(getattr(sort, on)) for on, _ in learned]
        told = [f"{share.mean():.1%}" for share in shares] + [""] * (len(columns) - len(shares))
        rows.append([sort.name, len(sort.refused), *told])
    return markdown_table(["pictures", "number", *columns], rows)


def _classifier(known: Sequence[Sort], inputs: str) -> Classifier:
    return Classifier([getattr(sort, inputs) for sort in known], [sort.is_scene for sort in known])


@click.command()
@config_argument
@data_option
@click.option("--bundle", help="Whose encoder sees: a folder, or the name of a released one.")
@click.option("--photographs", "most", default=1200, show_default=True, help="At most, of each split.")
@click.option("--renderings", default=50, show_default=True, help="Of each sort, photographs made small too.")
def main(config: Path, root: Path, bundle: str | None, most: int, renderings: int) -> None:
    """Compare the measures with logistic regressions on them and on the encoder's features."""
    try:
        settings = load_config(config)
        captioner = Captioner.load(bundle)
        known, unseen = (
            [
                sort_of(name, images, captioner)
                for name, images in pictures(
                    photographs(settings, root, split, most), renderings, renderings, f"learned {split}"
                )
                if name != _LEFT_OUT
            ]
            for split in ("train", "dev")
        )
    except (BundleError, TrainingError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(compared(known, unseen))


if __name__ == "__main__":
    main()
