import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Narrate
from tests.soundserver import Ear
from tests.sources.camera.mjpeg import mjpeg_camera
from tests.sources.camera.videos import film, tinted_frame
from tests.test_house import HEAVY


def test_what_the_camera_sees_now_is_one_sentence(narrate: Narrate) -> None:
    with mjpeg_camera(tinted_frame("blue")) as camera:
        process = narrate("camera", camera.url, "--silent", "--seed", "1")
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout == "A blue square.\n"


def test_it_is_said_aloud_and_can_be_saved(narrate: Narrate, ear: Ear, tmp_path: Path) -> None:
    file = film(tmp_path / "film.mp4", [(tinted_frame("red"), 1.0)])
    process = narrate("camera", file, "--save", tmp_path / "speech.wav")
    assert (process.returncode, process.stderr) == (0, "")
    assert (tmp_path / "speech.wav").stat().st_size > 10_000


def test_json_is_the_evidence_without_the_password(narrate: Narrate) -> None:
    with mjpeg_camera(tinted_frame("red")) as camera:
        url = camera.url.replace("http://", "http://me:secret@")
        process = narrate("camera", url, "--silent", "--json", "--samples", "3")
    record = json.loads(process.stdout)
    assert record["picture"] == camera.url
    assert sum(candidate["count"] for candidate in record["candidates"]) == 3
    evidence = {"kind", "colours", "caption", "log_prob", "candidates", "agreement", "bundle", "timings"}
    evidence |= {
        "text",
        "written",
        "written_by",
        "written_language",
        "advice",
        "confidence",
        "band",
        "told",
        "claims",
        "things",
    }
    assert set(record) == {"picture", "spoken"} | evidence


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ([], "There is no such camera; "),
        (["absent.mp4"], "absent.mp4 does not exist; "),
        (["ftp://garden/film"], "Addresses that begin with ftp:// cannot be watched; "),
        (["http://127.0.0.1:1/video"], "The camera at 127.0.0.1 cannot be reached; "),
    ],
)
def test_what_cannot_be_seen_is_one_sentence(narrate: Narrate, where: list[str], sentence: str) -> None:
    process = narrate("camera", *where, "--silent")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.startswith(sentence)
    assert process.stderr.count("\n") == 1
    record = json.loads(narrate("camera", *where, "--silent", "--json").stdout)
    assert record["error"] == process.stderr.strip()


@pytest.mark.parametrize("command", ["camera", "video"])
def test_help_loads_nothing_heavy(narrator_program: Path, command: str) -> None:
    code = f"import sys; from narrator.cli import main; main([{command!r}, '--help']); print(*sys.modules)"
    python = narrator_program.parent / "python"
    process = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in process.stdout.splitlines()[-1].split()}
    assert "narrator" in loaded
    assert loaded.isdisjoint({*HEAVY, "av"})
