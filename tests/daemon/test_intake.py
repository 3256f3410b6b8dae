from threading import Thread

from narrator.daemon.intake import LIMITS, Intake
from narrator.picture.opening import Picture
from narrator.sources.arrival import Arrival, Origin


def arrival(name: str, place: str = "Holiday", origin: Origin = Origin.FOLDER) -> Arrival:
    def nobody_opens_it() -> Picture:
        raise AssertionError

    return Arrival(open=nobody_opens_it, origin=origin, place=place, name=name)


def names(intake: Intake, count: int) -> list[str]:
    taken = [intake.take() for _ in range(count)]
    return [each.name for each in taken if isinstance(each, Arrival)]


def test_pictures_of_one_place_keep_their_order() -> None:
    intake = Intake()
    for name in "abc":
        assert intake.put(arrival(name)) is None
    assert len(intake) == 3
    assert names(intake, 3) == ["a", "b", "c"]


def test_a_lone_picture_goes_before_a_burst() -> None:
    intake = Intake()
    for name in "abcd":
        intake.put(arrival(name))
    intake.put(arrival("lone", "Downloads"))
    assert names(intake, 5) == ["lone", "a", "b", "c", "d"]


def test_requests_go_first_the_newest_before_the_others() -> None:
    intake, done = Intake(), list[str]()
    intake.put(arrival("a"))
    intake.ask(lambda: done.append("first"))
    intake.ask(lambda: done.append("second"))
    for _ in range(2):
        job = intake.take()
        assert job is not None
        assert not isinstance(job, Arrival)
        job()
    assert done == ["second", "first"]
    assert names(intake, 1) == ["a"]


def test_the_oldest_of_too_many_is_given_back() -> None:
    intake = Intake()
    limit = LIMITS[Origin.CLIPBOARD]
    for number in range(limit):
        assert intake.put(arrival(str(number), "", Origin.CLIPBOARD)) is None
    lost = intake.put(arrival("one too many", "", Origin.CLIPBOARD))
    assert lost
    assert lost.name == "0"
    assert len(intake) == limit


def test_a_scene_takes_no_room_from_what_was_copied() -> None:
    intake = Intake()
    for number in range(LIMITS[Origin.CAMERA] + 1):
        intake.put(arrival(str(number), "", Origin.CLIPBOARD))
    assert intake.put(arrival("scene", "", Origin.CAMERA)) is None
    assert len(intake) == LIMITS[Origin.CAMERA] + 2


def test_closing_lets_whoever_waits_go() -> None:
    intake, taken = Intake(), list[object]()
    waiting = Thread(target=lambda: taken.append(intake.take()))
    waiting.start()
    intake.close()
    waiting.join(20)
    assert taken == [None]
