"""The second describer against the real server of llama.cpp, with a tiny vision model of random weights."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from narrator.errors import SecondError
from narrator.picture.opening import open_picture
from narrator.second.address import Address
from narrator.second.second import SecondDescriber
from tests.conftest import Narrate
from tests.daemon.running import running, save_picture
from tests.drawings import tinted
from tests.places import ROOT
from tests.second.tiny_model import words, write_model

pytestmark = pytest.mark.usefixtures("person")


@contextmanager
def serving(*files: Path) -> Iterator[SecondDescriber]:
    """A describer whose server has loaded these files."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.second.llama_server", *map(str, files)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    ) as server:
        assert server.stdout and server.stdin
        address = server.stdout.readline().strip()
        try:
            yield SecondDescriber(address=Address.read(address))
        finally:
            server.kill()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def second(model: tuple[Path, Path]) -> Iterator[SecondDescriber]:
    with serving(*model) as second:
        yield second


def test_a_picture_is_described_in_its_words(second: SecondDescriber) -> None:
    sentences = list(second.describe(open_picture(tinted("red"))))
    assert sentences
    said = [word for sentence in sentences for word in sentence.lower().replace(".", "").split()]
    assert set(said) & set(words())
    assert all(sentence.isprintable() for sentence in sentences)


def test_the_picture_is_seen(second: SecondDescriber) -> None:
    """Another picture makes it say something else, and the same one the same."""
    red, blue = open_picture(tinted("red")), open_picture(tinted("blue"))
    said = list(second.describe(red))
    assert list(second.describe(red)) == said
    assert list(second.describe(blue)) != said


def test_a_question_is_answered(second: SecondDescriber) -> None:
    assert list(second.ask(open_picture(tinted("red")), "Is there a dog?"))


def test_its_model_is_found_and_named(second: SecondDescriber) -> None:
    assert second.state().startswith("Your second describer is the model tiny.gguf at http://127.0.0.1:")


def test_after_somebody_has_hung_up_it_serves_the_next_one(second: SecondDescriber) -> None:
    sentences = second.describe(open_picture(tinted("red")))
    next(sentences)
    sentences.close()
    assert list(second.describe(open_picture(tinted("red"))))


def test_a_model_without_eyes_is_told(model: tuple[Path, Path]) -> None:
    with serving(model[0]) as blind, pytest.raises(SecondError, match="cannot see pictures"):
        list(blind.describe(open_picture(tinted("red"))))


def test_a_running_narrator_says_what_it_says(
    second: SecondDescriber,
    narrator_program: Path,
    narrate: Narrate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("NARRATOR_SECOND", str(second.address))
    monkeypatch.setenv("NARRATOR_TEXT", "never")
    with running(narrator_program, tmp_path, "--silent") as narrator:
        save_picture(tmp_path / "sea.png")
        narrator.wait_until_described("sea.png")
        narrator.wait_for("spoken")
        said = json.loads(narrate("more", "--json").stdout)["second"]
        assert said[0].startswith("Your second describer says: ")
        assert said[-1].endswith("Your second describer may be wrong.")
        for sentence in said:
            narrator.wait_for("spoken", lambda event, sentence=sentence: event["text"] == sentence)  # type: ignore[misc]
