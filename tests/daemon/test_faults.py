"""What a daemon that runs for months meets, each caused for real."""

import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from narrator.daemon.control.client import NoDaemonError, ask
from narrator.journal.journal import Journal
from narrator.places import journal_file
from tests.conftest import Narrate
from tests.daemon.conftest import Watch
from tests.daemon.control.talking import in_time
from tests.daemon.running import Record, RunningNarrator, save_picture
from tests.fresh_speech import fresh_speech
from tests.soundserver import likeness, listening_ear, running_server


def of_picture(file: Path) -> Callable[[Record], bool]:
    """Whether an event is about this file."""
    return lambda event: event["picture"] == str(file)


def spoken(narrator: RunningNarrator) -> list[int]:
    """The entries that were heard, as often as they were."""
    return [entry for event in narrator.of_kind("spoken") for entry in event["entries"]]


@pytest.mark.parametrize("described", [1, 7, 20])
def test_killed_in_the_middle_it_says_nothing_twice(watch: Watch, holiday: Path, described: int) -> None:
    with watch(holiday, "--silent") as narrator:
        for number in range(40):
            save_picture(holiday / f"{number:02}.png", number)
        narrator.wait_for("described", count=described)
        narrator.kill()
    first = spoken(narrator)
    with closing(sqlite3.connect(journal_file())) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Journal.open(journal_file()) as journal:
        known = {entry.id for entry in journal.history()}
    assert len(known) >= described

    with watch(holiday, "--silent", "--backlog") as narrator:
        narrator.wait_for("skipped", count=len(known))
        narrator.wait_for("described", count=40 - len(known))
        ask("status")
    assert {event["entry"] for event in narrator.of_kind("skipped")} == known
    assert not set(first) & set(spoken(narrator))


def test_a_full_disk_costs_the_journal_and_no_word(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "one.png", 1)
        narrator.wait_until_described("one.png")
        narrator.wait_for("spoken")
        unlimited = resource.prlimit(narrator.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        save_picture(holiday / "two.png", 2)
        event = narrator.wait_until_described("two.png")
        assert event["entry"] is None
        narrator.wait_for("spoken", lambda each: each["text"] == event["spoken"])
        fault = narrator.wait_for("fault")["error"]
        narrator.wait_for("spoken", lambda each: each["text"] == fault)
        assert ask("status")["last_error"] == fault

        resource.prlimit(narrator.process.pid, resource.RLIMIT_FSIZE, unlimited)
        save_picture(holiday / "three.png", 3)
        assert narrator.wait_until_described("three.png")["entry"] is not None


def test_a_folder_deleted_and_made_again(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "one.png", 1)
        narrator.wait_until_described("one.png")
        shutil.rmtree(holiday)
        narrator.wait_for("told", lambda event: "Holiday is gone" in event["text"])
        holiday.mkdir()
        save_picture(holiday / "two.png", 2)
        narrator.wait_until_described("two.png")
        narrator.wait_for("spoken", lambda event: event["text"] == "The folder Holiday is back.")


def test_a_thousand_files_at_once_keep_nobody_waiting(
    watch: Watch, holiday: Path, tmp_path: Path, narrate: Narrate
) -> None:
    mine = save_picture(tmp_path / "mine.png", 5000)
    with watch(holiday, "--silent") as narrator:
        for number in range(1000):
            save_picture(holiday / f"{number:03}.png", number)
        asked = narrate("speak", mine)
        assert len(narrator.of_kind("described")) < 1000, "the answer did not wait for all of them"
        narrator.wait_for("described", count=1000)
        deadline = time.monotonic() + 30
        while ask("status")["queue"] and time.monotonic() < deadline:
            time.sleep(0.1)
        status = ask("status")
    assert asked.returncode == 0
    assert asked.stdout.strip()
    assert (status["queue"], status["last_error"]) == (0, "")
    assert status["missed"] + len(set(spoken(narrator))) == 1001
    assert len(narrator.of_kind("burst")) <= 20


def test_two_started_at_once_are_one_that_watches_both_folders(
    watch: Watch, holiday: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Other"
    other.mkdir()
    with watch(holiday, "--silent") as narrator:
        pids = {ask("status")["pid"]}
        narrator.kill()
    both = [subprocess.Popen([watch.program, "watch", folder, "--silent"]) for folder in (holiday, other)]
    try:
        assert in_time(lambda: sources() == {"the folder Holiday", "the folder Other"})
        assert in_time(lambda: sum(each.poll() is None for each in both) == 1)
        (stayed,) = (each for each in both if each.poll() is None)
        assert ask("status")["pid"] == stayed.pid
        assert stayed.pid not in pids, "the killed one's socket was stale"
        assert [each.returncode for each in both if each is not stayed] == [0]
        for folder in (holiday, other):
            save_picture(folder / "new.png", 7 + len(folder.name))
        with Journal.open(journal_file()) as journal:
            assert in_time(lambda: {entry.place for entry in journal.history()} == {"Holiday", "Other"})
    finally:
        for each in both:
            each.terminate()
            each.wait(60)


def sources() -> set[str]:
    """What the Narrator that runs watches, if one runs."""
    try:
        return set(ask("status")["sources"])
    except NoDaemonError:
        return set()


def test_two_hundred_clients_at_once_while_it_works(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        for number in range(100):
            save_picture(holiday / f"{number:03}.png", number)
        with ThreadPoolExecutor(200) as clients:
            replies = list(clients.map(lambda _: ask("status", timeout=60), range(200)))
        narrator.wait_for("described", count=100)
    assert {reply["pid"] for reply in replies} == {narrator.process.pid}


@pytest.mark.needs_sound
def test_the_sound_server_is_killed_and_comes_back(
    watch: Watch, holiday: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_server() as server, running_server() as again, listening_ear(again) as ear:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        with watch(holiday) as narrator:
            server.end()
            save_picture(holiday / "the sea.png", 1)
            narrator.wait_for("fault")
            # The new one takes the old one's place once somebody listens to it.
            (server.folder / "native").unlink()
            (server.folder / "native").symlink_to(again.folder / "native")
            text = narrator.wait_for("spoken")["text"]
            heard = ear.heard()
    _, expected = fresh_speech(text, text)  # the first time nobody heard it
    assert text == narrator.of_kind("described")[0]["spoken"]
    assert likeness(heard, expected)[0] >= 0.9


def test_a_journal_that_is_damaged_while_it_runs_costs_no_word(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "one.png", 1)
        narrator.wait_until_described("one.png")
        narrator.wait_for("spoken")
        for file in journal_file().parent.glob("journal.sqlite*"):
            file.write_bytes(b"rubbish" * 5000)
        for number in range(2, 6):
            save_picture(holiday / f"{number}.png", number)
            narrator.wait_until_described(f"{number}.png")
        fault = narrator.wait_for("fault")["error"]
        (aside,) = journal_file().parent.glob("journal.sqlite.damaged-*[0-9]")
        assert fault.endswith(f"the old one is kept as {aside.name}."), "nobody is told to forget it"
        narrator.wait_for("spoken", lambda event: event["text"] == fault)
        assert narrator.events[-1]["event"] in ("spoken", "described", "fault")
        assert ask("status")["pid"] == narrator.process.pid
        assert narrator.of_kind("described")[-1]["entry"] is not None
