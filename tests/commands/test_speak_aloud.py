import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from narrator.places import graphs_folder
from tests.conftest import Draw, Narrate
from tests.fresh_speech import fresh_speech, read_wav
from tests.soundserver import Ear, likeness

ALIKE = 0.9


def test_what_is_printed_is_heard(narrate: Narrate, draw: Draw, ear: Ear) -> None:
    process = narrate("speak", draw("photo.png", "red"))

    (expected,) = fresh_speech(process.stdout.strip())
    assert likeness(ear.heard(), expected)[0] >= ALIKE
    assert process.stderr == ""


def test_several_pictures_are_said_in_order_each_introduced_by_its_name(
    narrate: Narrate, draw: Draw, ear: Ear
) -> None:
    pictures = [draw("red_ball.png", "red"), draw("the sea.png", "blue")]

    process = narrate("speak", *pictures)

    sentences = [line.split(": ")[1] for line in process.stdout.splitlines()]
    expected = fresh_speech(f"red ball: {sentences[0]}", f"the sea: {sentences[1]}")
    heard = ear.heard()
    (first, begin), (second, then) = (likeness(heard, sound) for sound in expected)
    assert min(first, second) >= ALIKE
    assert begin + len(expected[0]) <= then, "never two voices at once"


def test_a_preferred_speaker_that_is_not_there_is_told_once(
    narrate: Narrate, draw: Draw, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATOR_SPEAKER", "orca")
    process = narrate("speak", draw("a.png", "red"), draw("b.png", "blue"))
    assert (process.returncode, len(process.stdout.splitlines())) == (0, 2)
    sentence = "Orca does not run, so Narrator's own voice speaks; start it to hear Narrator through it."
    assert process.stderr == f"{sentence}\n"


def test_an_error_is_said_aloud_too(narrate: Narrate, ear: Ear) -> None:
    process = narrate("speak", "absent.png")
    assert process.returncode == 1
    (expected,) = fresh_speech(process.stderr.strip())
    assert likeness(ear.heard(), expected)[0] >= ALIKE


def test_silent_is_silent_also_when_it_is_saved(
    narrate: Narrate, draw: Draw, ear: Ear, tmp_path: Path
) -> None:
    process = narrate("speak", draw("photo.png", "red"), "--silent", "--save", "speech.wav")
    assert process.returncode == 0
    assert not np.any(ear.heard())
    (expected,) = fresh_speech(process.stdout.strip())
    assert likeness(read_wav(tmp_path / "speech.wav"), expected)[0] >= ALIKE


def test_what_is_saved_is_what_is_said_without_the_errors(
    narrate: Narrate, draw: Draw, ear: Ear, tmp_path: Path
) -> None:
    process = narrate(
        "speak", draw("a.png", "red"), "absent.png", draw("b.png", "blue"), "--save", "speech.wav"
    )
    sentences = [line.replace(".png", "") for line in process.stdout.splitlines()]
    saved = read_wav(tmp_path / "speech.wav")
    sounds = fresh_speech(*sentences)
    assert len(saved) == pytest.approx(sum(map(len, sounds)), rel=0.02)
    assert min(likeness(saved, sound)[0] for sound in sounds) >= ALIKE
    assert likeness(ear.heard(), sounds[0])[0] >= ALIKE


def test_rate_and_volume_are_heard(narrate: Narrate, draw: Draw, tmp_path: Path) -> None:
    picture = draw("photo.png", "red")

    def saved(*options: str) -> tuple[int, float]:
        process = narrate("speak", picture, "--silent", "--seed", "1", "--save", "s.wav", *options)
        assert process.returncode == 0
        samples = read_wav(tmp_path / "s.wav")
        return len(samples), float(np.abs(samples).max())

    slow, fast, soft = saved("--rate", "100"), saved("--rate", "300"), saved("--volume", "0.2")
    assert slow[0] > 1.5 * fast[0]
    assert 0 < soft[1] < 0.5 * slow[1]


@pytest.mark.parametrize(
    "target", ["nowhere/speech.wav", "folder", "a.png/speech.wav"], ids=["absent", "folder", "file"]
)
def test_a_place_that_cannot_be_saved_to_is_wrong_usage_before_any_work(
    narrate: Narrate, draw: Draw, tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    process = narrate("speak", draw("a.png", "red"), "--silent", "--save", target)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.count("\n") == 1


def test_nothing_described_leaves_an_older_recording_as_it_was(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "speech.wav").write_bytes(b"older")
    assert narrate("speak", "absent.png", "--silent", "--save", "speech.wav").returncode == 1
    assert (tmp_path / "speech.wav").read_bytes() == b"older"


def test_speech_that_cannot_be_made_is_an_error_only_when_it_was_to_be_kept(
    narrate: Narrate, draw: Draw, ear: Ear, tmp_path: Path
) -> None:
    picture = draw("photo.png", "red")
    aloud = narrate("speak", picture, "--voice", "nobody")
    assert (aloud.returncode, aloud.stderr.count("\n")) == (0, 1)
    assert np.any(ear.heard()), "another voice says it, and what is wrong"
    kept = narrate("speak", picture, "--voice", "nobody", "--silent", "--save", "speech.wav")
    assert (kept.returncode, kept.stderr) == (1, aloud.stderr)
    assert kept.stdout == aloud.stdout or kept.stdout.count("\n") == 1
    assert not (tmp_path / "speech.wav").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_voice_and_leaves_nothing_behind(
    narrator_program: Path, person: Path, draw: Draw, ear: Ear, number: signal.Signals
) -> None:
    clients = ear.server.clients()
    process = subprocess.Popen(
        [narrator_program, "speak", *[draw(f"{'very ' * 20}{i}.png", "red") for i in range(3)]],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    ear.wait_for_sound()

    os.killpg(process.pid, number)  # as a terminal sends it, to all processes of the command
    _, stderr = process.communicate(timeout=20)

    assert (process.returncode, stderr) == (128 + number, b"")
    ear.begin()
    assert not np.any(ear.heard())
    assert ear.server.clients() == clients
    assert traces(person) == []


def test_nothing_is_left_behind_after_the_work(narrate: Narrate, draw: Draw, person: Path, ear: Ear) -> None:
    assert narrate("speak", draw("photo.png", "red"), "--save", "speech.wav").returncode == 0
    assert traces(person) == []


def traces(person: Path) -> list[str]:
    """What is left of a person's command: files in their folders, and processes that still live.

    The network as it is optimised for the machine is kept, and holds nothing of a person.
    """
    kept = graphs_folder()
    files = [str(path) for path in person.rglob("*") if not path.is_dir() and kept not in path.parents]
    return files + [command for command, environment in _processes() if f"TMPDIR={person}/" in environment]


def _processes() -> Iterator[tuple[str, str]]:
    """Command line and environment, as they were at its start, of each process that can be looked into."""
    for process in Path("/proc").glob("[0-9]*"):
        # It may have ended meanwhile, or be somebody else's.
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            yield (process / "cmdline").read_text(), (process / "environ").read_text(errors="replace")
