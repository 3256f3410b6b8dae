import os
from pathlib import Path

import pytest

from narrator.documents.addresses import ElsewhereError, Place, data_of, file_of
from narrator.errors import PictureError


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("a.png", "img/a b.png", "img/ü.png", "img/q.png?v=2", "sub/p.html", "sub/c.png"):
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "secret.png").touch()
    return tmp_path / "site"


def found(site: Path, address: str, base: str = "") -> str:
    place = Place(page=site / "sub" / "p.html", root=site, base=base)
    return file_of(address, place).relative_to(site).as_posix()


@pytest.mark.parametrize(
    ("address", "base", "file"),
    [
        ("c.png", "", "sub/c.png"),
        ("c.png?v=1#x", "", "sub/c.png"),
        ("../a.png", "", "a.png"),
        ("/img/a%20b.png", "", "img/a b.png"),
        ("/img/%C3%BC.png", "", "img/ü.png"),
        ("../img/q.png?v=2", "", "img/q.png?v=2"),
        ("a%20b.png", "../img/", "img/a b.png"),
        ("a%20b.png", "/img/index.html", "img/a b.png"),
        ("/a.png", "https://example.org/", "a.png"),
    ],
)
def test_an_address_leads_to_a_file(site: Path, address: str, base: str, file: str) -> None:
    assert found(site, address, base) == file


@pytest.mark.parametrize(
    ("address", "base", "reason"),
    [
        ("https://example.org/a.png", "", "on another machine"),
        ("//example.org/a.png", "", "on another machine"),
        ("c.png", "https://example.org/", "on another machine"),
        ("file:///etc/hostname", "", "on another machine"),
        ("gone.png", "", "its file is missing"),
        ("../../secret.png", "", "outside of the site"),
        ("%2e%2e/%2e%2e/secret.png", "", "outside of the site"),
        ("", "", "no address"),
        (".", "", "its file is missing"),
    ],
)
def test_other_addresses_are_left_alone(site: Path, address: str, base: str, reason: str) -> None:
    with pytest.raises(ElsewhereError, match=reason):
        found(site, address, base)


def test_a_link_does_not_lead_out_of_the_site(site: Path) -> None:
    (site / "sub" / "link.png").symlink_to(site.parent / "secret.png")
    with pytest.raises(ElsewhereError, match="outside"):
        found(site, "link.png")


def test_names_of_any_bytes(site: Path) -> None:
    (site / "sub" / os.fsdecode(b"\xff.png")).touch()
    place = Place(page=site / "sub" / "p.html", root=site)
    assert os.fsencode(file_of("%FF.png", place)).endswith(b"\xff.png")


def test_data_in_an_address() -> None:
    assert data_of("data:image/png;base64,aGFs bG8=") == b"hallo"
    assert data_of("DATA:,a%20b") == b"a b"
    for wrong in ("data:image/png;base64", "data:;base64,a"):
        with pytest.raises(PictureError):
            data_of(wrong)
