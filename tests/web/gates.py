"""A gate before an application of a test's own, without a service or a connection."""

from starlette.types import ASGIApp, Message

from narrator.web.access import Access
from narrator.web.allowance import Allowance
from narrator.web.cookies import Headers
from narrator.web.figures import Figures
from narrator.web.gate import Gate
from narrator.web.held import Held
from narrator.web.limits import Limits


async def answered(app: ASGIApp, headers: Headers) -> list[int]:
    """Ask for the page, which needs no token; the statuses of all answers."""
    statuses: list[int] = []

    async def receive() -> Message:
        raise AssertionError("nobody asks for the body")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    limits = Limits()
    gate = Gate(
        app,
        access=Access(lambda: "t" * 43),
        limits=limits,
        strangers=Allowance(limits.strangers_a_minute),
        held=Held(limits.memory_bytes),
        figures=Figures(),
    )
    local = [(b"host", b"localhost"), *headers]
    await gate(
        {"type": "http", "method": "GET", "path": "/", "scheme": "http", "headers": local}, receive, send
    )
    return statuses
