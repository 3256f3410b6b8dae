from collections.abc import Iterator

import pytest

from training.terminal.markdown import markdown_table, table_lines


def test_a_table_has_a_line_for_its_head_the_rule_and_each_row() -> None:
    assert markdown_table(["encoder", "seconds"], [("vgg", 2), ("alexnet", "")]).splitlines() == [
        "| encoder | seconds |",
        "|---|---|",
        "| vgg | 2 |",
        "| alexnet |  |",
    ]


def test_lines_come_with_their_rows() -> None:
    asked = []

    def rows() -> Iterator[tuple[int]]:
        for number in range(2):
            asked.append(number)
            yield (number,)

    lines = table_lines(["number"], rows())
    assert [next(lines) for _ in range(3)] == ["| number |", "|---|", "| 0 |"]
    assert asked == [0]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 cells in a table of 2 columns"):
        markdown_table(["encoder", "seconds"], [("vgg", 1, 2)])
