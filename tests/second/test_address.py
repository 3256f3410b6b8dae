import pytest

from narrator.errors import SettingsError
from narrator.second.address import Address, is_loopback


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        (" http://LOCALHOST:1234/v1/ ", "http://localhost:1234/v1"),
        ("https://nas.example/api/v1", "https://nas.example:443/api/v1"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_read(written: str, read: str) -> None:
    assert str(Address.read(written)) == read
    assert Address.read(read) == Address.read(written)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "ollama",
            "localhost:11434",
            "ftp://localhost/v1",
            "http://",
            "http://:80",
            "http://localhost:0",
        ),
        *("http://localhost:many", "http://localhost:70000", "http://[::1", "http://me:word@localhost/v1"),
        *(
            "http://localhost/v1?key=1",
            "http://localhost/v1#x",
            "http://local host/v1",
            "http://localhost/v 1",
        ),
        *("http://localhost/../v1\r\nX: y", "http://bücher.example/v1", "http://[fe80::1%25eth0]/v1"),
    ],
)
def test_what_is_none_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="must be the address of a server"):
        Address.read(written)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "[::1]", "localhost", "[::ffff:127.0.0.1]"])
def test_these_are_this_machine(host: str) -> None:
    assert Address.read(f"http://{host}:8080").is_here


@pytest.mark.parametrize(
    "host", ["192.168.1.2", "0.0.0.0", "[::]", "localhost.example", "127.0.0.1.example", "nas", "[fe80::1]"]
)
def test_these_may_be_another_one(host: str) -> None:
    assert not Address.read(f"http://{host}:8080").is_here


def test_a_name_is_no_loopback_address() -> None:
    assert not is_loopback("localhost")
