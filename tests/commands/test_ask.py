"""`narrator ask` as it was installed."""

import json
from pathlib import Path

import pytest

from narrator.places import control_file
from tests.conftest import Draw, Narrate
from tests.daemon.control.daemons import daemon_at
from tests.drawings import tinted
from tests.questions.made import write_asked_bundle


@pytest.fixture
def taught(monkeypatch: pytest.MonkeyPatch, person: Path) -> None:
    """This person's model can answer."""
    monkeypatch.setenv("NARRATOR_MODEL", str(write_asked_bundle(person / "asked")))


@pytest.fixture
def square(tmp_path: Path) -> Path:
    file = tmp_path / "square.png"
    tinted("red").save(file)
    return file


def test_a_question_about_a_picture_is_answered(narrate: Narrate, taught: None, square: Path) -> None:
    process = narrate("ask", "is there a square?", square, "--silent")
    assert (process.returncode, process.stdout, process.stderr) == (
        0,
        "Yes, probably there is a square.\n",
        "",
    )


def test_a_script_gets_the_evidence(narrate: Narrate, taught: None, square: Path) -> None:
    process = narrate("ask", "what colour is the square?", square, "--silent", "--json")
    record = json.loads(process.stdout)
    assert record["picture"] == str(square)
    assert record["question"] == "what colour is the square?"
    assert (record["said"], record["verdict"]) == ("Probably red: the square.", "told")
    assert 0.5 <= record["probability"] <= 1


def test_without_a_question_it_is_that_of_the_settings(
    narrate: Narrate, taught: None, square: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATOR_QUESTION", "why?")
    process = narrate("ask")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("Narrator cannot answer that kind of question; ask in English")


@pytest.mark.parametrize("question", ["", "why is he sad?", "is there a dog and " + "a cat and " * 200])
def test_what_is_no_question_is_one_sentence(narrate: Narrate, question: str) -> None:
    process = narrate("ask", question, "picture.png")
    assert (process.returncode, process.stdout) == (2, "")
    assert len(process.stderr.splitlines()) == 1


def test_a_question_without_quotes_is_told_of_them(narrate: Narrate) -> None:
    process = narrate("ask", "is", "there", "a", "dog")
    assert process.returncode == 2
    assert process.stderr.startswith("Put the QUESTION in quotes")


def test_an_empty_picture_is_named_in_the_refusal(narrate: Narrate) -> None:
    process = narrate("ask", "is there a dog?", "")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("PICTURE is empty; ")


def test_without_a_last_picture_a_picture_is_asked_for(narrate: Narrate, taught: None) -> None:
    process = narrate("ask", "is there a dog?", "--silent")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == "Nothing has been described yet; name a picture after the question.\n"


def test_a_picture_that_cannot_be_opened_says_so(narrate: Narrate, taught: None, tmp_path: Path) -> None:
    process = narrate("ask", "is there a dog?", tmp_path / "nowhere.png", "--silent")
    assert (process.returncode, process.stdout) == (1, "")
    assert "nowhere.png" in process.stderr


def test_a_model_that_was_not_taught_says_so(narrate: Narrate, square: Path) -> None:
    process = narrate("ask", "is there a square?", square, "--silent")
    assert (process.returncode, process.stdout) == (1, "")
    assert "does not know how far its answers can be trusted" in process.stderr


def test_the_running_narrator_is_asked(narrate: Narrate, person: Path, draw: Draw) -> None:
    picture = draw("sea.png", "blue")
    with daemon_at(control_file()) as daemon:
        process = narrate("ask", "is there a dog?", picture)
        assert process.returncode == 0
        assert process.stdout.startswith("ask ")
        assert narrate("ask", "is there a dog?").returncode == 0
    first, second = daemon.handler.requests
    assert first.arguments == {"question": "is there a dog?", "path": str(picture)}
    assert second.arguments == {"question": "is there a dog?"}
