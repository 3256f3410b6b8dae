from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.second.sentences import MOST, sentences_of, spoken_part


def said(*pieces: str) -> list[str]:
    return list(sentences_of(pieces))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A dog runs. A cat sleeps.", ["A dog runs.", "A cat sleeps."]),
        ("Dr. Smith stands at St. Mary's. He waves!", ["Dr. Smith stands at St. Mary's.", "He waves!"]),
        ("It costs 3.50 euros. Cheap?", ["It costs 3.50 euros.", "Cheap?"]),
        ('A sign says "Exit." A door is open.', ['A sign says "Exit."', "A door is open."]),
        ("- A dog\n- A cat\n", ["A dog.", "A cat."]),
        ("Here is what I see:\n\n1. A dog.", ["Here is what I see.", "A dog."]),
        ("A dog", ["A dog."]),
        ("一只狗。一只猫。", ["一只狗。", "一只猫。"]),
        ("...\n\n---\n***", []),
        ("", []),
    ],
)
def test_a_text_is_divided(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@given(st.lists(st.integers(1, 60)))
def test_it_does_not_matter_how_a_text_is_cut_into_pieces(cuts: list[int]) -> None:
    text = (
        "<think>A cat. Or a dog?</think>A **dog** runs on the beach. It is 3.5 years old! The end is near.\n"
    )
    pieces, place = [], 0
    for cut in cuts:
        pieces.append(text[place : place + cut])
        place += cut
    assert said(*pieces, text[place:]) == said(text)
    assert len(said(text)) == 3


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("<think>a cat</think>A dog.", "A dog."),
        ("A <thinking>hm</thinking>dog.", "A dog."),
        ("<THINK>a cat", ""),
        ("2 < 3 and <b>.", "2 < 3 and <b>."),
    ],
)
def test_thoughts_are_left_out(text: str, spoken: str) -> None:
    assert "".join(spoken_part([text])) == spoken
    assert "".join(spoken_part(text)) == spoken


def test_the_end_of_a_thought_alone_is_no_word_of_the_answer() -> None:
    assert said("Let me see. A cat?</think>A dog.")[-1] == "A dog."
    assert said("Hm, a cat</think>A dog.") == ["A dog."]


def test_what_is_repeated_is_said_once() -> None:
    assert said("A dog. A dog. A cat. A dog.") == ["A dog.", "A cat."]


def test_a_text_without_end_ends() -> None:
    def endless() -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"Dog number {'i' * number} runs. "

    assert len(list(sentences_of(endless()))) == MOST


def test_a_sentence_without_end_is_shortened() -> None:
    (sentence,) = said("a dog and " * 1000)[:1]
    assert len(sentence) < 350
    assert sentence.endswith("and so on.")
