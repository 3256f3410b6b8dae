from pathlib import Path

import pytest

from narrator.description import Candidate
from narrator.translation.translator import Translator
from tests.tiny_translator import write_tiny_translator
from training.translated import by_way, by_width
from training.translation.pairs import Pair
from training.translation.pictures import Described


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_translator(tmp_path_factory.mktemp("models") / "translator-de")


def cells(table: str) -> dict[str, list[str]]:
    """Each row of a table by its first cell."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {row[0]: row[1:] for row in rows}


def test_widths_of_the_beam_side_by_side(bundle: Path) -> None:
    pairs = [
        Pair(source="a dog and a cat", target="Ein Hund und ein Katze."),
        Pair(source="two horse and a dog", target="zwei pferd und ein hund"),
    ]
    rows = cells(by_width(bundle, pairs))
    assert {"greedy", "beam 2", "beam 4", "beam 8"} < rows.keys()
    assert 0 < float(rows["greedy"][0]) < 100
    assert rows["beam 4"][1] == "50.0%"  # a horse is no "Hund"


def test_ways_to_choose_side_by_side(bundle: Path) -> None:
    described = [
        Described(picture=Path(f"{number}.jpg"), english=(english,), other=(other,))
        for number, (english, other) in enumerate(
            [("a horse runs", "Ein Katze rennt."), ("a dog sits", "Ein Hund sitzt.")]
        )
    ]
    samples = [
        (Candidate(caption="a horse runs", log_prob=-0.1), Candidate(caption="a cat runs", log_prob=-0.2)),
        (Candidate(caption="a dog sits", log_prob=-0.1),),
    ]
    rows = cells(by_way(Translator.load(bundle), described, samples))
    english, winner, sure = (
        float(rows[name][0]) for name in ("English", "the English winner", "the first sure translation")
    )
    assert english > winner
    assert sure > winner
    assert rows["the English winner"][2] == "+0.000"
