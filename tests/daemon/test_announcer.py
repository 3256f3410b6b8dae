from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from time import monotonic

import pytest

from narrator.daemon.announcer import TRIES, Announcer
from narrator.daemon.attention.attention import MemoryAttention
from narrator.daemon.hearing import TIMES
from narrator.daemon.manners import Announcement, Ready
from narrator.errors import SpeechError
from narrator.speech.speaker import Ending
from tests.daemon.speakers import Puppet


class Room:
    """An announcer with a puppet's voice, and what it reports."""

    def __init__(self) -> None:
        self.voice = Puppet()
        self.silent = False
        self.clock = 0.0
        self.attention = MemoryAttention(lambda: self.clock)
        self.heard: SimpleQueue[tuple[str, tuple[int, ...]]] = SimpleQueue()
        self.failures: SimpleQueue[str] = SimpleQueue()
        self.announcer = Announcer(
            self.voice,
            silent=lambda: self.silent,
            on_heard=self._hear,
            on_failure=self._fail,
            attention=self.attention,
            retry_seconds=0.01,
            again_seconds=0.01,
        )

    def arrive(self, number: int, place: str = "Holiday") -> None:
        self.announcer.noticed(number, place)
        self.announcer.described(number, Ready(place=place, alone=f"Dog {number}.", among="", entry=number))

    def pass_seconds(self, seconds: float) -> None:
        """What is being said has been heard for so long."""
        self.clock += seconds
        self.voice.utterances[-1].began = monotonic() - seconds

    def wait_for_others(self, seconds: float) -> None:
        """What was handed over so long ago has not begun."""
        assert self.announcer._current
        self.announcer._current.said_at = monotonic() - seconds

    def _hear(self, text: str, entries: Sequence[int], announcement: Announcement | None) -> None:
        self.heard.put((text, tuple(entries)))

    def _fail(self, error: SpeechError) -> None:
        self.failures.put(str(error))


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.announcer.close()


def test_an_announcement_is_said_and_then_counts_as_heard(room: Room) -> None:
    room.arrive(1)
    assert room.voice.begun(1) == "Dog 1."
    assert room.heard.empty()
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Dog 1.", (1,))


def test_announcements_wait_for_silence(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.arrive(2, "elsewhere")
    room.voice.finish()
    assert room.voice.begun(2) == "Dog 2."


def test_an_answer_interrupts_and_the_announcement_is_said_again(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.announcer.answer("It is a cat.", [7])
    assert room.voice.begun(2) == "It is a cat."
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("It is a cat.", (7,))
    assert room.voice.begun(3) == "Dog 1."
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Dog 1.", (1,))


def test_of_two_answers_the_newer_is_heard(room: Room) -> None:
    room.announcer.answer("First.")
    room.voice.begun(1)
    room.announcer.answer("Second.")
    assert room.voice.begun(2) == "Second."
    room.voice.finish()
    assert room.heard.get(timeout=20)[0] == "Second."
    room.arrive(1)
    assert room.voice.begun(3) == "Dog 1.", "the first answer does not come back"


def test_an_answer_that_failed_while_a_newer_was_wanted_does_not_come_back(room: Room) -> None:
    room.announcer.answer("First.")
    room.voice.begun(1)
    room.voice.trouble = SpeechError("The sound server does not answer.")
    room.announcer.answer("Second.")
    assert room.failures.get(timeout=20) == "The sound server does not answer."
    assert room.voice.begun(2) == "Second."
    room.voice.finish()
    assert room.heard.get(timeout=20)[0] == "Second."
    room.arrive(1)
    assert room.voice.begun(3) == "Dog 1."


def test_what_is_found_out_for_an_answer_is_said_after_it(room: Room) -> None:
    number = room.announcer.answer("It is a sign.")
    room.voice.begun(1)
    room.announcer.add(number, "It says Exit.", [7])
    assert room.voice.texts == ["It is a sign."]
    room.voice.finish()
    assert room.voice.begun(2) == "It says Exit."
    room.voice.finish()
    room.heard.get(timeout=20)
    assert room.heard.get(timeout=20) == ("It says Exit.", (7,))


def test_it_waits_until_an_answer_that_failed_is_said(room: Room) -> None:
    number = room.announcer.answer("It is a sign.")
    room.voice.begun(1)
    room.announcer.add(number, "It says Exit.")
    room.voice.finish("The sound server is gone.")
    assert room.voice.begun(2) == "It is a sign."
    room.voice.finish()
    assert room.voice.begun(3) == "It says Exit."


def test_after_another_answer_nobody_wants_to_hear_it(room: Room) -> None:
    number = room.announcer.answer("It is a sign.")
    room.voice.begun(1)
    room.announcer.answer("It is a cat.")
    room.announcer.add(number, "It says Exit.")
    assert room.voice.begun(2) == "It is a cat."
    room.voice.finish()
    room.arrive(1)
    assert room.voice.begun(3) == "Dog 1."


def test_stop_silences_and_what_waits_is_not_announced(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.arrive(2, "elsewhere")
    room.pass_seconds(2.0)
    room.announcer.stop()
    assert room.heard.get(timeout=20) == ("Dog 1.", (1,)), "what was begun has been heard"
    room.arrive(3)
    assert room.voice.begun(2) == "Dog 3."


def test_while_it_is_silent_only_answers_are_said(room: Room) -> None:
    room.silent = True
    room.arrive(1)
    room.announcer.answer("It is a cat.")
    assert room.voice.begun(1) == "It is a cat."
    room.voice.finish()
    room.heard.get(timeout=20)
    room.silent = False
    room.arrive(2)
    assert room.voice.begun(2) == "Dog 2.", "what came in silence is not made up for"


def test_an_announcement_that_a_pause_cuts_off_is_not_said_again(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.silent = True
    room.announcer.answer("Paused.")
    assert room.voice.begun(2) == "Paused."
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Paused.", ())
    room.silent = False
    room.arrive(2)
    assert room.voice.begun(3) == "Dog 2."


def test_an_announcement_that_failed_before_a_pause_is_not_tried_again(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.silent = True
    room.voice.finish("The sound server is gone.")
    room.failures.get(timeout=20)
    room.announcer.answer("Paused.")
    assert room.voice.begun(2) == "Paused."
    room.voice.finish()
    room.heard.get(timeout=20)
    room.silent = False
    room.arrive(2)
    assert room.voice.begun(3) == "Dog 2."


def test_what_could_not_be_heard_is_said_again(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.voice.finish("The sound server is gone.")
    assert room.failures.get(timeout=20) == "The sound server is gone."
    assert room.voice.begun(2) == "Dog 1."
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Dog 1.", (1,))


def test_without_any_sound_it_gives_up_and_counts_nothing_as_heard(room: Room) -> None:
    room.arrive(1)
    for number in range(1, TRIES + 1):
        room.voice.begun(number)
        room.voice.finish("There is no sound.")
        room.failures.get(timeout=20)
    room.arrive(2)
    assert room.voice.begun(TRIES + 1) == "Dog 2."
    assert room.heard.empty()


def test_many_are_one_sentence(room: Room) -> None:
    room.announcer.answer("Wait.")
    room.voice.begun(1)
    for number in range(10):
        room.arrive(number)
    room.voice.finish()
    assert room.voice.begun(2).startswith("10 new pictures in Holiday")


def test_an_announcement_waits_until_the_person_has_not_typed_for_a_moment(room: Room) -> None:
    room.attention.is_busy()
    room.arrive(1)
    room.announcer.answer("It is a cat.", [7])
    assert room.voice.begun(1) == "It is a cat.", "an answer does not wait"
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("It is a cat.", (7,))
    assert room.voice.texts == ["It is a cat."]
    room.clock += 1.5
    assert room.voice.begun(2) == "Dog 1."


def test_pictures_that_come_while_the_person_types_are_told_in_one_sentence(room: Room) -> None:
    room.attention.is_busy()
    for number in range(10):
        room.arrive(number)
    room.announcer.answer("It is a cat.")
    room.voice.begun(1)
    room.voice.finish()
    room.clock += 1.5
    assert room.voice.begun(2).startswith("10 new pictures in Holiday")


def test_an_answer_that_was_cut_off_at_once_is_said_again_and_not_yet_heard(room: Room) -> None:
    room.announcer.answer("It is a cat.", [7])
    room.voice.begun(1)
    room.voice.finish(ending=Ending.CUT)
    assert room.voice.begun(2) == "It is a cat."
    assert room.heard.empty()
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("It is a cat.", (7,))


def test_what_is_cut_off_each_time_is_given_up_and_can_be_repeated(room: Room) -> None:
    room.arrive(1)
    for number in range(1, TIMES + 2):
        assert room.voice.begun(number) == "Dog 1."
        room.voice.finish(ending=Ending.CUT)
    room.announcer.answer("It is a cat.")
    assert room.voice.begun(TIMES + 2) == "It is a cat."
    assert room.announcer.last == ("Dog 1.", (1,))
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("It is a cat.", ())


def test_an_announcement_that_could_not_begin_is_said_when_the_others_are_silent(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrator.daemon.announcer.OTHERS_SECONDS", 0.01)
    room.arrive(1)
    for number in range(1, TIMES + 5):
        assert room.voice.begun(number) == "Dog 1."
        room.voice.finish(ending=Ending.NOT_BEGUN)
    room.voice.begun(TIMES + 5)
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Dog 1.", (1,))


def test_what_a_reader_may_not_have_said_because_of_a_key_is_not_heard(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.pass_seconds(2.0)
    room.attention.is_busy()
    room.voice.finish(ending=Ending.HANDED_OVER)
    room.clock += 1.5
    room.arrive(2)
    assert room.voice.begun(2) == "Dog 2."
    room.voice.finish(ending=Ending.HANDED_OVER)
    assert room.heard.get(timeout=20) == ("Dog 2.", (2,))


def test_beside_a_reader_a_key_silences_what_is_said(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.voice.gives_way()
    room.pass_seconds(2.0)
    room.attention.is_busy()
    assert room.voice.utterances[0].wait(20)
    room.clock += 1.5
    room.arrive(2)
    assert room.voice.begun(2) == "Dog 2."
    assert room.heard.empty()


def test_what_a_key_silences_at_once_is_said_again(room: Room) -> None:
    room.arrive(1)
    room.voice.begun(1)
    room.voice.gives_way()
    room.pass_seconds(0.5)
    room.attention.is_busy()
    assert room.voice.utterances[0].wait(20)
    room.clock += 1.5
    assert room.voice.begun(2) == "Dog 1."
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Dog 1.", (1,))
