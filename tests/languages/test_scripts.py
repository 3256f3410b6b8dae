import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from narrator.languages.scripts import has_han, language_of, runs_of

LETTERS = {
    "海辺を走る茶色の犬": "ja",
    "カタカナ": "ja",
    "ｲﾇ": "ja",
    "海边奔跑的棕色狗": "zh",
    "繁體字": "zh",
    "갈색 개가 해변을 달린다": "ko",
    "Коричневая собака бежит по пляжу": "ru",
    "Коричневий собака біжить пляжем": "uk",
    "Карычневы сабака бяжыць па пляжы, вясёлы, ў мора": "be",
    "Браон пас трчи по плажи, љубимац": "sr",
    "Ένας καφέ σκύλος": "el",
    "كلب بني يركض على الشاطئ": "ar",
    "سگ قهوه‌ای کوچک": "fa",
    "بھورا کتا": "ur",
    "כלב חום רץ": "he",
    "สุนัขสีน้ำตาลวิ่ง": "th",
    "भूरा कुत्ता": "hi",
    "ყავისფერი ძაღლი": "ka",
    "ཁྱི": "bo",
}


@pytest.mark.parametrize("text", LETTERS)
def test_letters_tell_the_language(text: str) -> None:
    assert language_of(text) == LETTERS[text]
    assert list(runs_of(text)) == [(text, LETTERS[text])]


@pytest.mark.parametrize("text", ["", "1999", "Ein brauner Hund läuft", "Ærø, naïve café", "…!", "😀"])
def test_latin_letters_and_signs_tell_none(text: str) -> None:
    assert language_of(text) is None
    assert list(runs_of(text)) == [(text, None)]


@pytest.mark.parametrize("text", ["5 µm of Ξ and Ω", "x² + π", "the letter я"])
def test_a_single_letter_is_no_word_of_another_language(text: str) -> None:
    assert list(runs_of(text)) == [(text, None)]


def test_a_single_letter_is_a_word_where_others_of_its_script_are() -> None:
    assert list(runs_of("Я и ты, кот в доме")) == [("Я и ты, кот в доме", "ru")]


def test_a_single_chinese_character_is_a_word() -> None:
    assert list(runs_of("A sign: 出. Next")) == [("A sign: ", None), ("出. ", "zh"), ("Next", None)]


def test_digits_after_a_space_belong_to_what_follows() -> None:
    runs = list(runs_of("Its text: 海辺の犬, 3匹. 640 by 480 pixels."))
    assert runs == [("Its text: ", None), ("海辺の犬, 3匹. ", "ja"), ("640 by 480 pixels.", None)]


def test_a_japanese_line_has_words_without_kana() -> None:
    assert [language for _, language in runs_of("東京 Tower の犬")] == ["ja", None, "ja"]


def test_the_stated_language_holds_where_it_is_written_in_these_letters() -> None:
    assert list(runs_of("東京", "ja")) == [("東京", "ja")]
    assert list(runs_of("東京タワー Tokyo Tower", "ja-JP")) == [("東京タワー Tokyo Tower", "ja-JP")]
    assert list(runs_of("Кафяво куче", "bg")) == [("Кафяво куче", "bg")]


def test_letters_contradict_a_stated_language_that_is_not_written_in_them() -> None:
    """Programs write their own language into every file, whatever people type."""
    assert list(runs_of("海辺を走る犬", "en-US")) == [("海辺を走る犬", "ja")]
    runs = list(runs_of("Ein Hund in Москва, lustig", "de"))
    assert runs == [("Ein Hund in ", "de"), ("Москва, ", "ru"), ("lustig", "de")]


@given(st.text() | st.text(st.sampled_from("犬のдогé a,.1ख़िก̈\0\ud800")))
@example("«犬» — (Tower) 12:05 нет!")
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    assert "".join(run for run, _ in runs_of(text)) == text
    assert "".join(run for run, _ in runs_of(text, "ja")) == text


def test_han_are_the_characters_of_chinese_origin() -> None:
    assert has_han("うみ辺")
    assert not has_han("うみべ カタカナー、 Dog")
