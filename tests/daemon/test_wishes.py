"""What holds for a picture of a folder: of several folders, names and sources of wishes, the right one."""

from pathlib import Path

from narrator.daemon.wishes import Wishes
from narrator.settings.settings import FolderSettings

PICTURES = Path("/home/me/Pictures")
SETTINGS = {
    PICTURES: FolderSettings(verbosity="brief"),
    PICTURES / "Screens": FolderSettings(speak=False),
}


def test_the_innermost_folder_of_the_settings_counts() -> None:
    wishes = Wishes(SETTINGS)
    assert wishes.of(PICTURES / "a" / "b.png") == FolderSettings(verbosity="brief")
    assert wishes.of(PICTURES / "Screens" / "b.png") == FolderSettings(speak=False)
    assert wishes.of(PICTURES.with_name("b.png")) == wishes.of(None) == FolderSettings()


def test_what_was_added_holds_over_what_is_set_for_an_inner_folder() -> None:
    wishes = Wishes(SETTINGS)
    wishes.add(PICTURES, {"journal": False})
    wishes.add(PICTURES / "Screens" / "Inner", {"speak": True})
    assert wishes.of(PICTURES / "Screens" / "b.png") == FolderSettings(speak=False, journal=False)
    assert wishes.of(PICTURES / "Screens" / "Inner" / "b.png") == FolderSettings(journal=False)


def test_it_holds_by_whichever_name_the_pictures_come(tmp_path: Path) -> None:
    folder, link = tmp_path / "folder", tmp_path / "link"
    (folder / "inner").mkdir(parents=True)
    link.symlink_to(folder)
    for named, others in ((folder, link), (link, folder)):
        wishes = Wishes({})
        wishes.add(named, {"journal": False})
        assert not wishes.of(others / "inner" / "a.png").journal
        assert not wishes.of(named / "inner" / "a.png").journal
        assert not wishes.of(folder / ".." / "link" / "a.png").journal
        assert wishes.of(tmp_path / "a.png").journal


def test_what_is_taken_back_leaves_what_was_before() -> None:
    wishes = Wishes({})
    wishes.add(PICTURES, {"speak": False})
    take_back = wishes.add(PICTURES, {"journal": False})
    assert wishes.of(PICTURES / "a.png") == FolderSettings(speak=False, journal=False)
    take_back()
    assert wishes.of(PICTURES / "a.png") == FolderSettings(speak=False)
