"""The daemon inside this process: what is announced, what is kept, what is answered."""

import gc
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Event as Flag
from time import monotonic, sleep
from weakref import ref

import pytest

from narrator.captioning.setup import Setup
from narrator.errors import NarratorError, PictureError
from narrator.picture.apart.decoder import Decoder
from narrator.picture.opening import Picture, open_picture
from narrator.picture.other_process import other_process
from narrator.settings.settings import QuietHours
from narrator.sources.arrival import NotYetError, Origin
from tests.daemon.houses import SETTINGS, House, Houses, arrival
from tests.drawings import encoded, tinted


@pytest.mark.parametrize(
    ("verbosity", "beginning", "end"),
    [
        ("brief", "Holiday: ", "."),
        ("normal", "Holiday, sea: ", "."),
        ("full", "Holiday, sea: ", "270 by 180 pixels."),
    ],
)
def test_verbosity(houses: Houses, verbosity: str, beginning: str, end: str) -> None:
    house = houses(replace(SETTINGS, verbosity=verbosity))
    house.arrive()
    said = house.voice.begun(1)
    assert said.startswith(beginning)
    assert said.endswith(end)
    assert ("pixels" in said) == (verbosity == "full")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("Screenshot From 2019-07-04 14-05-15.png", "Holiday, a screenshot from 4 July 2019, 14:05: "),
        ("9F5E8A7B-CBFF-4D8B-AEFC-F3DDBAAA6B1C.jpg", "Holiday: "),
    ],
)
def test_a_name_that_nobody_chose_is_not_read_out(house: House, name: str, beginning: str) -> None:
    house.arrive(path=f"/home/me/Holiday/{name}")
    assert house.voice.begun(1).startswith(beginning)


def test_more_and_events_tell_how_far_the_captions_agree(house: House) -> None:
    house.arrive()
    house.voice.begun(1)
    house.voice.finish()
    (event,) = house.of_kind("described")
    agreement = event.fields["agreement"]
    assert isinstance(agreement, dict)
    assert agreement["sentence"] in house.daemon.answers.more()
    assert agreement["words"]["red"] == 10


def test_each_origin_is_named(house: House) -> None:
    house.arrive("blue", origin=Origin.CLIPBOARD)
    assert house.voice.begun(1).startswith("Clipboard: ")
    house.voice.finish()
    house.arrive("green", origin=Origin.CAMERA)
    assert house.voice.begun(2).startswith("Camera: ")


def test_in_quiet_hours_pictures_are_described_and_missed(houses: Houses) -> None:
    now = datetime.now()
    hours = QuietHours(begin=(now - timedelta(hours=1)).time(), end=(now + timedelta(hours=1)).time())
    house = houses(replace(SETTINGS, quiet_hours=hours))
    house.arrive()
    house.settle()
    assert house.journal.missed_count() == 1
    assert house.daemon.quiet
    house.daemon.answers.missed()
    assert house.voice.begun(1).startswith("1 picture that you have not heard: Holiday: ")


def test_what_is_known_of_the_file_is_printed_repeated_and_kept_for_later(house: House) -> None:
    """Who reads `watch --silent` on a braille display, or was not there, is told that a film is one."""
    note = "This is the first of 2 frames of an animation."
    film = encoded(tinted("red"), "GIF", save_all=True, append_images=[tinted("blue")])
    house.daemon.paused = True
    house.arrive(look=lambda: open_picture(film))
    house.settle()

    assert house.of_kind("described")[0].line.endswith(note)
    assert house.daemon.answers.missed().endswith(note)
    assert house.daemon.answers.repeat().endswith(note)


def test_quiet_hours_may_go_over_midnight() -> None:
    night = QuietHours(begin=time(22), end=time(7))
    assert [hour for hour in range(24) if time(hour) in night] == [*range(7), 22, 23]
    assert time(12) in QuietHours(begin=time(9), end=time(17))


def test_the_same_pixels_are_said_once(house: House) -> None:
    house.arrive("red")
    house.voice.begun(1)
    house.voice.finish()
    house.arrive("red", path="/home/me/Holiday/copy.png")
    house.arrive("blue")
    assert "blue" in house.voice.begun(2)
    assert [event.fields["reason"] for event in house.of_kind("skipped")] == ["known"]
    assert len(list(house.journal.history())) == 2


def test_a_camera_does_not_say_the_same_sentence_twice(house: House) -> None:
    def scene(blue: int) -> Callable[[], Picture]:
        return lambda: open_picture(tinted((250, 0, blue)))

    for blue in range(3):
        house.arrive(origin=Origin.CAMERA, look=scene(blue))
        house.settle()
    assert len(house.of_kind("described")) == 3
    house.voice.begun(1)
    house.voice.finish()
    house.arrive("blue")
    assert house.voice.begun(2).startswith("Holiday")


def test_not_yet_is_forgotten_until_it_comes_again(house: House) -> None:
    def unfinished() -> Picture:
        raise NotYetError

    house.arrive(look=unfinished)
    house.settle()
    assert house.daemon.announcer.waiting == 0
    house.arrive()
    assert house.voice.begun(1)
    assert house.of_kind("error") == []


def test_what_is_no_picture_is_said(house: House) -> None:
    def refuse() -> Picture:
        raise PictureError("sea.png is empty; copy it again.")

    house.arrive(look=refuse)
    assert house.voice.begun(1) == "Holiday: sea.png is empty; copy it again."
    assert house.of_kind("error")[0].fields["picture"] == "/home/me/Holiday/sea.png"


def test_a_fault_over_one_picture_is_told_and_the_next_one_described(house: House) -> None:
    def fail() -> Picture:
        raise ZeroDivisionError("nobody thought of this")

    house.arrive(look=fail)
    house.settle()
    assert "ZeroDivisionError" in house.daemon.last_error
    house.arrive()
    house.voice.begun(1)
    house.voice.finish()
    assert house.voice.begun(2)
    assert any(text.startswith("Holiday, sea") for text in house.voice.texts)


def test_without_a_model_that_is_said_once(house: House, tmp_path: Path) -> None:
    house.settle()
    house.describer._setup = Setup(model=str(tmp_path / "absent"))
    house.describer.unload()
    house.arrive("red")
    house.arrive("blue")
    house.settle()
    house.voice.begun(1)
    house.voice.finish()
    assert len(house.of_kind("error")) == 2
    assert len(house.of_kind("fault")) == 1


def test_files_are_opened_in_another_process_until_it_ends(houses: Houses, tmp_path: Path) -> None:
    file = tmp_path / "sea.png"
    tinted("red").save(file)
    house = houses(SETTINGS)
    decoder = other_process()
    assert isinstance(decoder, Decoder)
    house.arrive(look=lambda: open_picture(file))
    house.of_kind_comes("described")
    for pid in decoder.pids:
        os.kill(pid, signal.SIGKILL)
    tinted("blue").save(file)
    house.arrive(look=lambda: open_picture(file))
    house.of_kind_comes("described", 2)

    assert house.of_kind("error") == []


def test_an_unloaded_model_comes_back_by_itself(house: House) -> None:
    house.settle()
    assert house.describer.loaded
    assert house.describer.unload()
    house.arrive()
    assert house.voice.begun(1).startswith("Holiday")
    assert house.describer.loaded


def test_network_and_voice_get_ready_while_the_picture_is_opened(house: House) -> None:
    house.settle()
    assert house.describer.unload()
    found: list[object] = []

    def look() -> Picture:
        found.extend([house.voice.prepared, house.describer._worker.pid])
        return open_picture(tinted("red"))

    house.arrive(look=look)
    assert house.voice.begun(1).startswith("Holiday")
    prepared, pid = found
    assert prepared == 1
    assert pid is not None and pid == house.describer._worker.pid


def test_a_voice_that_is_not_wanted_does_not_get_ready(house: House) -> None:
    house.daemon.paused = True
    house.arrive()
    house.of_kind_comes("described", 1)
    assert house.voice.prepared == 0


def test_what_refers_to_itself_does_not_pile_up(houses: Houses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.daemon.daemon._GIVE_BACK_SECONDS", 0.0)
    gc.disable()
    try:
        houses(SETTINGS, 0.01)
        cycle = Flag()
        cycle.itself = cycle  # type: ignore[attr-defined]
        left = ref(cycle)
        del cycle
        deadline = monotonic() + 20
        while left() is not None:
            assert monotonic() < deadline
            sleep(0.001)
    finally:
        gc.enable()


def test_what_nobody_has_needed_for_a_while_is_unloaded(houses: Houses) -> None:
    house = houses(replace(SETTINGS, unload_minutes=0.0001), 0.01)
    house.settle()
    deadline = monotonic() + 20
    while house.describer.loaded or not house.voice.unloaded:
        assert monotonic() < deadline
        sleep(0.001)
    house.arrive()
    assert house.voice.begun(1).startswith("Holiday")


def test_a_request_is_an_answer_and_goes_into_the_journal(house: House) -> None:
    (result,) = house.daemon.answers.describe([arrival(origin=Origin.COMMAND)]).result(20)
    assert result["said"] == house.voice.begun(1)
    assert house.journal.last()
    assert house.sounds == []


def test_an_answer_that_takes_long_is_announced_by_a_sound(houses: Houses) -> None:
    house = houses(replace(SETTINGS, working_sound=True))

    def slow() -> Picture:
        while not house.sounds:
            sleep(0.001)
        return open_picture(tinted("red"))

    house.daemon.answers.describe([arrival(origin=Origin.CLIPBOARD, look=slow)]).result(20)
    assert house.sounds == ["working"]


def test_of_what_cannot_be_described_the_answer_tells_why(house: House) -> None:
    def refuse() -> Picture:
        raise PictureError("There is no picture on the clipboard; copy one and try again.")

    house.daemon.answers.describe([arrival(origin=Origin.CLIPBOARD, look=refuse)])
    assert house.voice.begun(1) == "There is no picture on the clipboard; copy one and try again."


def test_what_is_wrong_and_wanted_again_is_the_picture_that_is_being_told_of(house: House) -> None:
    house.arrive("red")
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    house.arrive("blue", path="/home/me/Holiday/sky.png")
    text = house.voice.begun(2)
    assert house.daemon.answers.repeat() == text
    house.daemon.answers.wrong("a blue wall")
    corrected = {entry.name: entry.correction for entry in house.journal.history()}
    assert corrected == {"sea.png": None, "sky.png": "a blue wall"}


def test_nothing_to_repeat_is_a_sentence(house: House) -> None:
    for ask in (house.daemon.answers.repeat, house.daemon.answers.more):
        with pytest.raises(NarratorError, match="Nothing has been described yet"):
            ask()


def test_news_of_sources_are_events_and_said(house: House) -> None:
    house.daemon.told("The camera was lost.")
    assert house.voice.begun(1) == "The camera was lost."
    assert house.of_kind("told")[0].fields["text"] == "The camera was lost."


def test_too_many_waiting_pictures_lose_the_oldest_and_say_so(house: House) -> None:
    block = [True]

    def slow() -> Picture:
        while block:
            sleep(0.001)
        return open_picture(tinted("red"))

    house.settle()
    house.arrive(origin=Origin.CAMERA, look=slow)
    while len(house.daemon.intake):
        sleep(0.001)
    for _ in range(5):
        house.arrive("blue", origin=Origin.CAMERA)
    block.clear()
    house.settle()
    assert [event.fields["reason"] for event in house.of_kind("skipped")].count(
        "too many pictures waited before it"
    ) == 3
