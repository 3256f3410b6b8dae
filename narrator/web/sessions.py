"""Browsers that signed in: each has a cookie that is signed with the token, until it ends or signs out."""

import hmac
import logging
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from time import time

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.web.latest import Latest
from narrator.whole_file import write_private

COOKIE = "narrator"
SESSION_SECONDS = 30 * 24 * 3600
"""How long a browser stays signed in, also over a restart: a phone should not ask for the token each day."""

_MOST_ENDED = 10_000
"""That are remembered until they would have ended by themselves. Only who has the token makes any."""
_LOG = logging.getLogger(__name__)


class Sessions:
    """Makes and checks cookies. Who signed out stays so, after a restart too where there is a file for it."""

    def __init__(self, token: Callable[[], str], file: Path | None = None) -> None:
        """`token` is what it is now. `file` holds what was signed out, a session a line.

        It is made when that happens first. Services that have one token have one such file, too, and each
        knows what was signed out at the others. Raises SettingsError when it is damaged.
        """
        self._token = token
        self._file = file
        self._written: Callable[[], Mapping[str, int]] = Latest(file, _read).now if file else dict
        self._ended: Mapping[str, int] = {}

    def new(self) -> str:
        """The value of a cookie that lets a browser in; it ends with the token, and after SESSION_SECONDS."""
        content = f"{int(time()) + SESSION_SECONDS}.{secrets.token_urlsafe(16)}"
        return f"{content}.{self._signature(content)}"

    def holds(self, cookie: str) -> bool:
        """Whether the value of a cookie is one that was made here and has not ended."""
        content, _, signature = cookie.rpartition(".")
        if not hmac.compare_digest(signature.encode(errors="replace"), self._signature(content).encode()):
            return False
        has_ended = content in self._ended or content in self._written()
        return int(content.partition(".")[0]) > time() and not has_ended

    def end(self, cookie: str) -> None:
        """Let nobody in with this cookie any more; one that holds no session is nothing."""
        if not self.holds(cookie):
            return
        content = cookie.rpartition(".")[0]
        ended = {**self._written(), **self._ended, content: int(content.partition(".")[0])}
        self._ended = _still_needed(ended)
        if self._file is None:
            return
        try:
            write_private(self._file, "".join(f"{each}\n" for each in self._ended))
        except OSError as error:
            _LOG.error(
                "Who signed out can come back after a restart: %s cannot be written (%s); make room.",
                self._file,
                error.strerror,
            )

    def _signature(self, content: str) -> str:
        return hmac.new(
            self._token().encode(), f"session {content}".encode(errors="replace"), "sha256"
        ).hexdigest()


def _read(file: Path) -> dict[str, int]:
    """What was signed out, with when it would have ended anyway. Raises SettingsError."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        return _still_needed({line: int(line.partition(".")[0]) for line in lines})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(
            gettext(
                "{file} does not say who signed out; start with --new-token, which signs out everybody."
            ).format(file=file)
        ) from error


def _still_needed(ended: dict[str, int]) -> dict[str, int]:
    now = time()
    running = sorted((item for item in ended.items() if item[1] > now), key=lambda item: item[1])
    return dict(running[-_MOST_ENDED:])
