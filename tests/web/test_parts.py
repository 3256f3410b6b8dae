"""What a running service shows only under a load that no test should make."""

import asyncio
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.types import Message

from narrator.errors import SettingsError
from narrator.web.access import Access
from narrator.web.allowance import Allowance
from narrator.web.desk import Desk
from narrator.web.held import Held
from narrator.web.limits import Limits
from narrator.web.refusal import RefusalError
from narrator.web.sessions import Sessions
from narrator.web.token import token_from
from narrator.web.uploads import Uploads
from tests.web.serving import PATIENCE_SECONDS, form


def test_work_that_takes_long_is_passed_by_where_there_are_more_threads() -> None:
    async def play() -> None:
        begun, free = threading.Event(), threading.Event()
        desk = Desk("test", waiting=4, seconds=60, threads=2)

        def work() -> bool:
            begun.set()
            return free.wait(PATIENCE_SECONDS)

        slow = asyncio.create_task(desk.do(work))
        while not begun.is_set():
            await asyncio.sleep(0)
        assert [await desk.do(lambda: "quick") for _ in range(5)] == ["quick"] * 5
        assert not slow.done()
        free.set()
        assert await slow
        desk.close()
        assert not desk.works

    asyncio.run(play())


def test_a_desk_refuses_when_too_many_wait_and_forgets_who_gave_up() -> None:
    async def play() -> None:
        begun, free, done = threading.Event(), threading.Event(), list[str]()
        desk = Desk("test", waiting=1, seconds=60)

        def work() -> bool:
            begun.set()
            return free.wait(PATIENCE_SECONDS)

        first = asyncio.create_task(desk.do(work))
        while not begun.is_set():
            await asyncio.sleep(0)
        second = asyncio.create_task(desk.do(lambda: done.append("second")))
        await asyncio.sleep(0)
        if first.done():
            raise AssertionError("the first should still wait")
        while not desk.length:
            await asyncio.sleep(0)
        with pytest.raises(RefusalError) as refusal:
            await desk.do(lambda: done.append("third"))
        assert (refusal.value.status, refusal.value.headers) == (503, {"Retry-After": "1"})
        second.cancel()
        with suppress(asyncio.CancelledError):  # only once it has gone, the desk may come to its work
            await second
        free.set()
        assert await first
        while desk.length:
            await asyncio.sleep(0)  # until the second is put aside
        assert await desk.do(lambda: "after") == "after"
        assert done == []
        desk.close()
        assert not desk.works

    asyncio.run(play())


def test_a_desk_hands_on_faults_and_gives_up_in_time() -> None:
    async def play() -> None:
        free = threading.Event()
        desk = Desk("test", waiting=4, seconds=PATIENCE_SECONDS)
        with pytest.raises(ZeroDivisionError):
            await desk.do(lambda: 1 // 0)
        desk.close()
        desk = Desk("test", waiting=4, seconds=0.05)
        with pytest.raises(RefusalError) as refusal:
            await desk.do(free.wait)
        assert refusal.value.retry_after
        free.set()
        desk.close()

    asyncio.run(play())


def test_an_allowance_is_each_clients_own_and_comes_back() -> None:
    now = 0.0
    allowance = Allowance(60, clock=lambda: now)
    for _ in range(6):
        allowance.take("a")
    with pytest.raises(RefusalError) as refusal:
        allowance.take("a")
    assert (refusal.value.status, refusal.value.headers) == (429, {"Retry-After": "1"})
    assert str(refusal.value) == "There were too many requests; wait 1 second."
    allowance.take("b")
    now = 1.0
    allowance.take("a")
    with pytest.raises(RefusalError):
        allowance.take("a")


def open_files() -> Iterator[str]:
    for descriptor in list(Path("/proc/self/fd").iterdir()):
        with suppress(FileNotFoundError):  # the one of the list itself
            yield str(descriptor.readlink())


def test_a_large_form_is_never_put_into_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body, headers = form(("large.bmp", bytes(5 * 2**20)))  # Starlette's own limit for memory is one megabyte
    looks: list[list[str]] = []

    async def receive() -> Message:
        nonlocal body
        looks.append([name for name in open_files() if str(tmp_path) in name])
        chunk, body = body[: 2**20], body[2**20 :]
        return {"type": "http.request", "body": chunk, "more_body": bool(body)}

    async def play() -> None:
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        request = Request({"type": "http", "headers": raw}, receive)
        limits = Limits()
        with Uploads(limits, Held(limits.memory_bytes)).body_of(request) as held:
            assert len(await held.picture()) == 5 * 2**20

    asyncio.run(play())
    assert len(looks) > 5
    assert [files for files in looks if files] == []


def test_what_all_requests_hold_is_bounded_and_given_back() -> None:
    held = Held(10)
    with held.lease() as one, held.lease() as other:
        one.reach(6)
        one.reach(4)  # less than is held already
        with pytest.raises(RefusalError) as refusal:
            other.reach(5)
        assert (refusal.value.status, held.bytes) == (503, 6)
        other.reach(4)
        assert held.bytes == 10
    assert held.bytes == 0


def test_the_largest_upload_that_still_comes_in_makes_room() -> None:
    held, given_up = Held(10), list[str]()
    small = held.lease(lambda: given_up.append("small"))
    large = held.lease(lambda: given_up.append("large"))
    whole = held.lease(lambda: given_up.append("whole"))
    small.reach(1)
    large.reach(3)
    whole.reach(6)
    whole.arrived()
    with pytest.raises(RefusalError):  # there would not be enough even without both
        held.lease(lambda: None).reach(5)
    assert given_up == []
    held.lease(lambda: None).reach(3)
    assert (given_up, held.bytes) == (["large"], 10)


def test_a_session_outlives_the_service_but_not_its_token(tmp_path: Path) -> None:
    token = token_from(tmp_path / "token")
    assert token_from(tmp_path / "token") == token
    session = Sessions(lambda: token).new()
    assert Sessions(lambda: token).holds(session)
    assert not Sessions(lambda: token_from(tmp_path / "other")).holds(session)
    for wrong in ("", ".", "..", f"9{session}", session[:-1], session.partition(".")[2]):
        assert not Sessions(lambda: token).holds(wrong)


def test_a_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(lambda: "t" * 43)
    session = sessions.new()
    monkeypatch.setattr("narrator.web.sessions.time", lambda: 10.0**11)
    assert not sessions.holds(session)


def test_named_hosts_and_origins_are_let_in() -> None:
    access = Access(lambda: "t" * 43, names=["Pictures.example"], origins=["https://page.example"])
    assert access.is_host("pictures.example:443")
    assert not access.is_host("page.example")
    assert access.is_origin("https://page.example", "http", "localhost")
    assert not access.is_origin("https://pictures.example", "http", "localhost")


def test_a_token_file_without_a_token_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.touch(mode=0o600)
    with pytest.raises(SettingsError, match="holds no token"):
        token_from(file)
