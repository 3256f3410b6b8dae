import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.second.letters import clean, shortened


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**A dog** and a `cat`.", "A dog and a cat."),
        ("# A dog\n* one\n2. two", "A dog one two"),
        ("See [the dog](http://x.example/a) here.", "See the dog here."),
        ("\x1b[31mA dog\x1b[0m.\x1b]0;title\x07", "A dog."),
        ("\x9b31mA\x07 dog", "1mA dog"),
        ("A \u202egod\u202c \u2066dog\u2069.", "A god dog."),
        ("A do\u00ad\u200bg.", "A dog."),
        ("half a letter \ud800 and \ufffd.", "half a letter and."),
        ("Ein Hund läuft über die Straße.", "Ein Hund läuft über die Straße."),
        ("| A | B |\n|---|---|\n| dog | cat |", "A B dog cat"),
        ("5 - 3 = 2 * 1", "5 - 3 = 2 1"),
    ],
)
def test_somebody_elses_words_become_one_line(written: str, read: str) -> None:
    assert clean(written) == read


@given(st.text())
def test_whatever_comes_can_be_printed_and_stays_so(text: str) -> None:
    assert clean(text).isprintable()
    assert "  " not in clean(text)


def test_a_long_text_ends_between_two_words() -> None:
    assert shortened("a dog and a cat", 9) == "a dog and so on"
    assert shortened("a dog", 9) == "a dog"
