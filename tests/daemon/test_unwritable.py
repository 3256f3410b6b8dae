"""Where nothing can be written, as in a read-only home folder, pictures are told all the same."""

from pathlib import Path

from narrator.daemon.control.client import ask
from narrator.places import journal_file
from tests.daemon.conftest import Watch
from tests.daemon.running import save_picture


def test_without_a_log_and_a_journal_it_describes_and_says_what_is_wrong(watch: Watch, holiday: Path) -> None:
    journal_file().parent.write_text("A file where the folder of the journal and the log should be.")
    with watch(holiday, "--silent") as narrator:
        narrator.wait_for("told", lambda event: event["text"].startswith("The log "))
        told = narrator.wait_for("told", lambda event: event["text"].startswith("The journal "))
        assert told["text"].endswith("Until you start Narrator again, it keeps nothing of what it describes.")
        narrator.wait_for("spoken", lambda event: told["text"] in event["text"])
        save_picture(holiday / "sea.png")
        narrator.wait_until_described("sea.png")
        assert ask("repeat")["text"]
    assert narrator.errors == ""
    assert not narrator.of_kind("fault")
