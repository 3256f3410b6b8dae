import logging
from pathlib import Path
from threading import Thread

import pytest

from narrator.daemon import log
from narrator.daemon.log import logging_to
from narrator.places import journal_file
from tests.daemon.conftest import Watch
from tests.daemon.running import save_picture

LOG = logging.getLogger("narrator.daemon.somewhere")


def test_what_happens_is_written_until_the_end(tmp_path: Path) -> None:
    file = tmp_path / "log" / "narrator.log"
    with logging_to(file):
        LOG.warning("The camera was lost.")
    LOG.warning("Nobody writes this any more.")
    (line,) = file.read_text().splitlines()
    assert line.endswith("WARNING narrator.daemon.somewhere: The camera was lost.")
    assert file.parent.stat().st_mode & 0o077 == 0


def test_nobody_else_may_read_it_nor_an_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_LENGTH", 100)
    file = tmp_path / "log" / "narrator.log"
    file.parent.mkdir(mode=0o755)
    for each in (file, file.with_name("narrator.log.1")):
        each.write_text("of a version before")
        each.chmod(0o644)
    with logging_to(file):
        for _ in range(5):
            LOG.warning("The camera was lost.")
    assert [each.stat().st_mode & 0o777 for each in file.parent.iterdir()] == [0o600] * 4
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_of_a_fault_is_written_where_it_was_and_nothing_that_it_says(tmp_path: Path) -> None:
    def open_it() -> None:
        try:
            raise OSError(2, "No such file", "secret.png")
        except OSError as error:
            raise ValueError("secret") from error

    file = tmp_path / "narrator.log"
    with logging_to(file):
        try:
            open_it()
        except ValueError:
            LOG.exception("A picture could not be described.")
        thread = Thread(target=open_it, name="narrator somewhere")
        thread.start()
        thread.join()
    written = file.read_text()
    assert written.count("FileNotFoundError\nTraceback:\n") == 2
    assert written.count("\nValueError\n") == 2
    assert written.count(" in open_it\n") == 4
    assert "The thread narrator somewhere has ended by a fault.\n" in written
    assert "secret.png" not in "".join(line for line in written.splitlines() if "raise" not in line)


def test_it_rotates_and_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_LENGTH", 1000)
    file = tmp_path / "narrator.log"
    with logging_to(file):
        for number in range(1000):
            LOG.info("line %d", number)
    assert len(list(tmp_path.iterdir())) == 4
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) <= 4000
    assert "line 999" in file.read_text()


def test_where_no_log_can_be_written_there_is_none_and_the_reason_is_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with logging_to(tmp_path / "log" / "narrator.log") as trouble:
        LOG.error("Nobody reads this.")
    assert trouble and "cannot be written (" in trouble
    assert capfd.readouterr() == ("", "")


def test_no_caption_is_in_the_log_of_a_daemon(watch: Watch, holiday: Path, person: Path) -> None:
    state = journal_file().parent
    state.mkdir(mode=0o755)
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "secret.png")
        caption = narrator.wait_until_described("secret.png")["caption"]
        narrator.wait_for("spoken")
    written = "".join(file.read_text() for file in person.rglob("narrator.log*"))
    assert written
    assert caption not in written
    assert "secret" not in written
    assert state.stat().st_mode & 0o777 == 0o700, "a version before left it open to others"
