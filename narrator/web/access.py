"""Who is let in: programs with the token, and browsers that came by the one-time link."""

import hmac
import secrets
from collections.abc import Callable, Collection
from threading import Lock
from time import monotonic

from narrator.web.hosts import host_of, is_address, page_origin_of
from narrator.web.sessions import Sessions

_LINK_SECONDS = 3600.0


class Access:
    """Knows the token, and checks all that stands for it."""

    def __init__(
        self,
        token: Callable[[], str],
        *,
        names: Collection[str] = (),
        origins: Collection[str] = (),
        sessions: Sessions | None = None,
        link_seconds: float = _LINK_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`token` is what it is now. `names` are host names of the service besides localhost.

        `origins` are web pages, such as "https://pictures.example", that may use it with the token. The
        one-time link works for `link_seconds`, and with this token.
        """
        self.sessions = sessions or Sessions(token)
        self._token = token
        self._names = {"localhost", *(name.lower() for name in names)}
        self._origins = frozenset(origins)
        self._token_of_key = token()
        self._key: str | None = secrets.token_urlsafe(32)
        self._clock = clock
        self._key_ends = clock() + link_seconds
        self._lock = Lock()

    @property
    def key(self) -> str | None:
        """What the one-time link carries; None once it was used."""
        return self._key

    def is_token(self, text: str) -> bool:
        """Whether a text is the token; compared in a time that does not tell how much of it was right."""
        return hmac.compare_digest(text.encode(errors="replace"), self._token().encode())

    def is_bearer(self, authorization: str) -> bool:
        """Whether an Authorization header carries the token."""
        scheme, _, token = authorization.partition(" ")
        return scheme.lower() == "bearer" and self.is_token(token.strip())

    def use_key(self, text: str) -> bool:
        """Whether a text is the key of the one-time link; the first time only, and only in its time."""
        with self._lock:
            if self._key is None or not hmac.compare_digest(
                text.encode(errors="replace"), self._key.encode()
            ):
                return False
            self._key = None
            return self._clock() < self._key_ends and self._token() == self._token_of_key

    def is_host(self, host: str) -> bool:
        """Whether a Host header is one of this service's.

        A page of somebody else's that lets its own name point to this machine sends that name. An address
        cannot be made to point anywhere, so every address is right.
        """
        name = host_of(host)
        return name is not None and (name in self._names or is_address(name))

    def is_origin(self, origin: str, scheme: str, host: str) -> bool:
        """Whether a page from this origin may use the service that was addressed so."""
        return origin in self._origins or origin == page_origin_of(scheme, host)
