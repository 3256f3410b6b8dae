"""What `narrator read` says of a picture, page after page and part after part."""

from collections.abc import Iterator, Sequence

import pytest
from PIL import Image

from narrator.errors import TextError
from narrator.looking.text.reader import Piece
from narrator.picture.opening import open_picture
from narrator.terminal.reading import read_aloud
from narrator.terminal.requests import Request
from narrator.terminal.results import Result
from tests.looking.text.readers import MadeReader, piece


class PartReader(MadeReader):
    """Finds the next of some texts in each part; None stands for a part that it fails at."""

    def __init__(self, *texts: str | None) -> None:
        super().__init__()
        self.texts = iter(texts)

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        text = next(self.texts)
        if text is None:
            raise TextError("The text in this picture could not be read; cut out the part with the text.")
        return [piece(line, 0, image.height / 2) for line in text.splitlines()]


def results(*texts: str | None) -> Iterator[Result]:
    scrolled = Image.new("RGB", (400, 2100))
    request = Request(label="chat.png", name="chat.png", source=lambda: open_picture(scrolled))
    return read_aloud(request, PartReader(*texts), named=False)


def test_each_part_of_a_scrolled_page_is_told_as_soon_as_it_is_read() -> None:
    reading = results("Good morning", "Good night", None, None)
    assert next(reading).spoken == "Part 1 of 4. Its text, 1 line: Good morning."
    second = next(reading)
    assert (second.lines, second.spoken) == (
        ("Good night",),
        "Part 2 of 4. Its text, 1 line: Good night.",
    )
    assert second.record == {}


def test_of_its_last_part_comes_the_record_of_all() -> None:
    *_, last = results("Good morning", "", "Good night", "Goodbye")
    assert last.record["pages"] == [{"lines": ["Good morning", "Good night", "Goodbye"]}]
    assert str(last.record["spoken"]).count("Part ") == 4


def test_a_part_without_text_prints_nothing() -> None:
    _, second, *_ = results("Good morning", "", "", "")
    assert (second.lines, second.spoken) == ((), "Part 2 of 4. No text was found.")


def test_what_was_read_stays_where_the_rest_cannot_be_read() -> None:
    first, second = results("Good morning", None)
    assert first.described
    assert not second.described
    assert second.spoken.startswith("Part 2 of 4. The text in this picture could not be read")
    error = "The text in this picture could not be read; cut out the part with the text."
    assert second.record["pages"] == [{"lines": ["Good morning"], "error": error}]


def test_where_nothing_was_read_that_is_all() -> None:
    with pytest.raises(TextError, match="could not be read"):
        next(results(None))


def test_lines_for_which_no_time_was_left_are_counted() -> None:
    request = Request(label="a.png", name="a.png", source=lambda: open_picture(Image.new("RGB", (300, 200))))
    reader = MadeReader(piece("Exit"), piece("", top=20), piece("", top=40))
    (result,) = read_aloud(request, reader, named=False)
    assert result.lines == ("Exit", "2 more lines were found and not read in time.")
    assert result.spoken == "Its text, 1 line: Exit. 2 more lines were found and not read in time."
    (result,) = read_aloud(request, MadeReader(piece("")), named=False)
    assert result.lines == ("1 more line was found and not read in time.",)
