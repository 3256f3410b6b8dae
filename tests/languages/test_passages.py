import copy
import json
import pickle

from narrator.languages.passages import Multilingual, Passage, in_language, joined, passages_of

GERMAN = in_language("Ein brauner Hund.", "de-DE")


def languages(text: str) -> list[tuple[str, str | None]]:
    return [(passage.text, passage.language) for passage in passages_of(text)]


def test_joined_texts_keep_their_languages_and_read_like_any_text() -> None:
    text = joined(["Described by its author:", GERMAN, "A dog."])
    assert text == "Described by its author: Ein brauner Hund. A dog."
    assert json.dumps(text) == f'"{text}"'
    assert languages(text) == [
        ("Described by its author: ", None),
        ("Ein brauner Hund. ", "de-DE"),
        ("A dog.", None),
    ]


def test_joined_again_they_still_keep_them() -> None:
    burst = joined(["Two pictures:", joined(["First:", GERMAN]), joined(["Second:", GERMAN])])
    assert [language for _, language in languages(burst)] == [None, "de-DE", None, "de-DE"]


def test_copies_keep_them_too() -> None:
    for copied in (copy.deepcopy(GERMAN), pickle.loads(pickle.dumps(GERMAN))):
        assert copied == GERMAN
        assert languages(copied) == languages(GERMAN)


def test_neighbours_of_one_language_are_one_passage() -> None:
    assert languages(joined(["One.", "Two.", GERMAN, GERMAN])) == [
        ("One. Two. ", None),
        ("Ein brauner Hund. Ein brauner Hund.", "de-DE"),
    ]


def test_a_plain_text_has_the_languages_of_its_letters() -> None:
    assert languages("A dog.") == [("A dog.", None)]
    assert languages("The file is 海边.") == [("The file is ", None), ("海边.", "zh")]
    assert languages("") == []


def test_tags_that_name_no_language_state_none() -> None:
    for tag in (None, "", "x-default", "und", "mul", "zxx"):
        assert not isinstance(in_language("A dog.", tag), Multilingual)


def test_stated_and_unstated_words_in_one_script_differ() -> None:
    text = joined([in_language("Кафяво куче.", "bg"), "собака"])
    assert passages_of(text) == (
        Passage(text="Кафяво куче. ", language="bg"),
        Passage(text="собака", language="ru"),
    )


def test_joining_nothing_is_no_text() -> None:
    assert joined([]) == ""
    assert joined(["a", "b"], ", ") == "a, b"
