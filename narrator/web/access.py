"""Who is let in: programs with the token, and browsers that came by the one-time link."""

import hmac
import secrets
from collections.abc import Collection
from ipaddress import ip_address
from threading import Lock
from time import time
from urllib.parse import urlsplit

COOKIE = "narrator"
SESSION_SECONDS = 30 * 24 * 3600
"""How long a browser stays signed in, also over a restart: a phone should not ask for the token each day."""


class Access:
    """Knows the token, and makes and checks all that stands for it."""

    def __init__(self, token: str, *, names: Collection[str] = (), origins: Collection[str] = ()) -> None:
        """`names` are host names under which the service may be addressed besides localhost.

        `origins` are web pages, such as "https://pictures.example", that may use it with the token.
        """
        self._token = token.encode()
        self._names = {"localhost", *(name.lower() for name in names)}
        self._origins = frozenset(origins)
        self._key: str | None = secrets.token_urlsafe(32)
        self._lock = Lock()

    @property
    def key(self) -> str | None:
        """What the one-time link carries; None once it was used."""
        return self._key

    def is_token(self, text: str) -> bool:
        """Whether a text is the token; compared in a time that does not tell how much of it was right."""
        return hmac.compare_digest(text.encode(errors="replace"), self._token)

    def is_bearer(self, authorization: str) -> bool:
        """Whether an Authorization header carries the token."""
        scheme, _, token = authorization.partition(" ")
        return scheme.lower() == "bearer" and self.is_token(token.strip())

    def use_key(self, text: str) -> bool:
        """Whether a text is the key of the one-time link; the first time only."""
        with self._lock:
            if self._key is None or not hmac.compare_digest(
                text.encode(errors="replace"), self._key.encode()
            ):
                return False
            self._key = None
            return True

    def new_session(self) -> str:
        """The value of a cookie that lets a browser in; it ends with the token, and after SESSION_SECONDS."""
        content = f"{int(time()) + SESSION_SECONDS}.{secrets.token_urlsafe(16)}"
        return f"{content}.{self._signature(content)}"

    def is_session(self, cookie: str) -> bool:
        """Whether the value of a cookie is one that was made here and has not ended."""
        content, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(errors="replace"), self._signature(content).encode()):
            return False
        return int(content.partition(".")[0]) > time()

    def is_host(self, host: str) -> bool:
        """Whether a Host header is one of this service's.

        A page of somebody else's that lets its own name point to this machine sends that name. An address
        cannot be made to point anywhere, so every address is right.
        """
        try:
            name = urlsplit(f"//{host}").hostname
            if name is None:
                return False
            if name in self._names:
                return True
            ip_address(name)
        except ValueError:
            return False
        return True

    def is_origin(self, origin: str, host: str) -> bool:
        """Whether a page from this origin may use the service that was addressed as `host`."""
        if origin in self._origins:
            return True
        try:
            return urlsplit(origin).netloc.lower() == host.lower()
        except ValueError:
            return False

    def _signature(self, content: str) -> str:
        return hmac.new(self._token, f"session {content}".encode(errors="replace"), "sha256").hexdigest()
