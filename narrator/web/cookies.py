"""The cookies of a request: the service's own are read, and nobody parses those of others.

A browser sends to this address what other services of the same name have set, and a stranger sends what he
likes. General parsers of cookies undo quotes and escapes, which can cost more than the request is worth.
"""

import re
from collections.abc import Iterable

from narrator.web.sessions import COOKIE

Headers = list[tuple[bytes, bytes]]
"""As ASGI has them: the names are in small letters."""

_OWN = re.compile(rb"%b=([A-Za-z0-9._-]{1,256})" % COOKIE.encode())
_MOST = 8
"""Values that are looked at; a browser has one, and another for each folder of a service beside this one."""


def own_cookies(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    """The values of all cookies of this service's name that could be a session."""
    written = (part.strip() for name, value in headers if name == b"cookie" for part in value.split(b";"))
    return [own[1].decode("ascii") for part in written if (own := _OWN.fullmatch(part))][:_MOST]


def without_foreign_cookies(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The same headers, in which no other cookies are left than the own ones."""
    headers = list(headers)
    own = [(b"cookie", f"{COOKIE}={value}".encode()) for value in own_cookies(headers)]
    return [header for header in headers if header[0] != b"cookie"] + own
