from collections.abc import Iterator, Sequence
from queue import SimpleQueue

import pytest

from narrator.daemon.announcer import TRIES, Announcer
from narrator.daemon.manners import Announcement, Ready
from narrator.errors import SpeechError
from tests.daemon.speakers import Puppet


class Room:
    """An announcer with a puppet's voice, and what it reports."""

    def __init__(self) -> None:
        self.voice = Puppet()
        self.silent = False
        self.heard: SimpleQueue[tuple[str, tuple[int, ...]]] = SimpleQueue()
        self.failures: SimpleQueue[str] = SimpleQueue()
        self.announcer = Announcer(
            self.voice,
            silent=lambda: self.silent,
            on_heard=self._hear,
            on_failure=self._fail,
            retry_seconds=0.01,
        )

    def arrive(self, number: int, place: str = "Holiday") -> None:
        self.announcer.noticed(number, place)
        self.announcer.described(number, Ready(place=place, alone=f"Dog {number}.", among="", entry=number))

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
