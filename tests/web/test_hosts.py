import pytest

from narrator.errors import SettingsError
from narrator.web.hosts import host_name, page_origin
from tests.conftest import Narrate


@pytest.mark.parametrize(
    "text", ["pictures.example", "PI", "my_box.local", "192.168.1.7", "xn--bcher-kva.example"]
)
def test_a_host_name_is_written_as_a_browser_does(text: str) -> None:
    assert host_name(text) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://pictures.example",
        "pictures.example:8443",
        "a b",
        "a..b",
        "-a",
        "a/",
        "bücher.example",
        "*",
    ],
)
def test_what_is_no_host_name_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="--name takes a host name without http:// and port"):
        host_name(text)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://pictures.example", "https://pictures.example"),
        ("HTTP://Localhost:3000", "http://localhost:3000"),
        ("https://pictures.example:443", "https://pictures.example"),
        ("http://pictures.example:443", "http://pictures.example:443"),
        ("http://[::1]:80", "http://[::1]"),
        ("chrome-extension://abcdef", "chrome-extension://abcdef"),
        ("safari-web-extension://ABCDEF", "safari-web-extension://abcdef"),
        ("capacitor://localhost", "capacitor://localhost"),
    ],
)
def test_an_origin_is_written_as_a_browser_does(text: str, origin: str) -> None:
    assert page_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pictures.example",
        "https://",
        "https://a/",
        "https://a/b",
        "https://me@a",
        "https://a:x",
        "*",
        "null",
        "ftp://a",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"--origin takes .* without a path"):
        page_origin(text)


@pytest.mark.parametrize(("option", "value"), [("--name", "http://x"), ("--origin", "example.org")])
def test_the_service_does_not_start_with_a_wrong_one(narrate: Narrate, option: str, value: str) -> None:
    process = narrate("serve", "--port", "0", option, value)
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert process.stderr.startswith(f"{option} takes ")
    assert process.stderr.endswith(f", not '{value}'.\n")
