"""What of a text that was stopped counts as heard: of an answer about several pictures, each by itself."""

import pytest

from narrator.daemon.announcer import TRIES
from narrator.daemon.turn import Part
from narrator.speech.speaker import Ending
from tests.daemon.houses import SETTINGS, Houses
from tests.daemon.test_announcer import Room, room

__all__ = ["room"]

LIST = [Part("One.", (1,)), Part("Two.", (2,)), Part("Three.", (3,))]


def the_rest_is_not_said(room: Room, said: int) -> None:
    """What is said next is something else."""
    room.announcer.answer("The end.")
    assert room.voice.begun(said + 1) == "The end."


def test_parts_are_said_and_heard_one_after_the_other_and_repeated_as_a_whole(room: Room) -> None:
    room.announcer.answer_in_parts(LIST)
    for number, part in enumerate(LIST, 1):
        assert room.voice.begun(number) == part.text
        room.voice.finish()
        assert room.heard.get(timeout=20) == part
        assert room.announcer.last == ("One. Two. Three.", (1, 2, 3))


def test_who_stops_a_list_has_not_heard_its_end(room: Room) -> None:
    room.announcer.answer_in_parts(LIST)
    room.voice.begun(1)
    room.voice.finish()
    room.heard.get(timeout=20)
    room.voice.begun(2)
    room.pass_seconds(2.0)
    room.announcer.stop()
    assert room.heard.get(timeout=20) == LIST[1], "as much as the person wanted"
    the_rest_is_not_said(room, 2)
    assert room.heard.empty()


@pytest.mark.parametrize("waits_for_others", [False, True])
def test_what_is_stopped_before_a_word_is_heard_is_not_heard(room: Room, waits_for_others: bool) -> None:
    room.announcer.answer("One.", [1])
    room.voice.begun(1)
    if waits_for_others:
        room.voice.gives_way()
        room.wait_for_others(5.0)
    room.announcer.stop()
    room.announcer.answer("Two.", [2])
    room.voice.begun(2)
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("Two.", (2,))


def test_another_answer_takes_the_place_of_all_parts(room: Room) -> None:
    room.announcer.answer_in_parts(LIST)
    room.voice.begun(1)
    the_rest_is_not_said(room, 1)
    room.voice.finish()
    assert room.heard.get(timeout=20) == ("The end.", ())
    room.arrive(7)
    assert room.voice.begun(3) == "Dog 7."


def test_a_key_that_silences_a_part_silences_the_rest(room: Room) -> None:
    room.announcer.answer_in_parts(LIST)
    room.voice.begun(1)
    room.pass_seconds(3.0)
    room.attention.is_busy()
    room.voice.finish(ending=Ending.CUT)
    room.clock += 1.5
    room.arrive(7)
    assert room.voice.begun(2) == "Dog 7."


def test_a_part_that_can_never_be_said_is_the_last_one(room: Room) -> None:
    room.announcer.answer_in_parts(LIST)
    for number in range(1, TRIES + 1):
        room.voice.begun(number)
        room.voice.finish("There is no sound.")
        room.failures.get(timeout=20)
    room.arrive(7)
    assert room.voice.begun(TRIES + 1) == "Dog 7."


@pytest.mark.parametrize("asked", [False, True])
def test_what_the_end_of_narrator_cuts_off_is_not_heard(room: Room, asked: bool) -> None:
    if asked:
        room.announcer.answer("Cat.", [1])
    else:
        room.arrive(1)
    room.voice.begun(1)
    room.pass_seconds(30.0)
    room.announcer.close()
    assert room.heard.empty()


def test_pictures_stay_missed_when_the_list_of_them_is_stopped_at_once(houses: Houses) -> None:
    house = houses(SETTINGS)
    house.daemon.paused = True
    for colour in ("red", "blue", "green"):
        house.arrive(colour)
    house.settle()
    said = house.daemon.answers.missed()
    first = house.voice.begun(1)
    assert said.startswith(first) and first.startswith("3 pictures that you have not heard:")
    house.daemon.announcer.stop()
    house.daemon.answers.say("Another answer.")
    house.voice.begun(2)
    house.voice.finish()
    house.heard()
    assert house.journal.missed_count() == 3
    house.daemon.answers.missed()
    house.voice.begun(3)
    house.voice.finish()
    house.heard(2)
    assert house.journal.missed_count() == 2, "the one that was told"
    assert house.daemon.answers.repeat().startswith(first)
