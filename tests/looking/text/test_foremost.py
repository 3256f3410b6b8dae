"""What of a text is said unasked."""

from dataclasses import replace

import pytest

from narrator.description import Text
from narrator.looking.text.foremost import foremost
from narrator.looking.text.reader import Piece
from narrator.phrasing import spoken_text
from tests.looking.text.readers import piece

LEAST = 0.8


def said(*pieces: Piece) -> tuple[str, ...]:
    return foremost([pieces], LEAST)


def test_the_largest_comes_first_and_what_is_as_large_in_reading_order() -> None:
    small = [piece("Keep in a cool place", 0, 200 + 30 * i, height=10) for i in range(1)]
    assert said(*small, piece("with almonds", 0, 100, height=22), piece("CRUNCH", 0, 0, height=60)) == (
        "CRUNCH",
        "with almonds",
        "Keep in a cool place",
    )
    assert said(piece("second", 0, 50, height=21), piece("first", 0, 0, height=20)) == ("first", "second")


@pytest.mark.parametrize("brand", ["KIRKLAND", "INSPIRON 1545", "Nutella", "7UP!", "Häagen-Dazs", "茶"])
def test_names_that_no_dictionary_has_are_said(brand: str) -> None:
    assert said(piece(brand, score=0.97)) == (brand,)


def test_each_is_said_once() -> None:
    assert said(piece("OPEN"), piece("Open", 0, 30), piece("o-p-e-n.", 0, 60)) == ("OPEN",)


@pytest.mark.parametrize(
    ("text", "score"),
    [("xkwq vorn", 0.85), ("ists", 0.89), ("mg", 0.94), ("2634", 0.94), ("|/-=| a", 1.0), ("7", 1.0)],
)
def test_what_is_doubtful_or_mostly_signs_is_not_said(text: str, score: float) -> None:
    assert said(piece(text, score=score)) == ()


def test_small_numbers_and_codes_come_after_words() -> None:
    found = said(
        piece("4006381333931", 0, 0, height=40),
        piece("2.99", 0, 50),
        piece("Milk", 0, 80),
        piece("28", 0, 100, height=40),
    )
    assert found == ("28", "Milk", "2.99", "4006381333931")


def test_of_a_doubtful_line_the_sure_words_are_said() -> None:
    line = replace(piece("Aupe Mac review Watch", score=0.83), scores=(0.6, 0.97, 0.91, 0.99))
    assert said(line) == ("Mac review Watch",)
    assert said(replace(line, scores=())) == ()
    assert said(replace(line, scores=(0.99, 0.99))) == (), "scores of other words than these say nothing"


def test_a_slanted_line_in_a_high_box_is_not_taken_for_large_letters() -> None:
    slanted = Piece(text="a long line that climbs a little", score=1, left=0, right=320, top=0, bottom=120)
    assert said(slanted, piece("TITLE", 0, 200, height=40)) == ("TITLE", "a long line that climbs a little")


def test_how_many_lines_there_are_besides_is_said() -> None:
    lines = ("NIGHT TIME", "xk Mac wq", "small print", "small print", "more of it")
    text = Text(lines=lines, engine="made", foremost=("NIGHT TIME", "Mac"))
    assert spoken_text(text) == "NIGHT TIME, Mac and 2 more lines"
    assert spoken_text(Text(lines=lines, engine="made", foremost=())) == ""


def test_a_line_that_goes_on_is_not_cut_by_a_pause() -> None:
    text = Text(lines=(), engine="made", foremost=("The ferry leaves", "every morning.", "www.ferry.example"))
    assert spoken_text(text) == "The ferry leaves every morning, www.ferry.example"


def test_old_journals_say_their_first_lines() -> None:
    assert spoken_text(Text(lines=("Exit", "Exit", "Way out"), engine="made")) == "Exit, Way out"
