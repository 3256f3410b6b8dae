import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.workers.messages import Message, receive, send


@given(st.lists(st.tuples(st.dictionaries(st.sampled_from(["id", "say"]), st.text()), st.binary())))
def test_what_is_sent_is_received_and_then_nothing(sent: list[tuple[dict[str, str], bytes]]) -> None:
    stream = io.BytesIO()
    for header, payload in sent:
        send(stream, header, payload)
    stream.seek(0)
    assert [receive(stream) for _ in sent] == [Message(*each) for each in sent]
    assert receive(stream) is None


def test_a_message_whose_writer_died_is_none() -> None:
    stream = io.BytesIO()
    send(stream, {"id": 1}, b"sound")
    whole = stream.getvalue()
    for length in range(len(whole)):
        assert receive(io.BytesIO(whole[:length])) is None


def test_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        receive(io.BytesIO(b"Audio saved to somewhere\n"))
