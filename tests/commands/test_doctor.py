from pathlib import Path

import pytest

from narrator.commands.doctor import Check, Finding
from tests.conftest import Narrate
from tests.orca import running_orca
from tests.places import TINY_BUNDLE
from tests.sessionbus import running_session_bus
from tests.soundserver import Ear


def problems(output: str) -> list[str]:
    """The lines that are not ok; every line is one or the other, and a problem says how to mend it."""
    lines = output.splitlines()
    found = [line for line in lines if line.startswith("problem: ")]
    assert all(" Mend: " in line for line in found)
    assert all(line.startswith("ok: ") for line in lines if line not in found)
    return found


def test_where_all_works_every_line_is_ok(narrate: Narrate, ear: Ear) -> None:
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
        "read by rapidocr",
        "HEIC",
        "AVIF",
    ):
        assert part in process.stdout


def test_it_says_who_speaks(narrate: Narrate, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_session_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        alone = narrate("doctor").stdout
        with running_orca():
            with_orca = narrate("doctor").stdout
            monkeypatch.setenv("NARRATOR_SPEAKER", "own")
            own = narrate("doctor").stdout
    assert (
        "ok: Speech goes to Narrator's own voice. Orca does not run. Speech Dispatcher does not run.\n"
        in alone
    )
    assert "ok: Speech goes to Orca.\n" in with_orca
    assert "ok: Speech goes to Narrator's own voice.\n" in own


def test_a_missing_model_is_a_problem_and_the_rest_is_still_checked(
    narrate: Narrate, ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATOR_MODEL", str(tmp_path / "absent"))
    process = narrate("doctor")
    assert process.returncode == 1
    model, verdict = problems(process.stdout)
    assert "absent" in model
    assert "cannot do all" in verdict
    assert "HEIC" in process.stdout


def test_a_damaged_model_is_a_problem(
    narrate: Narrate, ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in TINY_BUNDLE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "encoder.onnx").write_bytes(b"damaged")
    monkeypatch.setenv("NARRATOR_MODEL", str(tmp_path))
    process = narrate("doctor")
    assert process.returncode == 1
    assert "encoder.onnx" in problems(process.stdout)[0]


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


def test_a_voice_that_is_not_there_is_found(
    narrate: Narrate, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATOR_VOICE", "nobody at all")
    process = narrate("doctor")
    assert process.returncode == 1
    assert "nobody at all" in problems(process.stdout)[0]


def test_a_wrong_settings_file_does_not_hide_the_other_parts(
    narrate: Narrate, ear: Ear, person: Path
) -> None:
    file = person / "config" / "narrator" / "config.toml"
    file.parent.mkdir()
    file.write_text("sampels = 3\n")
    process = narrate("doctor")
    assert process.returncode == 1
    settings, _ = problems(process.stdout)
    assert "sampels" in settings
    assert "Mend: Did you mean samples?" in settings


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> Finding:
        raise ImportError("libsomething is not there")

    finding = Check(part="thing", run=broken).find()
    assert not finding.works
    assert "thing" in finding.what
    assert "libsomething is not there" in finding.what
    assert finding.mend
