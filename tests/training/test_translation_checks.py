import numpy as np
import pytest
import torch

from models.translator import Translator
from tests.training.test_translate import SMALL
from tests.training.translation.test_lexicon import PAIRS
from training.translation.dictionary import learn_dictionary, things_named
from training.translation.looks import Looks
from training.translation.pairs import Pair
from training.translation.subwords import LearnedSubwords
from training.translation_checks import compare, least_looked_at


@pytest.fixture(scope="module")
def subwords() -> LearnedSubwords:
    return LearnedSubwords.learn((text for pair in PAIRS for text in (pair.source, pair.target)), 50)


def test_ways_to_notice_side_by_side(subwords: LearnedSubwords) -> None:
    torch.manual_seed(1)
    translator = Translator(SMALL, len(subwords))
    table = compare(PAIRS[:8], learn_dictionary(PAIRS), translator, subwords, things_named(PAIRS))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert rows[0] == ["", "false alarms", "dropped", "exchanged", "added"]
    assert rows[2][:2] == ["the dictionary", "0.0%"]
    assert rows[2][2:] == ["100.0%"] * 3
    assert [row[0] for row in rows[3:]] == ["attention in layer 1", "the least probable subword"]


def test_the_thing_that_is_looked_at_least(subwords: LearnedSubwords) -> None:
    pair = Pair(source="a dog", target="Un hund")
    places = len(subwords.encode("a")), len(subwords.encode("dog"))
    said = len(subwords.encode("Un")), len(subwords.encode("hund"))
    attention = np.zeros((sum(said) + 1, sum(places) + 1))
    attention[said[0], places[0]] = 0.7  # "hund" looks at "dog"
    attention[0, 0] = 0.2
    found = Looks(attention=(attention,), log_probs=np.zeros(len(attention)))
    assert least_looked_at(found, 0, pair, subwords, frozenset({"hund"})) == pytest.approx(0.7)
    assert least_looked_at(found, 0, pair, subwords, frozenset({"katze"})) == 1.0
