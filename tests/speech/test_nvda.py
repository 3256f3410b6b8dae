"""NVDA's controller client, played by a function; no Windows was near."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from narrator.languages.passages import in_language, joined
from narrator.speech.nvda import Controller, Nvda, load_controller
from narrator.speech.reader import ReaderSpeaker

LONG = "A brown dog runs along a beach. " * 100


class Library:
    """What the library would be asked, and what it answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.codes = {"testIfRunning": 0, "speakText": 0, "speakSsml": 0, "cancelSpeech": 0}

    def __call__(self, name: str, *arguments: object) -> int:
        if name != "testIfRunning":
            self.calls.append((name, *arguments))
        return self.codes[name]


def test_a_text_is_spoken_and_a_stop_cancels_it() -> None:
    library = Library()
    with ReaderSpeaker(Nvda(lambda: library)) as speaker:
        assert speaker.available() is None
        utterance = speaker.say(LONG)
        while not library.calls:
            assert not utterance.wait(0.005)
        speaker.stop()
        assert utterance.wait(20)
        assert utterance.error is None
    assert library.calls == [("speakText", LONG.strip()), ("cancelSpeech",)]


def test_a_passage_is_handed_over_with_its_language() -> None:
    library = Library()
    german = in_language('Hund & Katze, <beide> "braun".', 'de-AT" on="')
    Nvda(lambda: library).present(joined(["Described by its author:", german, "A dog."]))
    (first, ssml, last) = library.calls
    assert first == ("speakText", "Described by its author: ")
    assert last == ("speakText", "A dog.")
    name, markup, *how = ssml
    assert (name, how) == ("speakSsml", [-1, 0, 1])
    (voice,) = ElementTree.fromstring(str(markup))
    assert voice.tag == "voice"
    assert voice.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": 'de-AT" on="'}
    assert voice.text == 'Hund & Katze, <beide> "braun". '


def test_an_nvda_that_cannot_be_told_languages_says_the_words_all_the_same() -> None:
    library = Library()
    library.codes["speakSsml"] = 1717  # what Windows calls an unknown interface: NVDA before 2024.1
    Nvda(lambda: library).present(in_language("Ein Hund.", "de"))
    assert library.calls[-1] == ("speakText", "Ein Hund.")


def test_an_nvda_that_ends_in_the_middle_is_an_error() -> None:
    library = Library()
    with ReaderSpeaker(Nvda(lambda: library)) as speaker:
        utterance = speaker.say(LONG)
        while not library.calls:
            assert not utterance.wait(0.005)
        library.codes["testIfRunning"] = 1722
        assert utterance.wait(20)
        assert "NVDA does not run" in str(utterance.error)
        assert "NVDA does not run" in str(speaker.available())


def test_a_text_that_is_not_taken_is_an_error() -> None:
    library = Library()
    library.codes["speakText"] = 5
    with ReaderSpeaker(Nvda(lambda: library)) as speaker:
        utterance = speaker.say("A dog.")
        assert utterance.wait(20)
        assert "did not take the text" in str(utterance.error)


def test_without_the_library_it_is_not_there_until_there_is_one() -> None:
    found: list[Controller | None] = [None, Library()]
    nvda = Nvda(lambda: found.pop(0))
    assert "controller client is not here" in str(nvda.missing())
    assert nvda.missing() is None
    assert nvda.missing() is None  # it is loaded once


def test_a_library_that_cannot_be_loaded_is_a_reason() -> None:
    def broken() -> Controller | None:
        raise OSError("not a valid Win32 application")

    assert "not a valid Win32 application" in str(Nvda(broken).missing())


def test_on_other_systems_there_is_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nvdaControllerClient.dll").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert load_controller() is None
