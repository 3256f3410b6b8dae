"""Tables in Markdown, for cards, reports and terminals."""

from collections.abc import Iterable, Iterator, Sequence


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table without a newline at its end. Raises ValueError for a row that is not as long as the head."""
    return "\n".join(table_lines(head, rows))


def table_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of such a table, each as soon as its row is there."""
    yield _line(head)
    yield "|" + "---|" * len(head)
    for row in rows:
        if len(row) != len(head):
            raise ValueError(f"A row of {len(row)} cells in a table of {len(head)} columns: {row}")
        yield _line(row)


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
