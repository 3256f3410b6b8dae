"""What was asked for and is not there yet when the person asks for silence."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest

from narrator.picture.opening import Picture, open_picture
from narrator.sources.arrival import Arrival, Origin
from tests.daemon.houses import SETTINGS, House, arrival
from tests.drawings import tinted


class Slow:
    """A picture that is opened when it may be."""

    def __init__(self) -> None:
        self.begun, self.may_go = Event(), Event()

    def arrival(self) -> Arrival:
        return arrival(origin=Origin.CLIPBOARD, look=self._look)

    def _look(self) -> Picture:
        self.begun.set()
        assert self.may_go.wait(20)
        return open_picture(tinted("red"))


@pytest.fixture
def house() -> Iterator[House]:
    house = House(replace(SETTINGS, working_sound=True))
    yield house
    house.close()


def test_who_has_stopped_does_not_hear_what_was_asked_for_before(house: House) -> None:
    slow = Slow()
    results = house.daemon.answers.describe([slow.arrival()])
    assert slow.begun.wait(20)
    house.daemon.announcer.stop()
    slow.may_go.set()
    (result,) = results.result(20)
    assert "red" in str(result["said"]), "whoever waits for it gets it"
    house.daemon.told("The end.")
    assert house.voice.begun(1) == "The end."
    house.voice.finish()
    assert house.daemon.answers.repeat() == result["said"], "it was the last picture"
    last = house.journal.last()
    assert last and not last.heard


def test_no_sound_tells_of_work_after_a_stop(house: House) -> None:
    answers, stops = house.daemon.answers, house.daemon.announcer.stops
    answers._tell_of_work(stops)
    house.daemon.announcer.stop()
    answers._tell_of_work(stops)
    assert house.sounds == ["working"]


def test_what_is_asked_for_after_a_stop_is_heard(house: House) -> None:
    house.daemon.announcer.stop()
    (result,) = house.daemon.answers.describe([arrival(origin=Origin.COMMAND)]).result(20)
    assert house.voice.begun(1) == result["said"]


def test_another_question_meanwhile_silences_nothing(house: House) -> None:
    slow = Slow()
    results = house.daemon.answers.describe([slow.arrival()])
    assert slow.begun.wait(20)
    house.daemon.answers.say("Another answer.")
    house.voice.begun(1)
    slow.may_go.set()
    assert house.voice.begun(2) == results.result(20)[0]["said"]
