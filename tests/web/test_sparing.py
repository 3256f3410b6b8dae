"""What is logged of trouble that comes often."""

import asyncio
import errno
import io
import logging

from narrator.web.sparing import OneLine, Sparing


def test_the_first_of_a_kind_is_told_and_the_others_are_summed_up() -> None:
    async def play() -> None:
        sums: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        sparing = Sparing(0.01)

        def tell(kind: str) -> bool:
            return sparing.is_told(kind, lambda kind, untold: sums.put_nowait((kind, untold)))

        assert [tell(kind) for kind in ("a", "a", "b", "a")] == [True, False, True, False]
        assert await sums.get() == ("a", 2)
        assert tell("a") is False  # it goes on, and is summed up again
        assert await sums.get() == ("a", 1)
        while not tell("a"):  # once it has been quiet
            await asyncio.sleep(0.01)

    asyncio.run(play())


def test_thousands_of_tracebacks_of_a_library_are_a_line() -> None:
    now = 0.0
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(OneLine(10, clock=lambda: now))
    log = logging.Logger("asyncio")  # its own, and no other test's
    log.addHandler(handler)

    def trouble() -> None:
        error = OSError(errno.EMFILE, "Too many open files")
        log.error("socket.accept() out of system resource\nsocket: %s", "a socket", exc_info=error)

    for _ in range(3000):
        trouble()
    assert (
        stream.getvalue()
        == "socket.accept() out of system resource (OSError: [Errno 24] Too many open files)\n"
    )
    now = 10.0
    trouble()
    assert stream.getvalue().splitlines()[1:] == [
        "socket.accept() out of system resource (OSError: [Errno 24] Too many open files)"
        " (and 2999 times before)"
    ]
