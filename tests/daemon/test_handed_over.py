"""What a second `narrator watch` has handed over holds after a crash, and after nothing else."""

import stat
import sys
from pathlib import Path

import pytest

from narrator.daemon.control.client import ask, end_daemon
from narrator.daemon.handed_over import HandedOver
from narrator.daemon.watching import Watching
from narrator.errors import DaemonError
from narrator.journal.journal import Journal
from narrator.places import handed_over_file, journal_file
from tests.conftest import Narrate
from tests.daemon.conftest import Watch
from tests.daemon.houses import SETTINGS, House
from tests.daemon.running import RunningNarrator, save_picture

SECRET = Watching(folders=("/home/me/Pictures/secret",), own={"journal": False})
LOUD = Watching(folders=("/home/me/Loud",), recursive=True, camera="rtsp://camera/1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "runtime" / "handed-over.json"


@pytest.fixture
def secret(holiday: Path) -> Path:
    """A folder in a folder that is watched."""
    folder = holiday / "secret"
    folder.mkdir()
    return folder


def journalled() -> list[str]:
    with Journal.open(journal_file()) as journal:
        return [entry.name for entry in journal.history()]


def sources(narrator: RunningNarrator) -> list[str]:
    return list(narrator.of_kind("ready")[0]["sources"])


def keep(file: Path, *watchings: Watching) -> HandedOver:
    handed_over = HandedOver(file)
    for watching in watchings:
        with handed_over.keeping(watching):
            pass
    return handed_over


def test_after_a_crash_nothing_is_kept_of_what_was_handed_over_so(
    watch: Watch, narrate: Narrate, holiday: Path, secret: Path
) -> None:
    with watch(holiday, "--recursive", "--silent") as narrator:
        assert narrate("watch", "--incognito", secret).returncode == 0
        if sys.platform != "win32":
            assert stat.S_IMODE(handed_over_file().stat().st_mode) == 0o600
        narrator.kill()
    save_picture(secret / "meanwhile.png", 1)
    with watch(holiday, "--recursive", "--silent") as narrator:
        assert sources(narrator) == ["the folder secret", "the folder Holiday"]
        for number, picture in enumerate((secret / "hidden.png", holiday / "open.png"), start=2):
            save_picture(picture, number)
            narrator.wait_until_described(picture.name)
    assert journalled() == ["open.png"]


@pytest.mark.parametrize("quits", [True, False], ids=["quit", "logout"])
def test_after_its_end_nothing_of_it_is_left(
    watch: Watch, narrate: Narrate, holiday: Path, secret: Path, quits: bool
) -> None:
    with watch(holiday, "--silent") as narrator:
        assert narrate("watch", secret).returncode == 0
        assert handed_over_file().is_file()
        if quits:
            end_daemon()
        else:
            narrator.end()
    assert not handed_over_file().exists()
    with watch(holiday, "--silent") as narrator:
        assert sources(narrator) == ["the folder Holiday"]


def test_a_folder_that_is_not_there_after_a_crash_is_watched_when_it_is(
    watch: Watch, narrate: Narrate, holiday: Path, secret: Path
) -> None:
    with watch(holiday, "--silent") as narrator:
        assert narrate("watch", "--incognito", secret).returncode == 0
        narrator.kill()
    secret.rmdir()
    with watch(holiday, "--silent") as narrator:
        assert sources(narrator) == ["the folder Holiday"]
        narrator.wait_for("told", lambda event: "folder secret does not exist" in event["text"])
        ask("status")
        narrator.kill()
    secret.mkdir()
    with watch(holiday, "--silent") as narrator:
        assert sources(narrator) == ["the folder secret", "the folder Holiday"]


def test_all_of_it_comes_back_once_and_the_newest_last(file: Path) -> None:
    keep(file, SECRET, LOUD, SECRET)
    assert HandedOver(file).take_up() == (LOUD, SECRET)


def test_what_cannot_be_watched_is_not_kept_unless_it_was_before(file: Path) -> None:
    handed_over = keep(file, SECRET)
    for watching in (LOUD, SECRET):
        with pytest.raises(DaemonError), handed_over.keeping(watching):
            raise DaemonError("There is no such folder; make it.")
    assert HandedOver(file).take_up() == (SECRET,)


def test_a_fault_leaves_it_and_an_end_of_another_kind_does_not(file: Path) -> None:
    with pytest.raises(DaemonError), keep(file, SECRET):
        raise DaemonError("There is a fault; mend it.")
    with pytest.raises(SystemExit), HandedOver(file) as next_one:
        assert next_one.take_up() == (SECRET,)
        raise SystemExit(143)
    assert not file.exists()


def test_what_another_daemon_has_written_since_is_its_own(file: Path) -> None:
    with keep(file, SECRET):
        keep(file, LOUD)
    assert HandedOver(file).take_up() == (LOUD,)


def test_after_the_end_nothing_is_taken_any_more(file: Path) -> None:
    with keep(file, SECRET) as handed_over:
        pass
    with pytest.raises(DaemonError, match="ends at this moment"), handed_over.keeping(LOUD):
        pass
    assert not file.exists()


def test_what_is_not_written_down_is_not_watched(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(DaemonError, match=r"^What is to be watched cannot be written into .*; make room"):
        keep(file, SECRET)


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"version": 2}', '{"version": 1, "watch": [{"folders": 3}]}']
)
def test_a_file_that_cannot_be_read_is_told_of(person: Path, content: str) -> None:
    handed_over_file().parent.mkdir(parents=True)
    handed_over_file().write_text(content)
    house = House(SETTINGS)
    try:
        house.daemon.watched.take_up()
        house.told(
            "What was handed over to the Narrator before cannot be read, and does not hold any more; "
            "give narrator watch its folders again."
        )
    finally:
        house.close()
