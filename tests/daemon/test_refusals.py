"""A picture that cannot be described is told of once, whatever names lead to it."""

import os
from pathlib import Path

from narrator.daemon import refusals
from narrator.daemon.refusals import Refusals
from narrator.picture.opening import open_picture
from tests.daemon.houses import House, arrival
from tests.drawings import encoded, scene


def test_a_file_is_news_until_it_was_told_of_under_one_of_its_names(tmp_path: Path) -> None:
    told = Refusals()
    file = tmp_path / "a.png"
    file.write_bytes(b"a")
    (tmp_path / "link.png").symlink_to(file)
    (tmp_path / "other.png").write_bytes(b"a")
    assert told.is_news(file)
    assert not told.is_news(tmp_path / "link.png")
    assert told.is_news(tmp_path / "other.png")
    file.write_bytes(b"changed")
    assert told.is_news(file)


def test_what_is_no_file_is_always_news(tmp_path: Path) -> None:
    told = Refusals()
    for path in (None, tmp_path / "gone.png"):
        assert told.is_news(path) and told.is_news(path)


def test_it_remembers_no_more_than_the_last_ones(tmp_path: Path) -> None:
    told = Refusals()
    file = tmp_path / "a.png"
    file.write_bytes(b"")
    assert told.is_news(file)
    for number in range(refusals.LATELY):
        os.utime(file, ns=(0, number))
        assert told.is_news(file)
    assert len(told._lately) == refusals.LATELY


def test_a_damaged_picture_in_a_folder_of_several_names_is_told_of_once(house: House, tmp_path: Path) -> None:
    folder, link = tmp_path / "Holiday", tmp_path / "Link"
    folder.mkdir()
    link.symlink_to(folder)
    damaged, whole = folder / "damaged.png", encoded(scene(300, 200), "PNG")
    damaged.write_bytes(whole[:60])
    for name in (folder, link):
        house.daemon.arrived(arrival(path=str(name / damaged.name), look=lambda: open_picture(damaged)))
    house.settle()
    (error,) = house.of_kind("error")
    assert error.fields["picture"] == str(damaged)
    (skipped,) = house.of_kind("skipped")
    assert skipped.fields == {
        "picture": str(link / damaged.name),
        "reason": "refused under another name",
    }
    assert house.daemon.refused == 1
    assert "damaged.png" in house.voice.begun(1)
