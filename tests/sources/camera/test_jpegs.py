"""JPEGs out of a run of bytes, however it is cut and whatever stands in between."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from narrator.sources.camera import jpegs as module
from narrator.sources.camera.jpegs import TooLongError, jpegs
from tests.drawings import encoded, scene

SMALL = encoded(scene(48, 32), "JPEG")
PROGRESSIVE = encoded(scene(64, 48, 1).convert("RGB"), "JPEG", progressive=True)
RESTARTS = encoded(scene(64, 48, 2).convert("RGB"), "JPEG", restart_marker_blocks=2)


def with_thumbnail() -> bytes:
    """A JPEG in whose EXIF lies another one, with an end of its own."""
    exif = Image.Exif()
    exif[0x927C] = SMALL
    return encoded(scene(64, 48, 3).convert("RGB"), "JPEG", exif=exif)


PICTURES = [SMALL, PROGRESSIVE, RESTARTS, with_thumbnail()]


def pieces(content: bytes, sizes: Iterable[int]) -> Callable[[], bytes]:
    """Reads so many bytes at a time."""
    cuts = []
    for size in sizes:
        cuts.append(content[:size])
        content = content[size:]
    rest = iter([*(cut for cut in cuts if cut), *([content] if content else [])])
    return lambda: next(rest, b"")


@given(
    sizes=st.lists(st.integers(1, 3000), max_size=40),
    between=st.lists(st.binary(max_size=60).filter(lambda text: b"\xff" not in text), min_size=5, max_size=5),
)
def test_each_is_found_whole_however_the_bytes_come(sizes: list[int], between: list[bytes]) -> None:
    parts = [part for pair in zip(between, PICTURES, strict=False) for part in pair]
    content = b"".join([*parts, between[-1]])
    assert list(jpegs(pieces(content, sizes))) == PICTURES


def test_one_is_given_before_the_next_begins() -> None:
    asked: list[bytes] = [SMALL[:-1], SMALL[-1:], b"never"]
    found = jpegs(lambda: asked.pop(0))
    assert next(found) == SMALL
    assert asked == [b"never"]


def test_one_without_its_end_is_given_as_far_as_it_goes() -> None:
    assert list(jpegs(pieces(SMALL[:-2] + SMALL, [7]))) == [SMALL[:-2], SMALL]
    assert list(jpegs(pieces(SMALL[:-2], []))) == []
    assert list(jpegs(pieces(SMALL[:-2], []), rest=True)) == [SMALL[:-2]]


@pytest.mark.parametrize("content", [b"x", b"\xff\xd8\xff\xe0\xff\xff", SMALL[:-2] + b"x"])
def test_no_more_is_kept_than_a_picture_may_have(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 100_000)
    endless = pieces(content, [])
    with pytest.raises(TooLongError):
        list(jpegs(lambda: endless() or b"x" * 1000))


@given(content=st.binary())
def test_no_bytes_are_too_strange(content: bytes) -> None:
    list(jpegs(pieces(b"\xff\xd8\xff" + content, [3, 1, 4, 1, 5]), rest=True))
