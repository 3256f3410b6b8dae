import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.errors import SecondError
from narrator.second.events import LONGEST_ANSWER, LONGEST_LINE, events_of


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_the_data_of_each_event_is_given(end: bytes) -> None:
    lines = [b": hello", b"event: x", b"data: one", b"", b"", b"data:two", b"data: lines", b"id: 3", b""]
    assert list(events_of([end.join(lines) + end])) == ["one", "two\nlines"]


@given(st.lists(st.integers(1, 8)))
def test_it_does_not_matter_how_a_stream_is_cut(cuts: list[int]) -> None:
    stream = "data: ä\r\n\r\ndata: 1\rdata: 2\n\n: c\n\ndata: last".encode()
    chunks, place = [], 0
    for cut in cuts:
        chunks.append(stream[place : place + cut])
        place += cut
    assert list(events_of([*chunks, stream[place:]])) == ["ä", "1\n2", "last"]


@pytest.mark.parametrize("length", [LONGEST_LINE + 1, LONGEST_ANSWER + 1])
def test_what_never_ends_is_refused(length: int) -> None:
    with pytest.raises(SecondError, match="too long"):
        list(events_of([b"x" * length]))
    with pytest.raises(SecondError, match="too long"):
        list(events_of(b"data: x\n\n" for _ in range(LONGEST_ANSWER)))


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert list(events_of([b"data: \xff\xfe\n\n"])) == ["\ufffd\ufffd"]
