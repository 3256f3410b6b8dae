"""Where the second describer listens, and whether that is this machine."""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Self
from urllib.parse import urlsplit

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext

_PORTS = {"http": 80, "https": 443}
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_USUAL_PATH = "/v1"
"""Where Ollama, llama.cpp's server and LM Studio answer; what most people leave out."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """One such as "http://127.0.0.1:11434/v1"."""

    scheme: str
    """"http" or "https"."""
    host: str
    """A name, or an address without brackets."""
    port: int
    path: str = _USUAL_PATH
    """In front of "/chat/completions", without a slash at its end."""

    @classmethod
    def read(cls, text: str) -> Self:
        """The address that a person wrote. Raises SettingsError for what is none."""
        # ValueError: a port that is no number, half an address of IPv6.
        with suppress(ValueError):
            parts = urlsplit(text.strip())
            host, path = parts.hostname or "", parts.path.rstrip("/")
            plain = not (parts.username or parts.password or parts.query or parts.fragment)
            if parts.scheme in _PORTS and plain and _is_host(host) and _PATH.fullmatch(path):
                port = _PORTS[parts.scheme] if parts.port is None else parts.port
                if port:
                    return cls(scheme=parts.scheme, host=host, port=port, path=path or _USUAL_PATH)
        raise SettingsError(
            gettext(
                "second must be the address of a server, such as http://127.0.0.1:11434/v1, not {text!r}."
            ).format(text=text)
        )

    @property
    def is_here(self) -> bool:
        """Whether it names this machine, so that a picture that is sent there stays on it."""
        return self.host == "localhost" or is_loopback(self.host)

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can see what is sent there."""
        return self.scheme == "https"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a person allows. A path more or less goes to nobody else."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"


def is_loopback(host: str) -> bool:
    """Whether an address is one that only this machine can reach; a name is none."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


def _is_host(host: str) -> bool:
    with suppress(ValueError):
        return "%" not in str(ip_address(host))  # a zone is no part of what HTTP calls a host
    return bool(_NAME.fullmatch(host))
