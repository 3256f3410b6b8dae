import pytest

from narrator.description import Candidate, Translated
from training.translation.choosing import WAYS

SAMPLES = [
    Candidate(caption="a cat sits", log_prob=-0.5),
    Candidate(caption="a dog runs", log_prob=-0.6, count=2),
    Candidate(caption="a dog runs fast", log_prob=-0.7),
]
TEXTS = [
    ("Eine Katze sitzt.", False, -0.9),
    ("Ein Hund rennt.", False, -0.5),
    ("Ein Hund rennt.", True, -1.0),
]


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("the English winner", 0),
        ("the first sure translation", 2),
        ("p(caption) times p(translation)", 1),
        ("consensus in English", 2),
        ("consensus of the translations", 1),
    ],
)
def test_each_way_chooses_its_own(way: str, place: int) -> None:
    translations = [
        Translated(source=sample.caption, text=text, within=text, kept=(), sure=sure, log_prob=log_prob)
        for sample, (text, sure, log_prob) in zip(SAMPLES, TEXTS, strict=True)
    ]
    assert WAYS[way](SAMPLES, translations) == place


def test_where_none_is_sure_the_winner_is_told() -> None:
    unsure = [
        Translated(source=each.caption, text="Es.", within="es", kept=(), sure=False, log_prob=-1.0)
        for each in SAMPLES
    ]
    assert WAYS["the first sure translation"](SAMPLES, unsure) == 0
