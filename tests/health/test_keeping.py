"""Journal, folder for pictures, autostart and token, as a person finds them."""

import sys
from pathlib import Path

import pytest

from narrator.daemon.autostart.systemd import SystemdAutostart
from narrator.daemon.autostart.xdg import XdgAutostart
from narrator.daemon.program import program
from narrator.errors import SettingsError
from narrator.health import keeping
from narrator.installation.choice import this_installation
from narrator.places import journal_file, token_file
from narrator.settings.settings import Settings
from narrator.web.token import token_from
from tests.commands.memories import remember
from tests.journal.entries import new_entry


@pytest.fixture(autouse=True)
def home(person: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody with a folder for pictures and a desktop without systemd."""
    monkeypatch.setenv("HOME", str(person))
    for variable in ("XDG_PICTURES_DIR", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    (person / "100 % $Pictures").mkdir()
    monkeypatch.setenv("XDG_PICTURES_DIR", str(person / "100 % $Pictures"))
    return person


def test_a_journal_that_is_not_there_is_not_made() -> None:
    assert keeping.journal(Settings()).what.endswith("yet; the first picture begins it.")
    assert keeping.journal(Settings(journal=False)).what.endswith("yet; the settings want none.")
    assert not journal_file().exists()


def test_the_entries_of_a_journal_are_counted() -> None:
    remember(new_entry())
    undamaged = f"The journal {journal_file()} is undamaged and has"
    assert keeping.journal(Settings()).what.startswith(f"{undamaged} 1 entry in 0.")
    remember(new_entry())
    assert keeping.journal(Settings()).what.startswith(f"{undamaged} 2 entries in 0.")


def test_who_has_no_folder_for_pictures_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keeping.pictures().what == f"Your folder for pictures is {home / '100 % $Pictures'}."
    monkeypatch.setenv("XDG_PICTURES_DIR", str(home))
    assert not keeping.pictures().works
    XdgAutostart().install([*program(), "watch", str(home)])
    assert keeping.autostart().what == "At every login, the desktop's autostart starts Narrator."


@pytest.mark.parametrize(
    ("folders", "watches"),
    [
        (["100 % $Pictures", "--clipboard"], "watches"),
        (["100 % $Pictures/Holiday"], "does not watch"),
        (["--clipboard"], "does not watch"),
        (["."], "does not watch"),
        ([".", "--recursive"], "watches"),
    ],
)
def test_whether_the_autostart_watches_it(home: Path, folders: list[str], watches: str) -> None:
    words = [str(home / word) if word[0] != "-" else word for word in folders]
    for kind in (XdgAutostart(), SystemdAutostart()):
        kind.install([*program(), "watch", *words])
        starts = f"At every login, {kind.name} starts Narrator"
        assert keeping.autostart().what == f"{starts}, which {watches} your folder for pictures."
        kind.remove()


def test_an_autostart_of_another_installation_is_a_problem() -> None:
    assert keeping.autostart().what.startswith("Nothing starts Narrator at login; ")
    XdgAutostart().install(["/old/narrator", "watch"])
    finding = keeping.autostart()
    assert (finding.works, "another installation" in finding.what) == (False, True)


def test_a_unit_of_a_version_before_is_a_problem_with_the_command_that_mends_it(home: Path) -> None:
    SystemdAutostart().install([*program(), "watch", str(home / "My Pictures"), "--clipboard"])
    assert keeping.autostart().works
    unit = home / "config" / "systemd" / "user" / "narrator.service"
    unit.write_text(unit.read_text().replace("SuccessExitStatus=143\n", ""))
    finding = keeping.autostart()
    assert not finding.works
    again = f"narrator autostart install -- '{home}/My Pictures' --clipboard"
    assert finding.mend == f"Run {again}, which writes it as it is now."


def test_the_token_is_not_made_and_must_be_private() -> None:
    assert keeping.web_token().what == f"There is no token {token_file()} yet; narrator serve makes it."
    assert not token_file().exists()
    token_file().parent.mkdir(parents=True)
    token_from(token_file())
    assert keeping.web_token().what == f"The token of the web service is in {token_file()}."
    token_file().chmod(0o644)
    with pytest.raises(SettingsError, match="Others can read the token file"):
        keeping.web_token()


def test_without_the_extra_for_the_web_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keeping.web_service().works
    monkeypatch.delitem(sys.modules, "narrator.web.server", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    finding = keeping.web_service()
    assert not finding.works
    assert finding.what == "The web service is not installed (uvicorn is missing)."
    assert finding.mend == f"Run {this_installation().to_add('web')} if you want that."
