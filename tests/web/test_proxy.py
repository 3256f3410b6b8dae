"""Behind a proxy: what it says of its clients is believed from it alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.errors import SettingsError
from narrator.web.clients import Clients, client_at, proxy_network
from tests.conftest import Narrate
from tests.web.serving import Serving, serving

WRONG = {"Authorization": "Bearer wrong"}


@pytest.fixture(scope="module")
def behind(narrator_program: Path, service: Serving) -> Iterator[Serving]:
    """A service whose proxy has the address of these tests."""
    arguments = ("--trusted-proxy", "127.0.0.1", "--name", "pictures.example")
    with serving(narrator_program, *arguments, "--token-file", service.token_file) as running:
        yield running


def status(service: Serving, **headers: str) -> int:
    written = {name.replace("_", "-"): value for name, value in headers.items()}
    return service.ask("GET", "/v1/ready", headers=written).status


def test_an_origin_is_right_with_its_scheme_only(service: Serving) -> None:
    assert status(service, Origin=service.address) == 200
    assert status(service, Origin=service.address.replace("http", "https")) == 403
    # Anybody but a proxy that was named can write this.
    assert status(service, Origin=service.address.replace("http", "https"), X_Forwarded_Proto="https") == 403


def test_the_scheme_is_the_one_that_the_proxy_saw(behind: Serving) -> None:
    seen = {"Host": "pictures.example", "X-Forwarded-Proto": "https"}
    for origin, expected in (("https://pictures.example", 200), ("http://pictures.example", 403)):
        assert behind.ask("GET", "/v1/ready", headers={**seen, "Origin": origin}).status == expected
    entered = behind.ask("POST", "/enter", f"token={behind.token}".encode(), seen, signed_in=False)
    assert "Secure" in entered.headers["set-cookie"].split("; ")


@pytest.mark.parametrize("written", ["https, http", "HTTPS", " https,https", "Https , http"])
def test_the_scheme_is_the_first_of_several_proxies(behind: Serving, written: str) -> None:
    seen = {"Host": "pictures.example", "X-Forwarded-Proto": written}
    for origin, expected in (("https://pictures.example", 200), ("http://pictures.example", 403)):
        assert behind.ask("GET", "/v1/ready", headers={**seen, "Origin": origin}).status == expected


def test_a_cookie_is_not_secure_because_anybody_says_so(service: Serving) -> None:
    said = {"X-Forwarded-Proto": "https"}
    entered = service.ask("POST", "/enter", f"token={service.token}".encode(), said, signed_in=False)
    assert "Secure" not in entered.headers["set-cookie"].split("; ")


def refusals(service: Serving, count: int, forwarded: str) -> set[int]:
    headers = {**WRONG, "X-Forwarded-For": forwarded}
    return {service.ask("GET", "/v1/ready", headers=headers, signed_in=False).status for _ in range(count)}


def test_one_client_behind_the_proxy_uses_up_no_other_ones_requests(behind: Serving) -> None:
    assert refusals(behind, 200, "192.0.2.1") == {401, 429}
    assert refusals(behind, 1, "192.0.2.2") == {401}
    # What a client wrote itself stands before what the proxy adds.
    assert refusals(behind, 200, "192.0.2.9, 192.0.2.3") == {401, 429}
    assert refusals(behind, 1, "192.0.2.4, 192.0.2.3") <= {401, 429}
    assert refusals(behind, 1, "192.0.2.9") == {401}


def test_without_a_proxy_nobody_can_be_another_client(service: Serving) -> None:
    seen = {status for each in range(200) for status in refusals(service, 1, f"192.0.2.{each}")}
    assert seen == {401, 429}


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("2001:db8:0:1::9", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", ""),
    ],
)
def test_all_addresses_of_one_household_are_one_client(address: str, client: str) -> None:
    assert client_at(address) == client


def test_a_proxy_is_no_client() -> None:
    clients = Clients([proxy_network("10.0.0.0/8"), proxy_network("::1")])
    assert [clients.at(each) for each in ("10.1.2.3", "::1", "192.0.2.1")] == [None, None, "192.0.2.1"]


@pytest.mark.parametrize("text", ["", "proxy.example", "10.0.0.0/33", "*", "127.0.0.1:80"])
def test_what_is_no_proxys_address_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="--trusted-proxy takes"):
        proxy_network(text)


@pytest.mark.parametrize("text", ["0.0.0.0/0", "::/0", "128.0.0.0/1", "1.2.3.4/0"])
def test_all_the_world_is_no_proxy(text: str) -> None:
    with pytest.raises(SettingsError, match="every client could say"):
        proxy_network(text)


def test_the_service_does_not_start_with_a_wrong_proxy(narrate: Narrate) -> None:
    done = narrate("serve", "--port", "0", "--trusted-proxy", "everybody")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
