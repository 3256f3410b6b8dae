"""Who says a text, with silent speakers: here only the choice matters."""

import sys
from collections.abc import Iterator
from threading import Event

import pytest

from narrator.errors import SpeechError
from narrator.speech.chooser import ChosenSpeaker, default_speaker, first_there, speakers
from narrator.speech.silent import SilentSpeaker
from narrator.speech.speaker import Ending, Speaker, Urgency, Utterance
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import VoiceOptions

DOG = "A brown dog runs along a beach."


class Part(TakesTurns, Speaker):
    """A speaker that is there or not, and whose texts end when the test lets them."""

    def __init__(self, name: str, reason: str | None = None) -> None:
        self.name = name
        self.reason = reason
        self.error: SpeechError | None = None
        self.go = Event()
        self.ending = Ending.SAID
        self.begun: list[str] = []
        self.stops = 0
        self.closed = False
        self.prepared = Event()
        self.unloaded = False
        self._turns = Turns(self._speak)

    def prepare(self) -> None:
        self.prepared.set()

    def unload(self, *, unused_for: float = 0.0) -> bool:
        self.unloaded = True
        self.prepared.clear()
        return True

    def stop(self) -> None:
        self.stops += 1
        super().stop()

    def available(self) -> str | None:
        return self.reason

    def close(self) -> None:
        self.closed = True
        self._turns.close()

    def _speak(self, utterance: Utterance) -> Ending:
        self.begun.append(utterance.text)
        utterance.began = len(self.begun)
        while not (self.go.wait(0.005) or utterance.stopped.is_set()):
            pass
        if self.error:
            raise self.error
        return self.ending


@pytest.fixture
def parts() -> Iterator[tuple[Part, Part, Part]]:
    parts = Part("first"), Part("second"), Part("last", "It is never asked.")
    yield parts
    for part in parts:
        part.close()


def test_who_is_passed_over_is_told_once_until_it_speaks_again(parts: tuple[Part, Part, Part]) -> None:
    first, second, _ = parts
    for part in parts:
        part.go.set()
    first.reason = "The first is away; call it."
    second.reason = "The second is away; call it."
    told: list[str] = []
    with ChosenSpeaker(parts, on_passed_over=told.append) as speaker:

        def say() -> None:
            assert speaker.say(DOG).wait(10)

        say()
        say()
        away = "The second is away, so last speaks; call it."
        assert told == [away]
        assert speaker.speaks_now() == "last"
        second.reason = None
        say()
        assert told == [away]
        assert speaker.speaks_now() == "second"
        second.error = SpeechError("The second choked; give it water.")
        say()
        say()
    assert told == [away, "The second choked, so last speaks; give it water."]


@pytest.mark.parametrize(("preference", "sentences"), [("auto", 0), ("orca", 1)])
def test_only_who_prefers_a_speaker_is_told_that_it_is_not_there(
    monkeypatch: pytest.MonkeyPatch, preference: str, sentences: int
) -> None:
    parts = [Part("first", "The first is away; call it."), Part("last")]
    parts[-1].go.set()
    monkeypatch.setattr("narrator.speech.chooser.speakers", lambda *_: parts)
    told: list[str] = []
    with default_speaker(VoiceOptions(), preference, on_passed_over=told.append) as speaker:
        assert speaker.say(DOG).wait(10)
    assert len(told) == sentences


@pytest.fixture
def chosen(parts: tuple[Part, Part, Part]) -> Iterator[ChosenSpeaker]:
    with ChosenSpeaker(parts) as speaker:
        yield speaker


def said(utterance: Utterance) -> None:
    assert utterance.wait(60)
    assert utterance.error is None


def test_the_choice_is_made_anew_for_each_text(parts: tuple[Part, Part, Part], chosen: ChosenSpeaker) -> None:
    first, second, _ = parts
    for part in parts:
        part.go.set()
    said(chosen.say("one"))
    first.reason = "It ended."
    said(chosen.say("two"))
    second.reason = "It ended too."
    said(chosen.say("three"))
    first.reason = None
    said(chosen.say("four"))
    assert [part.begun for part in parts] == [["one", "four"], ["two"], ["three"]]


def test_a_failing_speaker_is_followed_by_the_next_from_the_beginning(
    parts: tuple[Part, Part, Part], chosen: ChosenSpeaker
) -> None:
    first, second, last = parts
    for part in parts:
        part.go.set()
        part.error = SpeechError(f"The {part.name} one failed; mend it.")
    utterance = chosen.say("text")
    assert utterance.wait(20)
    assert str(utterance.error) == "The last one failed; mend it."
    last.error = None
    said(chosen.say("text"))
    assert first.begun == second.begun == last.begun == ["text", "text"]


def test_stop_reaches_the_one_that_speaks_and_no_other_takes_over(
    parts: tuple[Part, Part, Part], chosen: ChosenSpeaker
) -> None:
    first, second, _ = parts
    first.error = SpeechError("It failed while it was stopped; mend it.")
    current, waiting = chosen.say("current"), chosen.say("waiting")
    while not first.begun:
        assert not current.wait(0.005)
    assert chosen.is_speaking
    chosen.stop()
    assert current.wait(20)
    said(waiting)
    assert not chosen.is_speaking
    assert (first.begun, second.begun) == (["current"], [])
    first.error = None
    first.go.set()
    said(chosen.say("afterwards"))
    assert first.begun == ["current", "afterwards"]


def test_how_a_text_ended_is_what_its_speaker_says(
    parts: tuple[Part, Part, Part], chosen: ChosenSpeaker
) -> None:
    first, second, last = parts
    for part, ending in zip(parts, (Ending.CUT, Ending.HANDED_OVER, Ending.SAID), strict=True):
        part.ending = ending
        part.go.set()
    endings = []
    for _ in parts:
        utterance = chosen.say("text")
        assert utterance.wait(20)
        endings.append(utterance.ending)
        first.reason, second.reason = "It ended.", first.reason
    assert endings == [Ending.CUT, Ending.HANDED_OVER, Ending.SAID]
    assert (first.begun, second.begun, last.begun) == (["text"], ["text"], ["text"])


def test_a_reader_that_comes_while_the_last_one_speaks_says_the_text_and_nobody_else_does(
    parts: tuple[Part, Part, Part], chosen: ChosenSpeaker
) -> None:
    first, second, last = parts
    first.reason = second.reason = "It is not there."
    second.go.set()
    utterance = chosen.say("text")
    while not last.begun:
        assert not utterance.wait(0.005)
    second.reason = None
    assert utterance.wait(20)
    assert utterance.ending is Ending.SAID
    assert (first.begun, second.begun, last.begun) == ([], ["text"], ["text"])
    assert last.stops
    assert not last.is_speaking


def test_answers_go_before_announcements(parts: tuple[Part, Part, Part], chosen: ChosenSpeaker) -> None:
    first = parts[0]
    utterances = [chosen.say("current")]
    while not first.begun:
        assert not utterances[0].wait(0.005)
    utterances += [chosen.say("announcement", Urgency.ANNOUNCEMENT), chosen.say("answer")]
    first.go.set()
    for utterance in utterances:
        said(utterance)
    assert first.begun == ["current", "answer", "announcement"]


def test_closing_in_the_middle_stops_and_closes_all(
    parts: tuple[Part, Part, Part], chosen: ChosenSpeaker
) -> None:
    utterance = chosen.say("text")
    while not parts[0].begun:
        assert not utterance.wait(0.005)
    chosen.close()
    assert utterance.done
    assert all(part.closed for part in parts)
    assert chosen.say("late").error is not None


def test_it_cannot_speak_only_if_none_of_them_can(
    parts: tuple[Part, Part, Part], chosen: ChosenSpeaker
) -> None:
    first, second, last = parts
    assert chosen.available() is None
    first.reason = second.reason = "It is not there."
    assert chosen.available() == last.reason
    last.reason = None
    assert chosen.available() is None


def test_the_last_gets_ready_before_it_is_needed() -> None:
    parts = Part("first", "It is not there."), Part("second"), Part("last")
    with ChosenSpeaker(parts):
        assert parts[2].prepared.wait(20)


def test_who_is_first_there_and_why_not_those_before() -> None:
    there, last = SilentSpeaker(), Part("last", "It is never asked.")
    absent = Part("absent", "It is not there; bring it.")
    assert first_there([absent, there, last]) == (there, ["It is not there; bring it."])
    assert first_there([absent, last]) == (last, ["It is not there; bring it."])
    for part in (last, absent):
        part.close()


@pytest.mark.parametrize(
    ("system", "preference", "names"),
    [
        ("linux", "auto", ["Orca", "Speech Dispatcher"]),
        ("linux", "speech-dispatcher", ["Speech Dispatcher"]),
        ("linux", "own", []),
        ("win32", "auto", ["NVDA"]),
        ("darwin", "auto", ["VoiceOver"]),
        ("linux", "voiceover", ["VoiceOver"]),
    ],
)
def test_our_own_voice_is_always_the_last(
    monkeypatch: pytest.MonkeyPatch, system: str, preference: str, names: list[str]
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    candidates = speakers(VoiceOptions(), preference)
    assert [speaker.name for speaker in candidates] == [*names, "Narrator's own voice"]
    for speaker in candidates:
        speaker.close()


def test_an_unknown_preference_is_an_error() -> None:
    with pytest.raises(SpeechError, match="no speaker called cat; choose auto, orca"):
        default_speaker(VoiceOptions(), "cat")


def test_what_was_unloaded_gets_ready_when_something_is_to_be_said(parts: tuple[Part, Part, Part]) -> None:
    *_, last = parts
    with ChosenSpeaker(parts) as speaker:
        assert last.prepared.wait(5)
        assert speaker.unload()
        assert not last.prepared.is_set()
        speaker.prepare()
        assert last.prepared.wait(5)


def test_what_is_about_to_speak_is_not_unloaded(parts: tuple[Part, Part, Part]) -> None:
    *_, last = parts
    with ChosenSpeaker(parts) as speaker:
        speaker.prepare()
        assert not speaker.unload(unused_for=1000)
        assert not last.unloaded
        assert speaker.unload()
