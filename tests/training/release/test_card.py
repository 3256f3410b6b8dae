"""The model card: what it says of networks that are put together from several."""

from pathlib import Path

import pytest

from tests.places import CONFIGS
from training.config import load_config
from training.data.datasets import Example
from training.evaluate import BEAM, SPOKEN, Evaluation
from training.release.card import model_card

EXAMPLES = {"flickr8k": [Example(picture=Path("dog.jpg"), captions=("A dog runs.",))]}


def evaluated() -> list[Evaluation]:
    return [
        Evaluation(dataset="flickr8k", method=method.name, captions=("a dog runs",), scores={"CIDEr-D": 0.5})
        for method in (SPOKEN, BEAM)
    ]


@pytest.mark.parametrize(
    ("config", "network", "command"),
    [
        (
            "inception-tuned",
            "Encoder: inception_v3, trained here after Mixed_6e; decoder: topdown, 512 units.",
            "python -m training.train CONFIG --data ROOT --cache CACHE --out RUN\n",
        ),
        (
            "inception-mobilenet",
            "inception_v3, trained here after Mixed_6e, and mobilenet_v2, trained here after features.16; ",
            "python -m training.widen CONFIG --data ROOT --weights WEIGHTS --out WIDE\n",
        ),
        (
            "joint-pair",
            "decoder: topdown, 512 units and transformer, 512 units.",
            "python -m training.combine --out RUN --encoder WEIGHTS TOPDOWN TRANSFORMER\n",
        ),
    ],
)
def test_a_card_tells_all_parts_and_how_they_were_made(config: str, network: str, command: str) -> None:
    card = model_card(load_config(CONFIGS / f"{config}.toml"), evaluated(), evaluated(), EXAMPLES)
    assert network in card
    assert command in card
