"""`narrator watch` as it is installed: what is printed, what is heard, what the verbs answer."""

import ctypes
import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from narrator.places import settings_file
from tests.conftest import Narrate
from tests.daemon.conftest import Watch, holiday, watch
from tests.daemon.running import save_picture
from tests.fresh_speech import fresh_speech
from tests.soundserver import Ear, likeness

__all__ = ["holiday", "watch"]

ALIKE = 0.9


def test_a_new_picture_is_printed_and_heard(watch: Watch, holiday: Path, ear: Ear) -> None:
    save_picture(holiday / "old.png", 1)
    with watch(holiday) as narrator:
        save_picture(holiday / "the sea.png", 2)
        event = narrator.wait_until_described("the sea.png")
        spoken = narrator.wait_for("spoken")

    assert event["spoken"] == spoken["text"] == f"Holiday, the sea: {event['caption'].capitalize()}."
    assert (event["origin"], event["place"], event["picture"]) == (
        "folder",
        "Holiday",
        str(holiday / "the sea.png"),
    )
    assert {"log_prob", "candidates", "bundle", "timings", "time", "entry"} <= event.keys()
    (expected,) = fresh_speech(spoken["text"])
    assert likeness(ear.heard(), expected)[0] >= ALIKE
    assert len(narrator.of_kind("described")) == 1, "what was there before is not described"


def test_forty_pictures_are_one_sentence_and_the_rest_is_missed(
    watch: Watch, holiday: Path, narrate: Narrate
) -> None:
    with watch(holiday, "--silent") as narrator:
        for number in range(40):
            save_picture(holiday / f"{number:02}.png", number)
        narrator.wait_for("described", count=40)
        pictures = sum(event["count"] for event in [narrator.wait_for("burst")])
        narrator.wait_for("spoken", lambda event: "new pictures in Holiday" in event["text"])
        missed = json.loads(narrate("status", "--json").stdout)["missed"]
        told = narrate("missed").stdout

    burst = narrator.of_kind("burst")[0]
    alone = sum(not event["asked"] for event in narrator.of_kind("spoken")) - 1  # besides the burst
    assert 30 <= pictures <= 40
    assert burst["text"].startswith(f"{pictures} new pictures in Holiday, the first three: ")
    assert pictures + alone == 40
    assert missed == pictures - 3
    assert told.startswith(f"{missed} pictures that you have not heard, the newest 10: ")


def test_the_verbs_of_a_running_narrator(watch: Watch, holiday: Path, narrate: Narrate) -> None:
    with watch(holiday, "--silent") as narrator:
        assert narrate("repeat").stderr.startswith("Nothing has been described yet")
        save_picture(holiday / "the sea.png")
        caption = narrator.wait_until_described("the sea.png")["caption"].capitalize()
        narrator.wait_for("spoken")
        assert narrate("repeat").stdout == f"Holiday, the sea: {caption}.\n"
        more = narrate("more").stdout
        assert "270 by 180 pixels. The file is the sea. From Holiday, today at" in more

        assert narrate("pause").stdout.startswith("Paused.")
        save_picture(holiday / "two.png", 2)
        narrator.wait_until_described("two.png")
        status = json.loads(narrate("status", "--json").stdout)
        assert (status["paused"], status["missed"]) == (True, 1)
        assert "1 picture waits" in narrate("resume").stdout
        assert narrate("missed").stdout.startswith("1 picture that you have not heard: Holiday: ")

        status = json.loads(narrate("status", "--json").stdout)
        assert status["sources"] == ["the folder Holiday"]
        assert (status["missed"], status["queue"], status["last_error"]) == (0, 0, "")
        assert status["model"]["loaded"]
        assert status["refused"] == 0
        assert narrate("quit").returncode == 0
        assert narrator.process.wait(20) == 0
    assert narrate("status").returncode == 1


def test_what_takes_too_long_is_left_to_the_running_narrator_to_say(
    watch: Watch, holiday: Path, narrate: Narrate
) -> None:
    with watch(holiday, "--silent") as narrator:
        picture = save_picture(holiday / "the sea.png")
        caption = narrator.wait_until_described("the sea.png")["caption"].capitalize()
        network = narrator.network
        network.suspend()
        try:
            in_vain = [narrate("speak", picture, *options) for options in ([], ["--json"])]
        finally:
            network.resume()
        assert narrator.wait_for("spoken", lambda event: event["asked"])["text"] == f"{caption}."
    assert [(process.returncode, process.stdout) for process in in_vain] == [(1, "")] * 2
    sentence = "The picture is not described yet; the Narrator that runs will say what comes of it.\n"
    assert [process.stderr for process in in_vain] == [sentence] * 2


def test_it_quits_also_while_the_network_hangs_over_a_picture(
    watch: Watch, holiday: Path, narrate: Narrate
) -> None:
    with watch(holiday, "--silent") as narrator:
        save_picture(holiday / "a.png", 1)
        narrator.wait_until_described("a.png")
        network = narrator.network
        network.suspend()
        narrate("speak", save_picture(holiday / "b.png", 2))
        quitting = narrate("quit")
        assert (quitting.returncode, quitting.stderr) == (0, "")
        assert narrator.process.wait(20) == 0
        assert not network.is_running()


def test_a_second_watch_hands_its_folder_over(
    watch: Watch, holiday: Path, tmp_path: Path, narrate: Narrate
) -> None:
    other = tmp_path / "Other"
    other.mkdir()
    with watch(holiday, "--silent") as narrator:
        second = narrate("watch", other)
        assert (second.returncode, second.stdout) == (0, "")
        assert second.stderr == "The Narrator that runs watches the folder Other from now on.\n"
        save_picture(other / "a.png", 1)
        narrator.wait_until_described("a.png")


def test_what_can_hold_for_a_folder_is_handed_over_with_it(
    watch: Watch, holiday: Path, tmp_path: Path, person: Path, narrate: Narrate
) -> None:
    folders = {name: tmp_path / name for name in ("Letters", "Screens")}
    for folder in folders.values():
        folder.mkdir()
    with watch(holiday, "--silent") as narrator:
        secret = narrate("watch", "--incognito", "--verbosity", "brief", folders["Letters"])
        assert (secret.returncode, secret.stdout) == (0, "")
        assert secret.stderr == (
            "The Narrator that runs watches the folder Letters from now on. "
            "Nothing of its pictures is kept. The verbosity of its pictures is brief.\n"
        )
        assert narrate("watch", "--silent", folders["Screens"]).returncode == 0

        save_picture(folders["Letters"] / "of love.png", 1)
        described = narrator.wait_until_described("of love.png")
        heard = narrator.wait_for("spoken", lambda event: described["entry"] in event["entries"])
        assert heard["text"].startswith("Letters: "), "it is said all the same"
        assert narrate("repeat").stdout == f"{heard['text']}\n"
        assert narrate("history").stdout == ""

        save_picture(folders["Screens"] / "b.png", 2)
        quiet = narrator.wait_until_described("b.png")
        save_picture(holiday / "c.png", 3)
        spoken = narrator.wait_for("spoken", lambda event: event["text"].startswith("Holiday"))
        assert "Screens" in narrate("history").stdout
    assert quiet["entry"] not in [id_ for event in narrator.of_kind("spoken") for id_ in event["entries"]]
    assert spoken["entries"]
    kept = b"".join(file.read_bytes() for file in person.rglob("*") if file.is_file())
    assert b"Screens" in kept
    assert b"of love" not in kept
    assert b"Letters" not in kept


def test_what_came_to_a_folder_incognito_is_not_caught_up_with_later(
    watch: Watch, holiday: Path, tmp_path: Path, narrate: Narrate
) -> None:
    letters = tmp_path / "Letters"
    letters.mkdir()
    with watch(letters, "--silent") as narrator:
        save_picture(letters / "old.png", 1)
        narrator.wait_until_described("old.png")
    with watch(holiday, "--silent") as narrator:
        assert narrate("watch", "--incognito", letters).returncode == 0
        save_picture(letters / "of love.png", 2)
        narrator.wait_until_described("of love.png")
    with watch(letters, "--silent") as narrator:
        save_picture(letters / "new.png", 3)
        narrator.wait_until_described("new.png")
        assert [event["picture"] for event in narrator.of_kind("described")] == [str(letters / "new.png")]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--voice", "x", "--no-hotkeys", "--json", "FOLDER"],
            "--no-hotkeys, --json and --voice are for a Narrator that starts, and one runs already; "
            "leave them out, or end that one with narrator quit and give the same command again.\n",
        ),
        (
            ["--seed", "0", "FOLDER"],
            "--seed is for a Narrator that starts, and one runs already; leave it out",
        ),
        (["--silent", "--clipboard", "FOLDER"], "takes --silent for folders alone, not for the clipboard"),
        (["--quiet-hours", "22:00-7:00", "--camera", "x"], "takes --quiet-hours for folders alone"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_and_nothing_is_watched(
    watch: Watch, holiday: Path, tmp_path: Path, narrate: Narrate, options: list[str], sentence: str
) -> None:
    (tmp_path / "FOLDER").mkdir()
    with watch(holiday, "--silent"):
        second = narrate("watch", *options)
        assert (second.returncode, second.stdout) == (2, "")
        assert sentence in second.stderr
        assert json.loads(narrate("status", "--json").stdout)["sources"] == ["the folder Holiday"]


def test_own_words_are_said_from_then_on(watch: Watch, holiday: Path, narrate: Narrate) -> None:
    picture = save_picture(holiday / "a.png", 1)
    with watch(holiday, "--silent", "--backlog") as narrator:
        narrator.wait_until_described("a.png")
        assert narrate("wrong", "Anna at the lake").returncode == 0
        shutil.copy(picture, holiday / "b.png")
        event = narrator.wait_until_described("b.png")
        assert event["spoken"] == "Holiday, b: Anna at the lake."
        assert narrate("repeat").stdout == "Anna at the lake.\n"
        assert narrate("speak", picture).stdout == "Anna at the lake.\n"
        shutil.copy(picture, holiday / "c.png")
        skipped = narrator.wait_for("skipped", lambda event: event["picture"].endswith("c.png"))
        assert skipped["reason"] == "known"


def test_a_preferred_speaker_that_is_not_there_is_told_once_and_status_names_the_one_that_speaks(
    watch: Watch, holiday: Path, narrate: Narrate, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATOR_SPEAKER", "orca")
    with watch(holiday) as narrator:
        for number, name in enumerate(("a.png", "b.png")):
            save_picture(holiday / name, number)
            narrator.wait_until_described(name)
        sentence = "Orca does not run, so Narrator's own voice speaks; start it to hear Narrator through it."
        narrator.wait_for("spoken", lambda event: event["text"] == sentence)
        narrator.wait_for("spoken", count=3)
        assert "Speaks through: Narrator's own voice.\n" in narrate("status").stdout
    assert [event["text"] for event in narrator.of_kind("told")].count(sentence) == 1


def test_incognito_keeps_nothing(watch: Watch, holiday: Path, person: Path, narrate: Narrate) -> None:
    with watch(holiday, "--silent", "--incognito") as narrator:
        save_picture(holiday / "a.png")
        narrator.wait_until_described("a.png")
        narrator.wait_for("spoken")
        assert narrate("repeat").returncode == 0
    assert not list(person.rglob("journal*"))


def test_what_is_no_picture_is_an_error_event_and_the_next_one_is_described(
    watch: Watch, holiday: Path, narrate: Narrate
) -> None:
    with watch(holiday, "--silent") as narrator:
        part = holiday / "a.part"
        part.write_text("not a picture")
        part.rename(holiday / "a.png")
        save_picture(holiday / "b.png")
        narrator.wait_until_described("b.png")
        error = narrator.wait_for("error")
        assert json.loads(narrate("status", "--json").stdout)["refused"] == 1
        assert narrate("speak", (holiday / "a.png").as_uri()).returncode == 1
        assert "Pictures that could not be described: 2.\n" in narrate("status").stdout
    assert error["picture"] == str(holiday / "a.png")
    assert "is not a picture that can be read" in error["error"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ([], 2, "There is nothing to watch: name a folder"),
        (["absent"], 1, "absent"),
        (["--quiet-hours", "late", "."], 2, "--quiet-hours must be a string of two times of day"),
        (["--verbosity", "loud", "."], 2, '--verbosity must be "brief", "normal" or "full"'),
    ],
)
def test_wrong_use_is_one_sentence(narrate: Narrate, arguments: list[str], code: int, sentence: str) -> None:
    process = narrate("watch", *arguments)
    assert process.returncode == code
    assert sentence in process.stderr
    assert process.stderr.count("\n") == 1, "what does not matter now is not told before it"
    assert process.stdout == ""


def test_a_wrong_hotkey_is_known_before_anything_begins(narrate: Narrate, holiday: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('[hotkeys]\nstopp = "off"\n')
    process = narrate("watch", holiday)
    assert (process.returncode, process.stdout) == (2, "")
    place = f"hotkeys.stopp in the settings file {settings_file()}"
    assert process.stderr == f"{place} is no action; did you mean stop?\n"


def test_a_folder_that_is_not_there_yet_is_watched_once_it_is(
    watch: Watch, holiday: Path, tmp_path: Path
) -> None:
    with watch(holiday, tmp_path / "Drive", "--silent") as narrator:
        narrator.wait_for("told", lambda event: "Drive" in event["text"])
        (tmp_path / "Drive").mkdir()
        narrator.wait_for("told", lambda event: event["text"] == "Narrator watches the folder Drive now.")
        save_picture(tmp_path / "Drive" / "a.png")
        narrator.wait_until_described("a.png")


def test_it_ends_on_a_signal_that_another_thread_receives(watch: Watch, holiday: Path) -> None:
    with watch(holiday, "--silent") as narrator:
        process = narrator.process.pid
        threads = {int(thread.name) for thread in Path(f"/proc/{process}/task").iterdir()}
        ctypes.CDLL(None).tgkill(process, max(threads - {process}), signal.SIGTERM)
        assert narrator.process.wait(60) == 143


def test_it_ends_on_a_polite_signal_and_leaves_no_process(watch: Watch, holiday: Path) -> None:
    with watch(holiday) as narrator:
        assert narrator.end() == 143
    with pytest.raises(ProcessLookupError):
        os.killpg(narrator.process.pid, 0)
