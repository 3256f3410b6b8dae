"""Sentences keep the languages of what they are made of."""

from dataclasses import replace

import pytest

from narrator.description import Agreement, Candidate, Description, Text, Written
from narrator.languages.passages import passages_of
from narrator.phrasing import (
    alternatives,
    announcement,
    answer,
    burst_sentence,
    caption_sentence,
    comparison,
    sentence,
)

DOG = Candidate(caption="a dog runs on a beach", log_prob=-0.6, count=7)
CAT = Candidate(caption="a cat sits on a chair", log_prob=-0.9, count=3)
DESCRIPTION = Description(candidates=(DOG, CAT), bundle="tiny 1", size=(640, 480))
AGREED = replace(DESCRIPTION, agreement=Agreement(sentence="All ten say a dog.", words={"dog": 10}))
GERMAN = Written(text="ein brauner Hund am Strand", by="person", language="de-AT")
IN_GERMAN = replace(AGREED, written=GERMAN)


@pytest.mark.parametrize(
    "said",
    [
        sentence(IN_GERMAN),
        sentence(IN_GERMAN, "holiday"),
        sentence(replace(IN_GERMAN, candidates=(), kind="blank", colours=("red",))),
        alternatives(IN_GERMAN, "holiday"),
        alternatives(replace(IN_GERMAN, candidates=(DOG,))),
        announcement(IN_GERMAN, words=None, verbosity="full", place="Holiday", name="sea.jpg"),
        answer(IN_GERMAN, words=None, verbosity="full"),
        comparison(IN_GERMAN),
        burst_sentence(4, "Holiday", ["A cat.", caption_sentence(IN_GERMAN)]),
    ],
)
def test_a_persons_words_keep_their_language_in_whatever_is_said(said: str) -> None:
    languages = {passage.text.strip(): passage.language for passage in passages_of(said)}
    assert languages.pop("Ein brauner Hund am Strand.") == "de-AT"
    assert set(languages.values()) == {None}
    assert "Described by its author: Ein brauner Hund am Strand. " in said


def test_names_and_text_in_other_letters_have_their_language() -> None:
    read = replace(DESCRIPTION, text=Text(lines=("Выход", "Exit"), engine="made"))
    said = announcement(read, words=None, verbosity="normal", place="海辺で", name="갈색 개")
    assert [(passage.text, passage.language) for passage in passages_of(said)] == [
        ("海辺で, ", "ja"),
        ("갈색 개: ", "ko"),
        ("A dog runs on a beach. There is text: ", None),
        ("Выход, ", "ru"),
        ("Exit.", None),
    ]
