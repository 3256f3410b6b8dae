"""Cookies: only the service's own get to the application, and any of them lets its owner in."""

import asyncio

from starlette.types import Receive, Scope, Send

from narrator.web.cookies import own_cookies, without_foreign_cookies
from tests.web.gates import answered
from tests.web.serving import Serving
from tests.web.test_sessions import is_in, session_of


def test_of_a_long_foreign_cookie_nothing_gets_to_the_application() -> None:
    arrived: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        arrived.append(scope)

    foreign = [b'other="%b"' % (b"a" * 10_000), b"narrator=%b" % (b"a" * 257), b'narrator="quoted"']
    asyncio.run(answered(app, [(b"cookie", value) for value in (*foreign, b"narrator=a")]))
    assert arrived[0]["headers"] == [(b"host", b"localhost"), (b"cookie", b"narrator=a")]


def test_own_cookies_are_found_among_others_and_are_few() -> None:
    headers = [(b"cookie", b"a=b; narrator=1.x_-; narrators=2;narrator=3"), (b"cookie", b"narrator=4")]
    assert own_cookies(headers) == ["1.x_-", "3", "4"]
    assert own_cookies(without_foreign_cookies(headers)) == ["1.x_-", "3", "4"]
    assert len(own_cookies([(b"cookie", b"narrator=1; " * 1000)])) < 10


def test_a_proxys_own_password_does_not_hide_a_session(service: Serving) -> None:
    session = session_of(service)
    for foreign in ("Basic dXNlcjpwYXNz", "Bearer of-somebody-else"):
        assert is_in(service, {**session, "Authorization": foreign})
    assert not is_in(service, {"Authorization": "Basic dXNlcjpwYXNz"})


def test_a_second_cookie_of_the_same_name_does_not_hide_a_session(service: Serving) -> None:
    own, other = session_of(service)["Cookie"], session_of(service)["Cookie"]
    for cookies in (f"{own}; narrator=stale", f"narrator=stale; {own}"):
        assert is_in(service, {"Cookie": cookies})
    left = service.ask(
        "POST", "/leave", headers={"Cookie": f"{own}; narrator=stale; {other}"}, signed_in=False
    )
    assert left.status == 303
    assert not is_in(service, {"Cookie": own})
    assert not is_in(service, {"Cookie": other})
