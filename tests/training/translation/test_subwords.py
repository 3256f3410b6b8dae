from pathlib import Path

import pytest

from narrator.captioning.vocabulary import END, PAD, SPECIAL_TOKENS, START, UNKNOWN
from tests.training.translation.language import sentences
from training.translation.subwords import LearnedSubwords


@pytest.fixture(scope="module")
def subwords() -> LearnedSubwords:
    return LearnedSubwords.learn((text for pair in sentences() for text in pair), 50)


def test_a_sentence_comes_back(subwords: LearnedSubwords) -> None:
    ids = subwords.encode("a blue cat sits")
    assert subwords.decode(ids) == "a blue cat sits"
    assert min(ids) >= len(SPECIAL_TOKENS)


def test_nothing_behind_the_end_is_said(subwords: LearnedSubwords) -> None:
    cat, dog = subwords.encode("a cat"), subwords.encode("a dog")
    assert subwords.decode([START, *cat, UNKNOWN, END, *dog, PAD]) == "a cat"


def test_while_learning_the_same_sentence_comes_in_other_pieces(subwords: LearnedSubwords) -> None:
    cut = {tuple(subwords.encode("a blue cat sits", skipped=0.5)) for _ in range(20)}
    assert len(cut) > 1
    assert {subwords.decode(ids) for ids in cut} == {"a blue cat sits"}


def test_what_was_saved_is_loaded(subwords: LearnedSubwords, tmp_path: Path) -> None:
    subwords.save(tmp_path / "subwords.model")
    loaded = LearnedSubwords.load(tmp_path / "subwords.model")
    assert loaded.encode("a red dog") == subwords.encode("a red dog")
    assert len(loaded) == len(subwords) == 50
