from pathlib import Path

import numpy as np
import pytest

from narrator.places import journal_file, settings_file
from tests.conftest import Narrate
from tests.soundserver import Ear
from tests.xserver import XServer, x_server

__all__ = ["x_server"]


@pytest.fixture(autouse=True)
def home(person: Path, x_server: XServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody at a desktop who has a folder for pictures."""
    monkeypatch.setenv("HOME", str(person))
    monkeypatch.delenv("XDG_PICTURES_DIR", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE")
    (person / "Pictures").mkdir()
    return person


def problems(output: str, label: str = "problem") -> list[str]:
    """The lines that are not ok and have this label; each says how to mend it."""
    bad = [line for line in output.splitlines() if not line.startswith("ok: ")]
    assert all(line.startswith(("problem: ", "optional: ")) and " Mend: " in line for line in bad)
    return [line for line in bad if line.startswith(f"{label}: ")]


def test_where_all_works_every_line_is_ok(narrate: Narrate, ear: Ear, home: Path) -> None:
    before = sorted(home.rglob("*"))
    process = narrate("doctor")
    assert (process.returncode, process.stderr) == (0, "")
    assert problems(process.stdout) == []
    for part in (
        "Python",
        "config.toml",
        "tiny 1",
        "espeak",
        "voices",
        "Sound",
        "read by pp-ocr",
        "HEIC",
        "AVIF",
        "Super+Shift+B for repeat",
        "The X server gives these keys",
        "Copied pictures can be had through the X server.",
        "Cameras can be used",
        f"Your folder for pictures is {home / 'Pictures'}.",
        "Nothing starts Narrator at login",
        f"There is no journal {journal_file()} yet; the first picture begins it.",
        "The web service can be started",
        "web-token yet; narrator serve makes it.",
    ):
        assert part in process.stdout
    kept = [path for path in sorted(home.rglob("*")) if "temporary" not in path.parts]
    assert [path for path in kept if path not in before] == [], "it makes and starts nothing"
    assert not np.any(ear.heard())


def test_no_sound_and_no_synthesizer_are_problems_of_their_own(
    narrate: Narrate, deaf: None, voiceless: None
) -> None:
    process = narrate("doctor")
    assert process.returncode == 1
    synthesizer, voices, output, _ = problems(process.stdout)
    assert "synthesizer" in synthesizer
    assert voices
    assert "sound output" in output
    assert "ok: The model tiny 1" in process.stdout


def test_a_wrong_settings_file_does_not_hide_the_other_parts(
    narrate: Narrate, ear: Ear, person: Path
) -> None:
    settings_file().parent.mkdir()
    settings_file().write_text("sampels = 3\n")
    process = narrate("doctor")
    assert process.returncode == 1
    settings, verdict = problems(process.stdout)
    assert "cannot do all" in verdict
    assert "HEIC" in process.stdout
    assert "sampels" in settings
    assert "Mend: Did you mean samples?" in settings


def test_what_only_some_people_need_is_no_reason_to_fail(
    narrate: Narrate, ear: Ear, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    (home / "Pictures").rmdir()
    journal_file().parent.mkdir(parents=True)
    journal_file().write_bytes(b"rubbish" * 1000)
    process = narrate("doctor")
    assert process.returncode == 0
    assert problems(process.stdout) == []
    keys, clipboard, pictures, journal = problems(process.stdout, "optional")
    assert "hotkeys" in keys
    assert "narrator hotkeys tells" in keys
    assert "clipboard" in clipboard
    assert "folder for pictures" in pictures
    assert f"The journal {journal_file()} is damaged. Mend: Begin a new one" in journal
