"""`narrator second`, as it was installed: who is asked, and who may be."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from narrator.places import allowed_file
from tests.conftest import Narrate
from tests.second.server import as_json, standing_in

ELSEWHERE = "http://192.0.2.1:9"


@pytest.fixture(autouse=True)
def _person(person: Path) -> None:
    """Somebody of their own."""


def test_without_one_the_way_to_it_is_told(narrate: Narrate) -> None:
    process = narrate("second")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("You have no second describer; write second")


def test_one_that_answers_is_named_and_gets_no_picture(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing_in() as standin:
        monkeypatch.setenv("NARRATOR_SECOND", str(standin.address))
        process = narrate("second")
    assert (process.returncode, process.stderr) == (0, "")
    where = f"at {standin.address.origin}, on this machine."
    assert process.stdout == f"Your second describer is the model llava:7b {where}\n"
    assert standin.asked == ["GET /v1/models"]


def test_one_that_does_not_answer_is_one_sentence(narrate: Narrate, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in(models=as_json({"data": []})) as standin:
        monkeypatch.setenv("NARRATOR_SECOND", str(standin.address))
        process = narrate("second")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "Your second describer has no model; load one that sees pictures there.\n"


def test_one_on_another_machine_is_asked_nothing_until_it_is_allowed(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATOR_SECOND", ELSEWHERE)
    process = narrate("second")
    assert process.returncode == 1
    assert "is not on this machine, and was asked nothing; run narrator second --allow" in process.stderr
    process = narrate("second", "--allow")
    assert process.returncode == 2
    assert "Who runs that server can see it and keep it. The picture travels unencrypted" in process.stderr
    assert "add --yes" in process.stderr
    assert not allowed_file().exists()


def test_yes_allows_it(narrate: Narrate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_SECOND", ELSEWHERE)
    monkeypatch.setenv("NARRATOR_SECOND_SECONDS", "1")
    process = narrate("second", "--allow", "--yes")
    assert f"Pictures may go to {ELSEWHERE} from now on.\n" in process.stderr
    assert allowed_file().read_text() == f"{ELSEWHERE}\n"
    listed = narrate("uninstall-data", "--dry-run")
    assert str(allowed_file()) in listed.stdout + listed.stderr


@pytest.mark.parametrize(("answer", "allowed"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_who_is_asked_decides(
    narrator_program: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, allowed: bool
) -> None:
    monkeypatch.setenv("NARRATOR_SECOND", ELSEWHERE)
    monkeypatch.setenv("NARRATOR_SECOND_SECONDS", "1")
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    process = subprocess.run(
        [narrator_program, "second", "--allow"], stdin=theirs, capture_output=True, text=True
    )
    os.close(theirs)
    os.close(ours)
    assert "Allow it? [y/N]" in process.stderr
    assert allowed_file().exists() is allowed
    assert ("Nothing was allowed." in process.stderr) is not allowed


def test_doctor_has_a_line_about_it(narrate: Narrate, monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in() as standin:
        monkeypatch.setenv("NARRATOR_SECOND", str(standin.address))
        lines = narrate("doctor").stdout.splitlines()
    (line,) = (line for line in lines if "second describer" in line)
    assert line.startswith("ok: Your second describer is the model llava:7b at")


def test_doctor_tells_that_it_does_not_answer_and_that_it_is_not_needed(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing_in() as standin:
        monkeypatch.setenv("NARRATOR_SECOND", str(standin.address))
    lines = narrate("doctor").stdout.splitlines()
    (line,) = (line for line in lines if "second describer" in line)
    assert line.startswith("optional: Your second describer at http://127.0.0.1:")
    assert line.endswith("Mend: Start it there.")
