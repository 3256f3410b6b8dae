"""Names of machines and of pages: which are this machine's own, and how a browser writes them."""

import re
from ipaddress import ip_address

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext

_LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?"
_NAME = rf"{_LABEL}(\.{_LABEL})*"
_ORIGIN = re.compile(
    rf"(?P<scheme>https?|[a-z-]+-extension|tauri|capacitor|app)://({_NAME}|\[[0-9a-f:.]+\])(?P<port>:[0-9]{{1,5}})?"
)
_HOST = re.compile(rf"(?P<name>{_NAME}|\[[0-9a-f:.]+\])(?P<port>:[0-9]{{0,5}})?")
_UNSAID = {"http": ":80", "https": ":443"}
"""Scheme -> the port that a browser leaves out."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def host_name(text: str) -> str:
    """What `serve --name` takes, as a browser writes it. Raises SettingsError for what is no name."""
    name = text.lower()
    if not re.fullmatch(_NAME, name):
        raise SettingsError(
            gettext(
                "--name takes a host name without http:// and port, such as pictures.example, not {text!r}."
            ).format(text=text)
        )
    return name


def page_origin(text: str) -> str:
    """What `serve --origin` takes, as a browser writes it. Raises SettingsError for what is no origin."""
    match = _ORIGIN.fullmatch(text.lower())
    if not match:
        raise SettingsError(
            gettext(
                "--origin takes the beginning of a page's address without a path, such as "
                "https://pictures.example, not {text!r}."
            ).format(text=text)
        )
    return match[0].removesuffix(_UNSAID.get(match["scheme"], ""))


def host_of(header: str) -> str | None:
    """The name or address in a Host header, without brackets; None if it holds neither."""
    match = _HOST.fullmatch(header.lower())
    return match["name"].strip("[]") if match else None


def is_address(host: str) -> bool:
    """Whether a host is an address and not a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def page_origin_of(scheme: str, header: str) -> str | None:
    """The origin of the pages of a service that is addressed by this Host header; None if it is none."""
    match = _HOST.fullmatch(header.lower())
    return f"{scheme}://{match[0]}".removesuffix(_UNSAID.get(scheme, ":")) if match else None
