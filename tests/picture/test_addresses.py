import socket
from pathlib import Path

import pytest

from narrator.errors import PictureError
from narrator.picture.addresses import path_of


@pytest.mark.parametrize(
    "plain",
    ["a.jpg", "/a/b c.jpg", "http:a.jpg", "a/https://b", "//host/a.jpg", "C://a.jpg", "file:a.jpg", "-"],
)
def test_what_is_no_address_is_a_path(plain: str) -> None:
    assert path_of(plain) == Path(plain)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///a/b%20c/%C3%A4%25.jpg", "/a/b c/ä%.jpg"),
        ("FILE://localhost/a.jpg", "/a.jpg"),
        ("file:/a/b%20c.jpg", "/a/b c.jpg"),
        ("File:/a.jpg", "/a.jpg"),
        (f"file://{socket.gethostname()}/a.jpg", "/a.jpg"),
        ("file:///caf%E9.jpg", "/caf\udce9.jpg"),
        ("file:///a+b#c?d.jpg", "/a+b#c?d.jpg"),
    ],
)
def test_an_address_of_a_file_here_leads_to_it(address: str, path: str) -> None:
    assert path_of(address) == Path(path)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("https://example.org/a.jpg", "addresses are not opened; download it first"),
        ("HTTP://example.org", "addresses are not opened; download it first"),
        ("sftp://example.org/a.jpg", "addresses are not opened; download it first"),
        ("file://", "is an address without a path; name a file"),
        ("File://Localhost", "is an address without a path; name a file"),
        ("file://example.org/a.jpg", "is on another machine; copy the file"),
    ],
)
def test_any_other_address_is_refused_in_a_sentence(address: str, part: str) -> None:
    with pytest.raises(PictureError) as refused:
        path_of(address)
    assert str(refused.value).startswith(f"{address} is ")
    assert part in str(refused.value)
