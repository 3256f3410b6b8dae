"""What a camera's address on the web answers, read with bounded patience.

Not by FFmpeg (av 18.1.0): it refuses streams without a first boundary, ends snapshots with an error, and
keeps all that a server sends until there is a picture.
"""

import ssl
from http.client import HTTPException, HTTPResponse
from typing import Self, cast
from urllib.error import HTTPError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPBasicAuthHandler,
    HTTPDefaultErrorHandler,
    HTTPDigestAuthHandler,
    HTTPErrorProcessor,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from narrator.sources.camera.connections import Patience, WatchedHandler, WatchedTlsHandler
from narrator.sources.camera.faults import nothing_there, unreachable, wants_password
from narrator.sources.camera.feed import PATIENCE, Feed

SLOWEST = 30.0
"""Seconds that one picture may take: a server may send a byte now and then for ever."""

SLOWEST_HEAD = 20.0
"""The same of all up to the first picture: the connection, a password, other addresses, and the head."""

_PIECE = 64 * 2**10


class NotUnderstoodError(Exception):
    """An answer that is not HTTP as Python knows it."""


class Answer:
    """The answer to one request. Used in a `with`, its connection ends with it."""

    def __init__(self, feed: Feed) -> None:
        """Ask, and wait for the first bytes.

        Raises UnreachableError, SourceError where the machine refuses for good, and NotUnderstoodError.
        """
        self._patience = Patience(SLOWEST_HEAD)
        try:
            self._ask(feed)
        except BaseException:
            self._patience.close()
            raise
        self.kind = self._response.headers.get_content_type()
        """The type that it states, such as image/jpeg; text/plain if it states none."""
        self._patience.extend(SLOWEST)

    def _ask(self, feed: Feed) -> None:
        parts = urlsplit(feed.address)
        try:
            self._response = cast(
                HTTPResponse,
                _opener(parts, self._patience).open(Request(_without_password(parts)), timeout=PATIENCE),
            )
            self._first = self._response.read1(_PIECE)
        except HTTPError as error:
            error.close()
            if error.code in (401, 403):
                raise wants_password(feed) from error
            raise (nothing_there if error.code < 500 else unreachable)(feed) from error
        except OSError as error:
            raise unreachable(feed) from error
        except (HTTPException, ValueError) as error:  # ValueError: of a way to log in that Python has not
            raise (unreachable(feed) if self._patience.is_over else NotUnderstoodError()) from error
        if self._patience.is_over:  # what was cut off reads like a short head
            self._response.close()
            raise unreachable(feed)

    @property
    def is_multipart(self) -> bool:
        """Whether one picture comes after the other."""
        return self.kind.startswith("multipart/") or self._first.startswith(b"--")

    @property
    def has_jpegs(self) -> bool:
        """Whether JPEGs are in it, by what it states or by how it begins."""
        stated = self.kind in ("image/jpeg", "image/jpg")
        return stated or self.is_multipart or self._first.startswith(b"\xff\xd8\xff")

    def read(self) -> bytes:
        """What has come since the last time; nothing at the end. Raises OSError when nothing comes."""
        if self._first:
            piece, self._first = self._first, b""
            return piece
        try:
            piece = self._response.read1(_PIECE)
        except (HTTPException, ValueError) as error:  # an end in the middle of what was announced
            raise OSError(str(error)) from error
        if self._patience.is_over:
            raise TimeoutError
        return piece

    def had_picture(self) -> None:
        """A picture was whole: there is time for the next one."""
        self._patience.extend(SLOWEST)

    def close(self) -> None:
        """End the connection. A second time is nothing."""
        self._response.close()
        self._patience.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Closing(BaseHandler):
    """Ends the connection over which a password was asked for, before it is asked again with one."""

    handler_order = 100

    def http_error_401(self, request: Request, response: HTTPResponse, *_: object) -> None:
        response.close()


def _opener(address: SplitResult, patience: Patience) -> OpenerDirector:
    """Opens http and https alone: no camera leads on to a file of this machine or to another server's FTP."""
    opener = OpenerDirector()
    opener.addheaders = [("User-Agent", "narrator"), ("Cache-Control", "no-cache")]
    for handler in (
        ProxyHandler(),
        WatchedHandler(patience),
        WatchedTlsHandler(patience, _trusting()),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
        UnknownHandler(),
    ):
        opener.add_handler(handler)
    if address.username is not None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        name, password = unquote(address.username), unquote(address.password or "")
        passwords.add_password(None, _without_password(address), name, password)
        opener.add_handler(_Closing())
        opener.add_handler(HTTPBasicAuthHandler(passwords))
        opener.add_handler(HTTPDigestAuthHandler(passwords))
    return opener


def _without_password(address: SplitResult) -> str:
    return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()


def _trusting() -> ssl.SSLContext:
    """Cameras sign their certificates themselves, and FFmpeg does not check those of streams either."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
