import stat
from pathlib import Path

import pytest

from narrator.errors import SecondError, SettingsError
from narrator.second.address import Address
from narrator.second.consent import allow, is_allowed, refuse, what_it_means

pytestmark = pytest.mark.usefixtures("person")
NAS = Address.read("http://nas.example:8080/v1")


def test_this_machine_needs_none_and_another_one_needs_it_once(tmp_path: Path) -> None:
    file = tmp_path / "new" / "allowed"
    assert is_allowed(Address.read("http://localhost:1234"), file)
    assert not is_allowed(NAS, file)
    allow(NAS, file)
    assert is_allowed(NAS, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "other", ["https://nas.example:8080", "http://nas.example:8081", "http://nas.example.org:8080"]
)
def test_it_holds_for_one_origin_alone(tmp_path: Path, other: str) -> None:
    file = tmp_path / "allowed"
    allow(NAS, file)
    assert not is_allowed(Address.read(other), file)
    allow(Address.read(other), file)
    assert is_allowed(NAS, file) and is_allowed(Address.read(other), file)


def test_without_it_the_way_to_it_is_told() -> None:
    with pytest.raises(
        SecondError, match=r"nas\.example:8080 is not on this machine.* narrator second --allow"
    ):
        refuse(NAS)
    allow(NAS)
    refuse(NAS)


def test_an_unencrypted_way_is_told() -> None:
    assert "unencrypted" in what_it_means(NAS)
    assert "unencrypted" not in what_it_means(Address.read("https://nas.example"))


def test_what_cannot_be_read_or_written_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "allowed"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SecondError, match="it is no text"):
        is_allowed(NAS, file)
    file.unlink()
    file.mkdir()
    with pytest.raises(SecondError, match="cannot be read"):
        is_allowed(NAS, file)
    (tmp_path / "wall").touch()
    with pytest.raises((SettingsError, SecondError)):
        allow(NAS, tmp_path / "wall" / "allowed")
