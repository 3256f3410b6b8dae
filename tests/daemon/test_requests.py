"""What the person wants of a folder holds for its files, by whichever command they ask for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.daemon.requests import camera_now, clipboard_now
from narrator.sources.arrival import Arrival
from narrator.sources.camera.feed import file_of, from_everywhere
from tests.daemon.houses import SETTINGS, House
from tests.daemon.running import save_picture
from tests.sources.camera.videos import film, tinted_frame
from tests.sources.clipboard.conftest import own
from tests.sources.clipboard.programs import Own
from tests.xserver import x_server

__all__ = ["own", "x_server"]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    folder = tmp_path / "secret"
    folder.mkdir()
    return folder


@pytest.fixture
def house(person: Path, secret: Path) -> Iterator[House]:
    house = House(SETTINGS)
    house.daemon.wishes.add(secret, {"journal": False})
    yield house
    house.close()


def described(house: House, arrival: Arrival) -> list[str]:
    """The origins that the journal holds, once it was described."""
    (result,) = house.daemon.answers.describe([arrival]).result(60)
    assert "description" in result
    return [entry.origin for entry in house.journal.history()]


@pytest.mark.parametrize("name", ["letter.png", "film.mp4"])
def test_of_a_file_that_a_camera_is_asked_for_nothing_is_kept_where_nothing_is_wanted(
    house: House, secret: Path, name: str
) -> None:
    for folder, kept in ((secret, []), (secret.parent, ["camera"])):
        file = folder / name
        if name.endswith(".png"):
            save_picture(file)
        else:
            film(file, [(tinted_frame("red"), 1.0)])
        assert described(house, camera_now(str(file))) == kept


def test_so_it_is_for_a_copied_file(own: Own, house: House, secret: Path) -> None:
    for folder, kept in ((secret, []), (secret.parent, ["clipboard"])):
        picture, copied = save_picture(folder / "letter.png"), folder / "copied"
        copied.write_text(f"{picture.as_uri()}\r\n")
        own(f"text/uri-list={copied}")
        assert described(house, clipboard_now()) == kept


def test_another_process_is_asked_for_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert from_everywhere("film.mp4") == str(tmp_path / "film.mp4")
    assert from_everywhere((tmp_path / "film.mp4").as_uri()) == str(tmp_path / "film.mp4")
    for elsewhere in ("0", "rtsp://garden/1"):
        assert from_everywhere(elsewhere) == elsewhere
        assert file_of(elsewhere) is None
