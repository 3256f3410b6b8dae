"""The synthesizer with real worker processes: good ones, hanging ones, dying ones."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread, Timer

import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.errors import SpeechError
from narrator.languages.passages import in_language, joined
from narrator.speech.sound import Sound
from narrator.speech.synthesizer import WORKER_COMMAND, Synthesizer
from narrator.speech.voices import VoiceOptions
from tests.fresh_speech import fresh_speech
from tests.speech.processes import marked_processes

DOG = "A brown dog runs along a beach."
CHILDREN = "Two children are playing football on a green field."
HUND = "Ein brauner Hund läuft am Strand, neunzehnhundertneunundneunzig."

pytestmark = pytest.mark.usefixtures("mark", "temporary")


@pytest.fixture(params=[True, False], ids=["memory", "folder"])
def synthesizer(request: pytest.FixtureRequest) -> Iterator[Synthesizer]:
    """A synthesizer whose worker writes into memory, and one whose worker needs a folder."""
    with closing(Synthesizer(in_memory=request.param)) as synthesizer:
        yield synthesizer


def sound_of(synthesizer: Synthesizer, text: str) -> NDArray[np.float64]:
    sound = synthesizer.synthesize(text, Event())
    assert sound is not None
    return samples(sound)


def samples(sound: Sound) -> NDArray[np.float64]:
    assert sound.rate == 22050
    return np.frombuffer(sound.samples, "<i2").astype(np.float64)


def failing_first(tmp_path: Path, failure: str) -> list[str]:
    """The command of a worker that fails when it is started first and is a real one every other time."""
    code = f"""
import os, sys, time
with open({str(tmp_path / "starts")!r}, "a+") as starts:
    starts.write("start\\n")
    starts.seek(0)
    first = len(starts.readlines()) == 1
if first:
    {failure}
os.execv(sys.executable, {list(WORKER_COMMAND)!r})
"""
    return [sys.executable, "-c", code]


def starts(tmp_path: Path) -> int:
    return len((tmp_path / "starts").read_text().splitlines())


def test_texts_sound_as_pyttsx3_alone_makes_them(synthesizer: Synthesizer) -> None:
    for text, expected in zip((DOG, CHILDREN), fresh_speech(DOG, CHILDREN), strict=True):
        assert np.array_equal(sound_of(synthesizer, text), expected)


def test_the_folder_is_private_and_gone_at_the_end(temporary: Path) -> None:
    with closing(Synthesizer(in_memory=False)) as synthesizer:
        sound_of(synthesizer, DOG)
        (folder,) = temporary.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(temporary.iterdir()) == []


def test_in_memory_there_is_no_folder_at_all(temporary: Path) -> None:
    with closing(Synthesizer(in_memory=True)) as synthesizer:
        sound_of(synthesizer, DOG)
        assert list(temporary.iterdir()) == []


def test_options_reach_the_sound() -> None:
    lengths, loudness = [], []
    for options in (
        VoiceOptions(),
        VoiceOptions(rate=300),
        VoiceOptions(volume=0.4),
        VoiceOptions(voice="en-us", rate=100, volume=0.0),
    ):
        with closing(Synthesizer(options)) as synthesizer:
            sound = sound_of(synthesizer, DOG)
        lengths.append(len(sound))
        loudness.append(np.abs(sound).max())
    assert lengths[1] < 0.8 * lengths[0]
    assert lengths[3] > 1.5 * lengths[0]
    assert 0.3 < loudness[2] / loudness[0] < 0.5
    assert loudness[3] == 0


def pieces(synthesizer: Synthesizer, text: str) -> list[NDArray[np.float64]]:
    return [samples(sound) for sound in synthesizer.sounds_of(text, Event())]


@pytest.mark.parametrize("rate, volume", [(None, None), (300, 0.4)])
def test_a_passage_sounds_as_a_voice_of_its_language_alone_says_it(
    rate: int | None, volume: float | None
) -> None:
    """Rate and volume are the person's for every voice."""
    with (
        closing(Synthesizer(VoiceOptions(rate=rate, volume=volume))) as mixed,
        closing(Synthesizer(VoiceOptions(voice="de", rate=rate, volume=volume))) as german,
        closing(Synthesizer(VoiceOptions(rate=rate, volume=volume))) as english,
    ):
        (stated,) = pieces(mixed, in_language(HUND, "de-DE"))
        assert np.array_equal(stated, sound_of(german, HUND))
        assert abs(len(stated) - len(sound_of(english, HUND))) > 1000


def test_the_persons_own_voice_goes_on_after_a_passage() -> None:
    """By its length: said later, no sample of a sentence is the same, see `fresh_speech`."""
    with closing(Synthesizer()) as synthesizer:
        alone = len(sound_of(synthesizer, DOG))
        before, german, after = pieces(synthesizer, joined([DOG, in_language(HUND, "de"), DOG]))
        assert len(before) == pytest.approx(alone, rel=0.03)
        assert len(after) == pytest.approx(alone, rel=0.03)
        assert len(sound_of(synthesizer, HUND)) != len(german)
        assert synthesizer.check() == "espeak-ng with the voice gmw/en"


def test_letters_choose_the_voice_of_words_without_a_stated_language() -> None:
    with closing(Synthesizer()) as mixed, closing(Synthesizer(VoiceOptions(voice="ru"))) as russian:
        (sound,) = pieces(mixed, "Собака бежит")
        assert np.array_equal(sound, sound_of(russian, "Собака бежит"))


def test_chinese_is_said_in_mandarin_and_not_spelt() -> None:
    """In espeak-ng 1.51 the voice called cmn says the transcription as if it were English."""
    with (
        closing(Synthesizer()) as mixed,
        closing(Synthesizer(VoiceOptions(voice="cmn-latn-pinyin"))) as pinyin,
    ):
        (sound,) = pieces(mixed, "海边奔跑的棕色狗")
        assert np.array_equal(sound, sound_of(pinyin, "海边奔跑的棕色狗"))


def test_japanese_that_cannot_be_said_is_one_short_sentence_and_no_noise() -> None:
    with closing(Synthesizer()) as mixed, closing(Synthesizer()) as english:
        (sound,) = pieces(mixed, "Described by its author: 海辺を走る茶色の犬.")
        said = "Described by its author: words in Japanese that this voice cannot say."
        assert np.array_equal(sound, sound_of(english, said))


def test_a_stop_ends_the_passages() -> None:
    stopped = Event()
    with closing(Synthesizer()) as synthesizer:
        text = joined([DOG, in_language(HUND, "de"), DOG])
        sounds = synthesizer.sounds_of(text, stopped)
        assert next(sounds).seconds > 1
        stopped.set()
        assert list(sounds) == []


def test_a_stop_ends_the_question_for_voices() -> None:
    hanging = [sys.executable, "-c", "import time; time.sleep(600)"]
    stopped = Event()
    Timer(0.2, stopped.set).start()
    with closing(Synthesizer(command=hanging, patience=600)) as synthesizer:
        assert list(synthesizer.sounds_of(in_language(HUND, "de"), stopped)) == []


def test_a_worker_that_dies_between_passages_is_started_again(mark: str) -> None:
    with closing(Synthesizer()) as synthesizer:
        sounds = synthesizer.sounds_of(joined([DOG, in_language(HUND, "de"), DOG]), Event())
        next(sounds)
        for worker in marked_processes(mark):
            os.kill(worker, signal.SIGKILL)
        assert [sound.seconds > 1 for sound in sounds] == [True, True]


def test_a_voice_is_chosen_by_its_name() -> None:
    with (
        closing(Synthesizer()) as british,
        closing(Synthesizer(VoiceOptions(voice="English (America)"))) as american,
    ):
        assert american.check() == "espeak-ng with the voice gmw/en-us"
        assert not np.array_equal(sound_of(british, DOG), sound_of(american, DOG))


def test_every_voice_can_be_chosen_by_its_id_and_the_ids_differ() -> None:
    with closing(Synthesizer()) as synthesizer:
        voices = synthesizer.voices()
    assert len(voices) > 50
    assert len({voice.id for voice in voices}) == len(voices)
    assert {"en-gb", "en-us", "de"} <= {language for voice in voices for language in voice.languages}


def test_an_unknown_voice_is_an_error_of_every_question() -> None:
    with closing(Synthesizer(VoiceOptions(voice="Amercia"))) as synthesizer:
        for _ in range(2):
            with pytest.raises(SpeechError, match="no voice called Amercia"):
                synthesizer.synthesize(DOG, Event())
        with pytest.raises(SpeechError, match="no voice called Amercia"):
            synthesizer.check()


@pytest.mark.parametrize(
    "failure", ["time.sleep(600)", "sys.exit(3)", "print('chatter', flush=True); time.sleep(600)"]
)
def test_a_worker_that_fails_is_ended_and_started_again_once(tmp_path: Path, failure: str) -> None:
    command = failing_first(tmp_path, failure)
    with closing(Synthesizer(command=command, patience=5)) as synthesizer:
        assert np.array_equal(sound_of(synthesizer, DOG), fresh_speech(DOG)[0])
        sound_of(synthesizer, CHILDREN)
    assert starts(tmp_path) == 2


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_worker_that_always_hangs_is_an_error_after_the_second_try(mark: str, in_memory: bool) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    with closing(Synthesizer(command=command, patience=0.2, in_memory=in_memory)) as synthesizer:
        with pytest.raises(SpeechError, match="also when started again"):
            synthesizer.synthesize(DOG, Event())
        assert marked_processes(mark) == []


def test_a_command_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SpeechError, match="cannot be started"):
        Synthesizer(command=["/nowhere/worker"], in_memory=False).start()


def test_a_worker_that_was_killed_is_replaced(synthesizer: Synthesizer, mark: str, temporary: Path) -> None:
    sound_of(synthesizer, DOG)
    (worker,) = marked_processes(mark)
    os.kill(worker, signal.SIGKILL)
    assert np.array_equal(sound_of(synthesizer, DOG), fresh_speech(DOG)[0])
    assert len(list(temporary.iterdir())) <= 1


def test_unloaded_it_holds_no_process_and_comes_back(synthesizer: Synthesizer, mark: str) -> None:
    assert not synthesizer.unload()
    sound_of(synthesizer, DOG)
    assert not synthesizer.unload(unused_for=1000)
    assert marked_processes(mark)
    assert synthesizer.unload()
    assert not marked_processes(mark)
    assert np.array_equal(sound_of(synthesizer, DOG), fresh_speech(DOG)[0])


def test_a_stopped_text_has_no_sound_and_does_not_answer_for_the_next(synthesizer: Synthesizer) -> None:
    (expected,) = fresh_speech(CHILDREN)
    stopped = Event()
    stopped.set()
    assert synthesizer.synthesize(DOG, stopped) is None
    assert abs(len(sound_of(synthesizer, CHILDREN)) - len(expected)) < 100


def test_stop_does_not_wait_for_a_hanging_worker() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    with closing(Synthesizer(command=command, patience=600)) as synthesizer:
        stopped = Event()
        sounds: list[Sound | None] = []
        asking = Thread(target=lambda: sounds.append(synthesizer.synthesize(DOG, stopped)))
        asking.start()
        stopped.set()
        asking.join(20)
        assert sounds == [None]
