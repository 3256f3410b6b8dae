"""Narrator ends while a picture is being opened, or described: nothing is told, and it comes again."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from narrator.errors import NarratorError, NotNowError
from narrator.picture.opening import Picture, open_picture
from narrator.sources.arrival import Arrival, Origin
from tests.daemon.houses import House
from tests.drawings import tinted


def ends_while(house: House, opens: Callable[[Callable[[], None]], Picture]) -> list[str]:
    """What was told, when it ended while one picture was opened; whether that was settled is told, too."""
    begun, settled = Event(), Event()

    def look() -> Picture:
        begun.set()
        return opens(lambda: while_closing(house))

    house.daemon.arrived(
        Arrival(
            open=look, origin=Origin.FOLDER, place="Holiday", name="sea.png", path=None, settled=settled.set
        )
    )
    assert begun.wait(20)
    house.close()
    told = [event.kind for event in house.events.kept if event.kind in ("error", "fault")]
    return told + ["settled"] * settled.is_set()


def while_closing(house: House) -> None:
    while not house.daemon.intake.closed:
        Event().wait(0.01)


def test_a_picture_that_is_being_opened(house: House) -> None:
    def opens(wait: Callable[[], None]) -> Picture:
        wait()
        raise NotNowError("It was given up.")

    assert ends_while(house, opens) == []


@pytest.mark.parametrize("method", ["describe", "load"])
def test_what_the_network_is_busy_with(house: House, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    describer = house.describer
    busy = Event()

    def hang(*_: object) -> None:
        busy.set()
        assert describer._given_up.wait(20)

    describer.close()  # the next start hangs
    monkeypatch.setattr(describer._worker, "ask", hang)
    problems: list[NarratorError] = []
    monkeypatch.setattr(house.daemon, "fault", problems.append)
    if method == "load":
        house.daemon.intake.ask(house.daemon._load)
        closing = Thread(target=house.close)
        assert busy.wait(20)
        closing.start()
        closing.join(20)
    else:
        assert ends_while(house, lambda _: open_picture(tinted("red"))) == []
    assert problems == []
