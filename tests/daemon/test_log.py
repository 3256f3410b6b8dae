import logging
from pathlib import Path

import pytest

from narrator.daemon import log
from narrator.daemon.log import logging_to
from narrator.errors import DaemonError
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


def test_it_rotates_and_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_LENGTH", 1000)
    file = tmp_path / "narrator.log"
    with logging_to(file):
        for number in range(1000):
            LOG.info("line %d", number)
    assert len(list(tmp_path.iterdir())) == 4
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) <= 4000
    assert "line 999" in file.read_text()


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with pytest.raises(DaemonError, match="cannot be written"), logging_to(tmp_path / "log" / "narrator.log"):
        pass


def test_no_caption_is_in_the_log_of_a_daemon(watch: Watch, holiday: Path, person: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "secret.png")
        caption = narrator.wait_until_described("secret.png")["caption"]
        narrator.wait_for("spoken")
    written = "".join(file.read_text() for file in person.rglob("narrator.log*"))
    assert written
    assert caption not in written
    assert "secret" not in written
