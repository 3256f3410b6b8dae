"""No number is lost and no letter spelt because it is written in another shape."""

# letters that look like others are what this is about

import unicodedata

import pytest

from narrator.languages.letters import plain_letters, without_foreign_marks


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bus ٢٥", "Bus 25"),
        ("३ कुत्ते", "3 कुत्ते"),
        ("①②, ❶ ⑩", " 1  2 ,  1   10 "),
        ("𝐒𝐀𝐋𝐄 ＡＢＣ", "SALE ABC"),
        ("ﬁsh, ⅣⅫ", "fish, IVXII"),
        ("⅐ of it", "1/7 of it"),
        ("30 ㎡", "30 m2"),
        ("½ x² 5 € – naïve „Ærø“ 犬 ñ ễ 😀", "½ x² 5 € – naïve „Ærø“ 犬 ñ ễ 😀"),
    ],
)
def test_shapes_become_plain(written: str, read: str) -> None:
    assert plain_letters(written) == read


def test_digits_of_all_scripts_are_read() -> None:
    digits = [chr(place) for place in range(0x110000) if unicodedata.category(chr(place)) == "Nd"]
    assert len(digits) > 600
    assert {plain_letters(digit) for digit in digits} == set("0123456789")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nguyễn Văn Đức", "Nguyen Văn Duc"),
        ("Ștefan, ılık", "Stefan, ilik"),
        ("Dvořák, Łódź, Erdoğan, Ærø, ελληνικά, й", "Dvořák, Łódź, Erdoğan, Ærø, ελληνικά, й"),
    ],
)
def test_marks_that_a_foreign_voice_spells_are_left_out(written: str, read: str) -> None:
    assert without_foreign_marks(written) == read
