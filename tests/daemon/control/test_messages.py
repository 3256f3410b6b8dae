"""Lines are read as what was written, and anything else is refused with a sentence."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.daemon.control.messages import (
    LONGEST_REQUEST,
    VERBS,
    MessageError,
    Request,
    read_reply,
    read_request,
    write_refusal,
    write_reply,
    write_request,
)
from narrator.errors import DaemonError

text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
whatever_json_says = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(VERBS), st.dictionaries(text, whatever_json_says, max_size=5))
def test_a_request_is_read_as_it_was_written(verb: str, arguments: dict[str, object]) -> None:
    line = write_request(Request(verb=verb, arguments=arguments))
    assert line.count(b"\n") == 1
    assert read_request(line) == Request(verb=verb, arguments=arguments)


@given(st.dictionaries(text, whatever_json_says, max_size=5))
def test_a_reply_is_read_as_it_was_written(reply: dict[str, object]) -> None:
    assert read_reply(write_reply(reply)) == {**reply, "version": 1, "ok": True}


def test_a_refusal_is_the_error_that_a_person_reads() -> None:
    with pytest.raises(DaemonError, match=r"^It rains; take an umbrella\.$"):
        read_reply(write_refusal("It rains; take an umbrella."))


def test_the_sentence_of_another_versions_daemon_is_read_and_nothing_else_of_it() -> None:
    with pytest.raises(DaemonError, match=r"^That was long ago; update\.$"):
        read_reply(b'{"version": 2, "ok": false, "error": "That was long ago; update."}\n')
    with pytest.raises(MessageError, match="another version"):
        read_reply(b'{"version": 2, "ok": true}\n')


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (b"status", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"", "not JSON"),
        (b"[" * 60_000, "not JSON"),
        (b'{"version": 1' + b"0" * 50_000 + b"}", "not JSON"),
        (b'["status"]', "not an object"),
        (b'{"verb": "status"}', "version 1"),
        (b'{"version": 2, "verb": "status"}', "version 1"),
        (b'{"version": 1}', "no verb"),
        (b'{"version": 1, "verb": ["stop"]}', "no verb"),
        (b'{"version": 1, "verb": "stauts"}', "try status"),
        (b'{"version": 1, "verb": "xylophone"}', "repeat, more, stop"),
        (b'{"version": 1, "verb": "status", "arguments": [1]}', "arguments"),
    ],
)
def test_what_is_no_request_is_refused_with_a_sentence(line: bytes, part: str) -> None:
    with pytest.raises(MessageError, match=part) as refusal:
        read_request(line)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "arguments",
    [{"paths": ["/a\0b"]}, {"own": {"\0": 1}}, {"words": "half \ud800"}, {"paths": [[{"a": ["\0"]}]]}],
)
def test_letters_that_no_name_can_have_are_refused(arguments: dict[str, object]) -> None:
    line = write_request(Request(verb="describe", arguments=arguments))
    with pytest.raises(MessageError, match="letters in it that no name can have; send it without"):
        read_request(line)


def test_a_name_that_is_no_utf_8_is_as_good_as_any() -> None:
    request = Request(verb="describe", arguments={"paths": [os.fsdecode(b"/a\xffb")]})
    assert read_request(write_request(request)) == request


def test_a_long_unknown_verb_is_not_repeated_in_full() -> None:
    with pytest.raises(MessageError) as refusal:
        read_request(json.dumps({"version": 1, "verb": "stop" * 10_000}).encode())
    assert len(str(refusal.value)) < 300


@given(st.binary())
def test_whatever_the_line_only_a_message_error_comes_of_it(line: bytes) -> None:
    with pytest.raises(MessageError):
        read_request(line)


def test_what_is_too_long_is_refused_before_it_is_sent() -> None:
    with pytest.raises(MessageError, match="name fewer"):
        write_request(Request(verb="describe", arguments={"paths": ["x" * LONGEST_REQUEST]}))
    with pytest.raises(DaemonError, match="ask for less"):
        read_reply(write_reply({"text": "x" * 1024 * 1024}))
