"""A real Speech Dispatcher says each passage of a text in a voice of its language."""

import numpy as np
import pytest

from benchmarks.dispatcher import Dispatcher
from narrator.languages.passages import in_language, joined
from narrator.speech.dispatcher import SpeechDispatcher
from narrator.speech.speaker import Urgency
from narrator.speech.ssip import Connection, Reply
from narrator.speech.voices import VoiceOptions
from tests.soundserver import Ear
from tests.speech.dispatching import DOG, LONG, LOUD, said, seconds_of, sound_in

YEARS = "1999, 1999, 1999."


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All commands that are sent to the server."""
    commands: list[str] = []
    ask = Connection.ask

    def listening_ask(connection: Connection, command: str, seconds: float = 2.0) -> Reply:
        commands.append(command)
        return ask(connection, command, seconds)

    monkeypatch.setattr(Connection, "ask", listening_ask)
    return commands


def nearest(seconds: float, candidates: dict[str, float]) -> str:
    """Which of several texts was heard for so long; a busy machine plays everything a little longer."""
    return min(candidates, key=lambda name: abs(candidates[name] - seconds))


@pytest.mark.parametrize("urgency", Urgency)
def test_each_passage_is_heard_in_its_language_and_the_voice_comes_back(
    dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear, urgency: Urgency
) -> None:
    """Numbers, which take clearly longer in German."""
    alone = {
        "en": seconds_of(YEARS, ear),
        "de": seconds_of(in_language(YEARS, "de"), ear, VoiceOptions(voice="German")),
    }
    assert alone["de"] > 1.2 * alone["en"]
    assert nearest(seconds_of(in_language(YEARS, "de-AT"), ear), alone) == "de"
    ear.begin()
    said(speaker.say(joined([YEARS, in_language(YEARS, "de"), YEARS]), urgency))
    assert sound_in(ear) > 2 * alone["en"] + alone["de"]
    assert nearest(seconds_of(YEARS, ear), alone) == "en"


def test_the_server_is_told_the_language_and_its_own_name_of_the_voice(
    dispatcher: Dispatcher, asked: list[str]
) -> None:
    with SpeechDispatcher() as speaker:
        said(speaker.say(joined(["One.", in_language("Zwei.", "de-AT")])))
    assert asked[-6:] == [
        "SET SELF OUTPUT_MODULE espeak-ng",
        "SET SELF LANGUAGE de",
        "SET SELF SYNTHESIS_VOICE German",
        "SET SELF PRIORITY TEXT",
        "SPEAK",
        "Zwei.\r\n.",
    ]


def test_the_persons_own_voice_keeps_its_language(dispatcher: Dispatcher, asked: list[str]) -> None:
    with SpeechDispatcher(VoiceOptions(voice="English (Scotland)")) as speaker:
        said(speaker.say(in_language(DOG, "en-US")))
    assert asked[-4:-2] == ["SET SELF SYNTHESIS_VOICE English (Scotland)", "SET SELF PRIORITY TEXT"]
    assert not [command for command in asked if "LANGUAGE" in command]


def test_chinese_is_said_in_mandarin_and_not_spelt(dispatcher: Dispatcher, ear: Ear) -> None:
    """Asked for the language zh, espeak-ng 1.51 says the transcription as if it were English."""
    dog = "海边奔跑的棕色狗"
    alone = {
        "said": seconds_of(dog, ear, VoiceOptions(voice="Chinese (Mandarin, latin as Pinyin)")),
        "spelt": seconds_of(dog, ear, VoiceOptions(voice="Chinese (Mandarin, latin as English)")),
    }
    assert nearest(seconds_of(dog, ear), alone) == "said"


def test_japanese_that_cannot_be_said_is_one_short_sentence_and_no_noise(
    dispatcher: Dispatcher, ear: Ear
) -> None:
    alone = {
        "a sentence": seconds_of("It says: words in Japanese that this voice cannot say.", ear),
        "noise": seconds_of(f"It says: {'Chinese letter, ' * 9}.", ear),
    }
    assert nearest(seconds_of("It says: 海辺を走る茶色の犬.", ear), alone) == "a sentence"


def test_a_stop_silences_all_passages(dispatcher: Dispatcher, speaker: SpeechDispatcher, ear: Ear) -> None:
    utterance = speaker.say(joined([DOG, in_language(LONG, "de"), DOG]))
    ear.wait_for_sound()
    speaker.stop()
    said(utterance)
    ear.begin()
    assert not np.any(np.abs(ear.heard()) > LOUD)
