"""A client of the service, which needs the standard library alone: pictures there, descriptions back."""

import json
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from narrator.description import Description
from narrator.errors import NarratorError, PictureError, ServiceError, SettingsError
from narrator.languages.catalogue import gettext
from narrator.languages.listener import listener_languages
from narrator.picture.files import read_file
from narrator.web.hosts import is_loopback

_PATIENCE_SECONDS = 60.0
_TRIES = 5
_LONGEST_PAUSE_SECONDS = 10.0
_BUSY = frozenset({429, 503})
_OF_THE_PICTURE = frozenset({400, 413, 422})


class Client:
    """Describes pictures as a Captioner does, with the network of a service."""

    def __init__(self, address: str, token: str, *, patience: float = _PATIENCE_SECONDS) -> None:
        """`address` is one such as "https://pictures.example"; `patience` is in seconds.

        Raises SettingsError for an address that cannot be, or over which others could read along.
        """
        self._kind, self._host, self._port = _parts(address)
        if self._kind is HTTPConnection and not is_loopback(self._host):
            raise SettingsError(
                gettext(
                    "On the way to {host}, others could read the pictures and the token; use https."
                ).format(host=self._host)
            )
        self._token = token
        self._patience = patience

    def describe(self, picture: Path | bytes, samples: int = 10, seed: int | None = None) -> Description:
        """Like `Captioner.describe`; a service that is busy is asked again a few times.

        Raises PictureError for a picture, and ServiceError for a service that does not describe it.
        """
        content = read_file(picture) if isinstance(picture, Path) else picture
        options = {"samples": samples, **({} if seed is None else {"seed": seed})}
        for last in (*[False] * (_TRIES - 1), True):
            status, headers, body = self._ask(f"/v1/describe?{urlencode(options)}", content)
            if last or status not in _BUSY:
                break
            time.sleep(_pause(headers))
        if status != 200:
            raise _refusal(status, body)
        return _description(body)

    def _ask(self, path: str, content: bytes) -> tuple[int, HTTPMessage, bytes]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/octet-stream",
            "Accept-Language": ", ".join(listener_languages()),
        }
        try:
            with closing(self._kind(self._host, self._port, timeout=self._patience)) as line:
                response = _sent(line, path, content, headers)
                return response.status, response.headers, response.read()
        except (OSError, HTTPException) as error:
            raise ServiceError(
                gettext(
                    "The service at {host} does not answer ({error}); see whether narrator serve runs there."
                ).format(host=self._host, error=error or type(error).__name__)
            ) from error


def _parts(address: str) -> tuple[type[HTTPConnection], str, int | None]:
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    # ValueError: a port that is no number, half an address of IPv6.
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in kinds and parts.hostname and parts.path in ("", "/"):
            return kinds[parts.scheme], parts.hostname, parts.port
    raise SettingsError(
        gettext("{address!r} is no service's address; write one like https://pictures.example.").format(
            address=address
        )
    )


def _sent(line: HTTPConnection, path: str, content: bytes, headers: Mapping[str, str]) -> HTTPResponse:
    # Broken off: refused before all of it was read, and the answer says why.
    with suppress(BrokenPipeError, ConnectionResetError):
        line.request("POST", path, content, dict(headers))
    return line.getresponse()


def _pause(headers: HTTPMessage) -> float:
    stated = headers.get("Retry-After") or ""
    return min(float(stated) if stated.isdecimal() else 1.0, _LONGEST_PAUSE_SECONDS)


def _refusal(status: int, body: bytes) -> NarratorError:
    try:
        sentence = str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return ServiceError(
            gettext("The service refuses with status {status}; check its address.").format(status=status)
        )
    return (PictureError if status in _OF_THE_PICTURE else ServiceError)(sentence)


def _description(body: bytes) -> Description:
    try:
        record: dict[str, Any] = json.loads(body)
        return Description.from_record(record)
    except ValueError as error:
        raise ServiceError(
            gettext("The service's answer is no description; check its address and its version.")
        ) from error
