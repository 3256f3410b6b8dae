"""CBOR, by the examples of RFC 8949, appendix A, and by bytes that are none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.picture.marks.cbor import read_cbor


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("00", 0),
        ("1903e8", 1000),
        ("1bffffffffffffffff", 2**64 - 1),
        ("3903e7", -1000),
        ("f93c00", 1.0),
        ("fb3ff199999999999a", 1.1),
        ("f4", False),
        ("f5", True),
        ("f6", None),
        ("c074323031332d30332d32315432303a30343a30305a", "2013-03-21T20:04:00Z"),
        ("4401020304", b"\x01\x02\x03\x04"),
        ("6449455446", "IETF"),
        ("63e6b0b4", "水"),
        ("8301820203820405", [1, [2, 3], [4, 5]]),
        ("a26161016162820203", {"a": 1, "b": [2, 3]}),
        ("7f657374726561646d696e67ff", "streaming"),
        ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
        ("bf6346756ef563416d7421ff", {"Fun": True, "Amt": -2}),
    ],
)
def test_examples_of_the_standard(data: str, value: object) -> None:
    assert read_cbor(bytes.fromhex(data)) == value


@pytest.mark.parametrize(
    "data", ["", "19", "62ff", "9bffffffffffffffff", "9f" * 40, "81" * 40, "a18000", "1c"]
)
def test_what_is_none(data: str) -> None:
    with pytest.raises(ValueError, match="CBOR"):
        read_cbor(bytes.fromhex(data))


@given(st.binary(max_size=300))
def test_all_bytes_end(data: bytes) -> None:
    with suppress(ValueError):
        read_cbor(data)
