"""The list of what is kept: all places, nothing of anybody else's, and no way out of them."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from narrator import places
from narrator.belongings.inventory import empty_folders, kept, models, strangers
from narrator.daemon.autostart.systemd import SystemdAutostart
from narrator.daemon.autostart.xdg import XdgAutostart
from narrator.daemon.hotkeys.presence import make_known
from narrator.errors import NarratorError
from narrator.places import (
    control_file,
    index_file,
    journal_file,
    log_file,
    models_folder,
    runtime_folder,
    settings_file,
    token_file,
)

Place = Callable[[], Path]
PLACES: list[Place] = [
    function
    for name, function in inspect.getmembers(places, inspect.isfunction)
    if function.__module__ == places.__name__ and name != "pictures_folder"  # which is the person's
]


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("something")
    return path


def found() -> set[Path]:
    return {Path(belonging.place) for belonging in kept()}


def remove_everything() -> None:
    for belonging in (*kept(), *models()):
        assert belonging.remove() is None
    for folder in empty_folders():
        assert folder.remove() is None


def files_of(person: Path) -> list[Path]:
    return sorted(path for path in person.rglob("*") if not path.is_dir())


def test_where_nothing_was_written_nothing_is_kept(person: Path) -> None:
    assert (kept(), models(), list(empty_folders()), strangers()) == ([], [], [], [])


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_no_place_is_forgotten(person: Path, place: Place) -> None:
    path = place()
    written = write(path / "control.lock" if place is runtime_folder else path)
    if place is models_folder:
        written.unlink()
        written = write(path / "mine")
    assert {each.place for each in (*kept(), *models())} == {str(written)}
    remove_everything()
    assert files_of(person) == []
    assert not list(person.rglob("narrator"))


def test_what_lies_beside_belongs_to_it(person: Path) -> None:
    journal, token, log, control = journal_file(), token_file(), log_file(), control_file()
    written = [
        *(journal.with_name(f"{journal.name}{end}") for end in ("", "-wal", "-shm")),
        journal.with_name(f"{journal.name}.damaged-2026-11-30-120000"),
        journal.with_name(f"{journal.name}.damaged-2026-11-30-120000-wal"),
        *(index_file().with_name(f"{index_file().name}{end}") for end in ("", "-journal")),
        token.with_name(f".{token.name}.0123abcd.part"),
        *(log.with_name(f"{log.name}{end}") for end in ("", ".1", ".2", ".3")),
        *(control.with_suffix(end) for end in (".sock", ".lock")),
    ]
    for path in written:
        write(path)
    assert found() == set(written)
    remove_everything()
    assert files_of(person) == []


@pytest.mark.parametrize("autostart", [XdgAutostart(), SystemdAutostart()], ids=lambda each: each.name)
def test_autostart_and_the_name_for_hotkeys_go_and_the_persons_folders_stay(
    person: Path, autostart: XdgAutostart | SystemdAutostart
) -> None:
    autostart = type(autostart)()  # in this person's folders
    place = Path(autostart.install(["narrator", "watch"]))
    make_known()
    own = write(place.parent / "other.desktop")
    assert next(belonging.place for belonging in kept()) == str(place)
    remove_everything()
    assert files_of(person) == [own]
    assert (person / "data" / "applications").is_dir()


def test_a_unit_that_the_person_wrote_is_not_narrators(person: Path) -> None:
    unit = write(person / "config" / "systemd" / "user" / "narrator.service")
    assert kept() == []
    assert unit.exists()


def test_what_others_have_put_there_stays_and_is_named(person: Path) -> None:
    write(settings_file())
    notes = write(settings_file().with_name("config.toml.bak"))
    notes.with_name("themes").mkdir()
    write(models_folder() / "mine" / "manifest.json")
    remove_everything()
    assert strangers() == [notes, notes.with_name("themes")]
    assert files_of(person) == [notes]


def test_a_folder_is_not_taken_for_the_file_of_its_name(person: Path) -> None:
    inside = write(settings_file() / "note")
    assert kept() == []
    assert strangers() == [settings_file()]
    assert inside.exists()


def test_models_are_listed_apart(person: Path) -> None:
    write(models_folder() / "mine" / "manifest.json")
    write(models_folder() / "yours" / "manifest.json")
    assert kept() == []
    assert [Path(model.place).name for model in models()] == ["mine", "yours"]
    assert list(empty_folders()) == []


def test_a_settings_file_that_is_a_link_goes_without_what_it_leads_to(person: Path) -> None:
    target = write(person / "dotfiles" / "narrator.toml")
    settings_file().parent.mkdir(parents=True)
    settings_file().symlink_to(target)
    assert found() == {settings_file()}
    remove_everything()
    assert files_of(person) == [target]


@pytest.mark.parametrize(
    ("folder", "file"),
    [
        (lambda: settings_file().parent, settings_file),
        (lambda: journal_file().parent, journal_file),
        (lambda: log_file().parent, log_file),
        (lambda: models_folder().parent, lambda: models_folder() / "mine"),
        (models_folder, lambda: models_folder() / "mine"),
    ],
)
def test_a_folder_that_is_a_link_goes_without_what_is_in_it(person: Path, folder: Place, file: Place) -> None:
    elsewhere = person / "elsewhere"
    target = write(elsewhere / file().relative_to(folder()))
    folder().parent.mkdir(parents=True, exist_ok=True)
    folder().symlink_to(elsewhere)
    assert [Path(each.place) for each in (*kept(), *models())] == [folder()]
    assert strangers() == []
    remove_everything()
    assert files_of(person) == [target]


def test_a_base_folder_that_is_a_link_is_the_persons_own_way(
    person: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (person / "link").symlink_to(person / "config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(person / "link"))
    write(settings_file())
    assert found() == {settings_file()}
    remove_everything()
    assert files_of(person) == []
    assert (person / "link").is_symlink()


def test_where_nobody_can_look_it_says_so(person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(NarratorError, match=r"cannot be read \(Permission denied\)"):
        kept()
