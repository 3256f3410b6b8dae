"""What is logged of trouble that comes often."""

import asyncio
import errno
import io
import logging
import re
from collections.abc import Callable

import pytest
from starlette.types import Receive, Scope, Send

from narrator.web.sparing import OneLine, Sparing
from tests.web.gates import answered


def test_the_first_of_a_kind_is_told_and_the_others_are_summed_up() -> None:
    async def play() -> None:
        sums: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        sparing = Sparing(0.3)

        def tell(kind: str) -> bool:
            return sparing.is_told(kind, lambda kind, untold: sums.put_nowait((kind, untold)))

        assert [tell(kind) for kind in ("a", "a", "b", "a")] == [True, False, True, False]
        assert await sums.get() == ("a", 2)
        assert tell("a") is False  # it goes on, and is summed up again
        assert await sums.get() == ("a", 1)
        while not tell("a"):  # once it has been quiet for as long
            await asyncio.sleep(0.7)

    asyncio.run(play())


def log_into(stream: io.StringIO, clock: Callable[[], float] = lambda: 0.0) -> logging.Logger:
    """A log of its own, and no other test's."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(OneLine(10, clock=clock))
    log = logging.Logger("asyncio")
    log.addHandler(handler)
    return log


def test_thousands_of_tracebacks_of_a_library_are_a_line() -> None:
    now = 0.0
    stream = io.StringIO()
    log = log_into(stream, lambda: now)

    def trouble() -> None:
        try:
            raise OSError(errno.EMFILE, "a picture's name")
        except OSError as error:
            log.error("socket.accept() out of system resource\nsocket: %s", "a socket", exc_info=error)

    for _ in range(3000):
        trouble()
    now = 10.0
    trouble()
    first, second = stream.getvalue().splitlines()
    assert re.fullmatch(r"asyncio: OSError, Too many open files, at test_sparing\.py:\d+", first)
    assert second == f"{first} (and 2999 times before)"


def test_addresses_in_memory_make_no_kinds_and_other_kinds_are_few() -> None:
    stream = io.StringIO()
    log = log_into(stream)
    for number in range(1000):
        log.error(f"Task was destroyed but it is pending: <Task at 0x7f00{number:x}>\nsource")
    assert stream.getvalue() == "asyncio: Task was destroyed but it is pending: <Task at 0x...>\n"
    for number in range(1000):
        log.error("other %d", number)
    (filtering,) = log.handlers[0].filters
    assert isinstance(filtering, OneLine)
    assert len(filtering._kinds) < 1000


def test_of_a_fault_the_log_tells_the_place_and_nothing_that_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError(" ".join(["a", "caption"]))

    assert asyncio.run(answered(app, [])) == [500]
    told = caplog.text
    assert "in app" in told
    assert "ValueError" in told
    assert "a caption" not in told
