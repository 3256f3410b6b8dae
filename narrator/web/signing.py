"""How a browser gets its session, and how it gives it back."""

from typing import TypeVar

from fastapi import Request, Response

from narrator.web.access import Access
from narrator.web.cookies import own_cookies
from narrator.web.sessions import COOKIE, SESSION_SECONDS

AnyResponse = TypeVar("AnyResponse", bound=Response)


def signed_in(request: Request, access: Access, response: AnyResponse) -> AnyResponse:
    """A response with the cookie of a new session."""
    response.set_cookie(
        COOKIE,
        access.sessions.new(),
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def signed_out(request: Request, access: Access, response: AnyResponse) -> AnyResponse:
    """A response that takes the cookie away; its session has ended, whoever has copied it."""
    for cookie in own_cookies(request.headers.raw):
        access.sessions.end(cookie)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response
