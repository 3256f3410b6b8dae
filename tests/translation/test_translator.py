"""Captions in another language: what is said, what is kept, and what is not sure."""

import pytest

from narrator.translation.translator import Translator, as_sentence
from tests.tiny_translator import write_tiny_translator


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> Translator:
    return Translator.load(write_tiny_translator(tmp_path_factory.mktemp("shelf") / "translator-de"))


def test_captions_become_sentences(translator: Translator) -> None:
    dog, cat = translator.translate(["a dog runs", "a cat sits"])
    assert (dog.source, dog.text, dog.sure) == ("a dog runs", "Ein Hund rennt.", True)
    assert (dog.within, dog.kept) == ("ein Hund rennt", ())
    assert (cat.text, cat.sure) == ("Ein Katze sitzt.", True)
    assert dog.log_prob == pytest.approx(0, abs=1e-3)
    assert translator.language == "de"


def test_a_wrong_thing_is_not_sure(translator: Translator) -> None:
    (told,) = translator.translate(["a horse runs"])
    assert (told.text, told.sure) == ("Ein Hund rennt.", False)


@pytest.mark.parametrize(
    ("caption", "text", "kept"),
    [
        ("a zebra runs", "Ein zebra rennt.", "zebra"),
        ("a dog sits and 17", "Ein Hund sitzt und 17.", "17"),
        ('a "Dog Runs" sits', 'Ein "Dog Runs" sitzt.', '"Dog Runs"'),
        ("a \u201cdog\u201d sits", "Ein \u201cdog\u201d sitzt.", "\u201cdog\u201d"),
    ],
)
def test_what_is_not_translated_stays_in_its_place(
    translator: Translator, caption: str, text: str, kept: str
) -> None:
    (told,) = translator.translate([caption])
    assert (told.source, told.text, told.kept, told.sure) == (caption, text, (kept,), True)


def test_more_unknown_words_than_stand_ins_are_not_sure(translator: Translator) -> None:
    (told,) = translator.translate(["a zebra and a giraffe"])
    assert not told.sure


def test_no_captions(translator: Translator) -> None:
    assert translator.translate([]) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ein Hund", "Ein Hund."),
        ("Ein Hund .", "Ein Hund."),
        ("Hunde spielen!", "Hunde spielen."),
        ("\u00e4ltere Frau", "\u00c4ltere Frau."),
        ("", ""),
    ],
)
def test_a_sentence_begins_and_ends_like_one(text: str, sentence: str) -> None:
    assert as_sentence(text) == sentence
