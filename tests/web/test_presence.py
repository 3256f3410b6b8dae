"""Work for a client that goes ends, and gives back what it held."""

import asyncio
import json
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from narrator.web.desk import Desk
from narrator.web.held import Held
from narrator.web.presence import while_present
from narrator.web.refusal import RefusalError
from narrator.web.service import OPENED_AT_ONCE, Service
from tests.drawings import encoded, tinted
from tests.looking.text.readers import MadeReader
from tests.web.lines import connected, head
from tests.web.serving import PATIENCE_SECONDS, serving
from tests.web.test_text import USUAL, served


def test_work_ends_when_its_client_goes_and_not_before() -> None:
    async def play() -> None:
        gone, begun, free = asyncio.Event(), threading.Event(), threading.Event()

        async def receive() -> Message:
            await gone.wait()
            return {"type": "http.disconnect"}

        def work() -> bool:
            begun.set()
            return free.wait(PATIENCE_SECONDS)

        request = Request({"type": "http", "headers": []}, receive)
        desk = Desk("test", waiting=2, seconds=PATIENCE_SECONDS)
        first = asyncio.create_task(while_present(request, desk.do(work)))
        while not begun.is_set():
            await asyncio.sleep(0)
        done: list[str] = []
        second = asyncio.create_task(while_present(request, desk.do(lambda: done.append("second"))))
        while not desk.length:
            await asyncio.sleep(0)
        gone.set()
        for task in (first, second):
            with pytest.raises(ClientDisconnect):
                await task
        free.set()
        while desk.length:
            await asyncio.sleep(0)
        desk.close()
        assert done == []

    asyncio.run(play())


def test_what_the_work_raises_is_handed_on() -> None:
    async def play() -> None:
        async def receive() -> Message:
            return await asyncio.Event().wait() and {}

        async def work() -> int:
            return 1 // 0

        with pytest.raises(ZeroDivisionError):
            await while_present(Request({"type": "http", "headers": []}, receive), work())

    asyncio.run(play())


def test_a_sound_is_not_longer_than_it_may_be(narrator_program: Path, person: Path) -> None:
    with serving(narrator_program, limits={"sound_seconds": 1}) as service:
        json_type = {"Content-Type": "application/json"}
        for words, status in ((1, 200), (100, 413)):
            text = json.dumps({"text": "Yes. " * words}).encode()
            assert service.ask("POST", "/v1/speech", text, json_type).status == status


def test_an_upload_that_comes_too_slowly_is_refused_and_given_back(
    narrator_program: Path, person: Path
) -> None:
    with (
        serving(narrator_program, limits={"upload_seconds": 1}) as service,
        closing(connected(service)) as line,
    ):
        line.sendall(head("POST /v1/describe", "Content-Length: 1000", token=service.token) + b"half")
        assert line.recv(12) == b"HTTP/1.1 408"
        assert b"\nnarrator_held_bytes 0.0\n" in service.ask("GET", "/metrics").body


def test_a_picture_that_nobody_waits_for_is_let_go_before_its_turn() -> None:
    gone, begun, free = threading.Event(), threading.Semaphore(0), threading.Event()

    class Upload(bytes):
        def __del__(self) -> None:
            gone.set()

    def blocking() -> bool:
        begun.release()
        return free.wait(PATIENCE_SECONDS)

    async def play(service: Service) -> None:
        opened = [asyncio.create_task(service.opening.do(blocking)) for _ in range(OPENED_AT_ONCE)]
        for _ in opened:
            while not begun.acquire(blocking=False):
                await asyncio.sleep(0)
        another = asyncio.create_task(service.describe_file(Upload(b"a"), USUAL))
        while not service.opening.length:
            await asyncio.sleep(0)
        assert not gone.is_set()
        another.cancel()
        with suppress(asyncio.CancelledError):
            await another
        del another
        assert service.opening.length == 1
        assert gone.is_set()
        free.set()
        await asyncio.gather(*opened)

    with served(MadeReader()) as service:
        asyncio.run(play(service))


def test_what_an_opened_picture_holds_is_counted() -> None:
    picture = encoded(tinted("red"), "PNG")
    needed = len(picture) + 3 * 270 * 180
    with served(MadeReader()) as service:
        with pytest.raises(RefusalError), Held(needed - 1).lease() as lease:
            asyncio.run(service.describe_file(picture, USUAL, lease=lease))
        with Held(needed).lease() as lease:
            assert asyncio.run(service.describe_file(picture, USUAL, lease=lease)).caption
