"""Questions in the daemon: about the last picture or a named one, by verb and by key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.daemon.asking import GONE
from narrator.daemon.control.messages import Request
from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.keys import Keys
from narrator.daemon.once import Once
from narrator.daemon.requests import camera_now, clipboard_now
from narrator.daemon.verbs import Verbs
from narrator.errors import DaemonError, NarratorError, PictureError
from narrator.questions.question import QuestionError
from narrator.settings.settings import FolderSettings, Settings
from narrator.sources.arrival import Origin
from tests.daemon.houses import SETTINGS, House
from tests.drawings import tinted
from tests.looking.text.readers import piece
from tests.questions.made import write_asked_bundle


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_asked_bundle(tmp_path_factory.mktemp("asked"))


@pytest.fixture
def house(model: Path, tmp_path: Path) -> Iterator[House]:
    secret = {tmp_path / "secret": FolderSettings(journal=False)}
    settings = Settings(seed=SETTINGS.seed, question="is there a square?", folders=secret)
    house = House(settings, model=model)
    yield house
    house.reader.go.set()
    house.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "square.png"
    tinted("red").save(file)
    return file


def ask(house: House, **arguments: str) -> str:
    verbs = Verbs(house.daemon, clipboard=clipboard_now, camera=camera_now)
    return str(verbs.handle(Request(verb="ask", arguments=arguments))["text"])


def comes(house: House, picture: Path) -> None:
    """A picture is saved, and its announcement is heard."""
    house.arrive(path=str(picture))
    house.settle()
    house.voice.begun(1)
    house.voice.finish()
    house.heard(1)


def test_the_last_picture_is_asked_about_and_the_answer_is_said(house: House, picture: Path) -> None:
    comes(house, picture)
    assert ask(house, question="is there a square?") == "Yes, probably there is a square."
    assert house.voice.begun(2) == "Yes, probably there is a square."


def test_what_a_command_has_found_is_said_as_an_answer(house: House) -> None:
    verbs = Verbs(house.daemon, clipboard=clipboard_now, camera=camera_now)
    reply = verbs.handle(Request(verb="say", arguments={"text": "2 pictures."}))
    assert (reply["text"], house.voice.begun(1)) == ("2 pictures.", "2 pictures.")
    with pytest.raises(DaemonError, match="no text"):
        verbs.handle(Request(verb="say", arguments={}))


def test_a_named_picture_is_asked_about_without_being_described(house: House, picture: Path) -> None:
    said = ask(house, question="what colour is the square?", path=str(picture))
    assert said == "Probably red: the square."
    assert house.journal.last() is None


def test_a_side_is_looked_at_by_itself(house: House, picture: Path) -> None:
    assert ask(house, question="what is on the left?", path=str(picture)).startswith("On the left: ")


def test_what_it_says_is_read(house: House, picture: Path) -> None:
    house.reader.found = (piece("HARBOUR CAFE"),)
    said = ask(house, question="what does it say?", path=str(picture))
    assert said == "Its text, 1 line: HARBOUR CAFE."
    house.reader.found = ()
    assert ask(house, question="what does it say?", path=str(picture)) == "I can read no text in it."


def test_the_key_asks_the_question_of_the_settings(house: House, picture: Path) -> None:
    comes(house, picture)
    Keys(house.daemon, Once()).pressed(Action.ASK)
    assert house.voice.begun(2) == "Yes, probably there is a square."


def test_the_key_says_why_it_cannot(house: House) -> None:
    Keys(house.daemon, Once()).pressed(Action.ASK)
    assert house.voice.begun(1) == "Nothing has been described yet; save or copy a picture first."


def test_a_picture_of_a_folder_that_is_not_kept_is_asked_about_too(house: House, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    file = tmp_path / "secret" / "square.png"
    tinted("red").save(file)
    comes(house, file)
    assert house.journal.last() is None
    assert ask(house, question="is there a square?") == "Yes, probably there is a square."


def test_what_was_copied_is_asked_about_without_a_file(house: House) -> None:
    house.arrive(origin=Origin.CLIPBOARD)
    house.settle()
    house.voice.begun(1)
    house.voice.finish()
    house.heard(1)
    assert ask(house, question="is there a square?") == "Yes, probably there is a square."


def test_a_picture_that_is_gone_is_one_sentence_that_is_heard(house: House, picture: Path) -> None:
    comes(house, picture)
    picture.unlink()
    with pytest.raises(PictureError, match=f"^{GONE}$"):
        ask(house, question="is there a square?")
    assert house.voice.begun(2) == GONE


def test_what_cannot_be_asked_is_refused_at_once(house: House, picture: Path) -> None:
    with pytest.raises(QuestionError, match="cannot answer that kind of question"):
        ask(house, question="why is he sad?", path=str(picture))
    with pytest.raises(NarratorError, match="begin at the root"):
        ask(house, question="is there a square?", path="square.png")
    with pytest.raises(NarratorError, match="has no question"):
        ask(house, path=str(picture))


def test_nothing_is_said_once_silence_was_asked_for(house: House, picture: Path) -> None:
    house.reader.go.clear()
    answered = house.daemon.asking.ask("what does it say?", picture)
    house.daemon.announcer.stop()
    house.reader.go.set()
    assert answered.result(20)["verdict"] == "no"
    assert house.voice.utterances == []
