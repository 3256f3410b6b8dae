from random import Random

from narrator.looking.text.order import rows
from narrator.looking.text.reader import Piece
from tests.looking.text.readers import piece


def texts(*pieces: Piece) -> list[str]:
    """The rows, whatever order the pieces were found in."""
    shuffled = list(pieces)
    orders = set()
    for seed in range(5):
        Random(seed).shuffle(shuffled)
        orders.add(tuple(" ".join(piece.text for piece in row) for row in rows(shuffled)))
    (order,) = orders
    return list(order)


def column(words: str, left: float, top: float = 0) -> list[Piece]:
    return [piece(f"{word} and more of these words", left, top + 20 * i) for i, word in enumerate(words)]


def test_nothing_has_no_rows() -> None:
    assert rows([]) == []


def test_a_line_is_read_from_the_left_even_if_it_is_a_little_slanted() -> None:
    assert texts(piece("wide", 60, 3), piece("the", 0, 0), piece("world", 90, 4)) == ["the wide world"]


def test_lines_are_read_from_the_top() -> None:
    assert texts(piece("last", 0, 40), piece("first", 5, 0), piece("second", 0, 20)) == [
        "first",
        "second",
        "last",
    ]


def test_columns_are_read_one_after_the_other() -> None:
    found = texts(*column("abc", 0), *column("xyz", 200))
    assert [line[0] for line in found] == list("abcxyz")


def test_three_columns_too() -> None:
    found = texts(*column("abc", 0), *column("mno", 200), *column("xyz", 400))
    assert [line[0] for line in found] == list("abcmnoxyz")


def test_a_heading_over_columns_is_read_where_it_stands() -> None:
    first = piece("a heading that is as wide as both of the columns together are", 0, 0)
    second = piece("one more such heading that is as wide as both columns are here", 0, 100)
    found = texts(first, *column("ab", 0, 30), *column("xy", 200, 30), second, *column("cd", 0, 130))
    assert [line[:5] for line in found] == [
        "a hea",
        "a and",
        "b and",
        "x and",
        "y and",
        "one m",
        "c and",
        "d and",
    ]


def test_prices_belong_to_their_lines() -> None:
    menu = [
        ("soup of the day with bread", "5.00"),
        ("pie with peas and gravy", "9.50"),
        ("a cup of tea here", "2.00"),
    ]
    pieces = [piece(text, 300 * j, 20 * i) for i, line in enumerate(menu) for j, text in enumerate(line)]
    assert texts(*pieces) == [f"{dish} {price}" for dish, price in menu]
