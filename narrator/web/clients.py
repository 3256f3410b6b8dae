"""Who a request comes from, by its address."""

from collections.abc import Collection, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext

_OF_ONE_BITS = 64
"""Of an address of IPv6: a household, or one machine, has all that begin with the same."""

_WIDEST_BITS = 7
"""No network that somebody has alone is wider: fc00::/7 and 10.0.0.0/8 are those for private use."""


def proxy_network(text: str) -> str:
    """What `serve --trusted-proxy` takes, an address or a network such as 10.0.0.0/8, as a network.

    Raises SettingsError for what is neither, and for a network that strangers are in.
    """
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise SettingsError(
            gettext(
                "--trusted-proxy takes the proxy's address or network, such as 127.0.0.1, not {text!r}."
            ).format(text=text)
        ) from error
    if network.prefixlen < _WIDEST_BITS:
        raise SettingsError(
            gettext(
                "With --trusted-proxy {text} every client could say that it is another one; "
                "name the proxy's own address or network."
            ).format(text=text)
        )
    return str(network)


def client_at(address: str) -> str:
    """One name for all addresses of a client; "" for what is none, as a proxy may hand on."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if mapped := getattr(parsed, "ipv4_mapped", None):
        parsed = mapped
    if parsed.version == 4:
        return str(parsed)
    return str(ip_network((parsed.packed, _OF_ONE_BITS), strict=False))


def with_outer_scheme(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The same headers, in which X-Forwarded-Proto is one scheme in small letters: the one of the client.

    Each of several proxies in a row may add the scheme by which it was reached, so the first is the client's.
    """
    return [
        (name, value.partition(b",")[0].strip().lower() if name == b"x-forwarded-proto" else value)
        for name, value in headers
    ]


class Clients:
    """Tells clients from the proxies that ask for them."""

    def __init__(self, proxies: Collection[str] = ()) -> None:
        """`proxies` are networks as `proxy_network` writes them."""
        self._proxies: list[IPv4Network | IPv6Network] = [ip_network(proxy) for proxy in proxies]

    def at(self, address: str) -> str | None:
        """The client at the other end of a connection; None if it is a proxy, which asks for many."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return ""
        if any(parsed in network for network in self._proxies):
            return None
        return client_at(address)
