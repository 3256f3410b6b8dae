"""`more` and `ask` with a second describer: ours at once, its sentences as they come, nothing kept."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrator.daemon.control.messages import Request
from narrator.daemon.requests import camera_now, clipboard_now
from narrator.daemon.second_opinion import ASKED
from narrator.daemon.verbs import Verbs
from narrator.description import Description
from narrator.errors import SecondError
from narrator.picture.opening import open_picture
from narrator.questions.question import QuestionError
from narrator.second.comparison import MAY_BE_WRONG
from narrator.settings.settings import FolderSettings
from narrator.sources.arrival import Origin
from tests.daemon.houses import SETTINGS, House
from tests.daemon.running import save_picture
from tests.daemon.seconds import SecondPuppet, comes
from tests.drawings import tinted

QUIET = replace(SETTINGS, text="never")


@pytest.fixture
def second() -> SecondPuppet:
    return SecondPuppet()


@pytest.fixture
def house(second: SecondPuppet) -> Iterator[House]:
    house = House(QUIET, second=second)
    yield house
    house.close()


def more(house: House) -> str:
    """A copied picture was announced, and more of it is being said."""
    house.arrive(origin=Origin.CLIPBOARD)
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    text = house.daemon.answers.more()
    assert house.voice.begun(2) == text
    return text


def last(house: House) -> Description:
    entry = house.journal.last()
    assert entry
    return entry.description


def test_ours_is_said_at_once_and_then_each_of_its_sentences(house: House, second: SecondPuppet) -> None:
    assert more(house).endswith(ASKED)
    second.said.put("A brown dog runs.")
    house.voice.finish()
    assert house.voice.begun(3) == "Your second describer says: A brown dog runs."
    second.said.put("It has a ball.")
    house.voice.finish()
    assert house.voice.begun(4) == "It has a ball."
    second.said.put(None)
    house.voice.finish()
    assert house.voice.begun(5).endswith(MAY_BE_WRONG)
    assert "the other speaks of a dog and a ball" in house.voice.begun(5)


def test_what_both_say_is_told(house: House, second: SecondPuppet) -> None:
    more(house)
    entry = house.journal.last()
    assert entry
    told = last(house).told or entry.said
    second.said.put(f"The picture shows {told}.")
    second.said.put(None)
    house.voice.finish()
    house.voice.begun(3)
    house.voice.finish()
    assert "Both speak of" in house.voice.begun(4)
    assert "Only" not in house.voice.begun(4)


def test_without_a_second_describer_nothing_is_said_of_one(houses: Callable[..., House]) -> None:
    house = houses(QUIET)
    assert "second" not in more(house)


def test_nothing_of_it_is_kept_and_repeat_says_ours(house: House, second: SecondPuppet) -> None:
    text = more(house)
    before = house.journal.last()
    second.said.put("A purple zebra.")
    second.said.put(None)
    for count in (3, 4):
        house.voice.finish()
        house.voice.begun(count)
    house.voice.finish()
    comes(lambda: len(house.of_kind("spoken")) == 4)
    assert house.journal.last() == before
    assert house.daemon.journal.missed_count() == 0
    assert house.daemon.answers.repeat() == text


def test_its_failure_is_one_sentence(house: House, second: SecondPuppet) -> None:
    more(house)
    second.said.put(SecondError("It is busy; ask again later."))
    house.voice.finish()
    assert house.voice.begun(3) == "It is busy; ask again later."
    assert house.daemon.last_error == ""
    second.said.put("A dog.")  # the next time it answers
    second.said.put(None)
    house.daemon.answers.more()
    house.voice.begun(4)
    house.voice.finish()
    assert house.voice.begun(5) == "Your second describer says: A dog."


def test_it_may_fail_in_the_middle(house: House, second: SecondPuppet) -> None:
    more(house)
    second.said.put("A dog.")
    second.said.put(SecondError("It stopped; ask again."))
    house.voice.finish()
    house.voice.begun(3)
    house.voice.finish()
    assert house.voice.begun(4) == "It stopped; ask again."
    house.voice.finish()
    house.daemon.told("The end.")
    assert house.voice.begun(5) == "The end."


def test_who_asks_for_silence_hears_nothing_of_it(house: House, second: SecondPuppet) -> None:
    more(house)
    house.daemon.announcer.stop()
    assert second.given_up.wait(20)
    house.daemon.told("The end.")
    assert house.voice.begun(3) == "The end."


def test_another_wish_puts_an_end_to_it(house: House, second: SecondPuppet) -> None:
    more(house)
    house.voice.finish()
    house.daemon.answers.repeat()
    assert second.given_up.wait(20)


def test_so_does_the_next_picture(house: House, second: SecondPuppet) -> None:
    more(house)
    house.voice.finish()
    house.arrive("blue", origin=Origin.CLIPBOARD)
    assert "blue" in house.voice.begun(3)
    assert second.given_up.wait(20)


def test_more_once_more_asks_once_more(house: House, second: SecondPuppet) -> None:
    more(house)
    comes(lambda: second.asked == [None])
    house.daemon.answers.more()
    assert second.given_up.wait(20)
    second.said.put("A dog.")
    house.voice.begun(3)
    house.voice.finish()
    assert house.voice.begun(4) == "Your second describer says: A dog."
    assert second.asked == [None, None]


def test_closed_while_it_is_asked_narrator_ends(house: House, second: SecondPuppet) -> None:
    more(house)
    comes(lambda: second.asked == [None])
    house.daemon.close()
    assert second.given_up.is_set()


def test_a_picture_that_is_gone_is_not_asked_about(house: House, second: SecondPuppet) -> None:
    house.arrive()  # from a file that is not there
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    house.daemon.answers.more()
    house.voice.begun(2)
    house.voice.finish()
    assert "not there any more" in house.voice.begun(3)
    assert second.asked == []


def test_a_question_is_asked_and_its_answer_compared(house: House, second: SecondPuppet) -> None:
    more(house)
    entry = house.daemon.journal.last()
    assert entry
    comes(lambda: second.asked == [None])
    number = house.daemon.announcer.answer("Yes, probably.", [entry.id])
    house.daemon.second_opinion.ask(
        number, lambda: open_picture(tinted("red")), ours="Yes, probably.", question="Is there a dog?"
    )
    house.voice.begun(3)
    assert second.given_up.wait(20)  # what was asked first
    second.said.put("No, it is a cat.")
    second.said.put(None)
    house.voice.finish()
    assert house.voice.begun(4) == "Your second describer says: No, it is a cat."
    house.voice.finish()
    assert house.voice.begun(5) == f"Narrator says yes, the other says no. {MAY_BE_WRONG}"
    assert second.asked[-1] == "Is there a dog?"


@pytest.mark.parametrize("is_here", [True, False])
def test_pictures_of_which_nothing_is_kept_stay_on_this_machine(
    second: SecondPuppet, tmp_path: Path, is_here: bool
) -> None:
    second.is_here = is_here
    file = save_picture(tmp_path / "a.png")
    settings = replace(QUIET, folders={tmp_path: FolderSettings(journal=False)})
    house = House(settings, second=second)
    try:
        house.arrive(path=str(file), look=lambda: open_picture(file))
        house.voice.begun(1)
        house.voice.finish()
        house.heard()
        second.said.put("A dog.")
        house.daemon.answers.more()
        house.voice.begun(2)
        house.voice.finish()
        said = house.voice.begun(3)
        assert said.endswith("A dog.") if is_here else "was not asked" in said
        assert bool(second.asked) is is_here
    finally:
        house.close()


def test_who_reads_along_gets_its_sentences_as_they_come(house: House, second: SecondPuppet) -> None:
    verbs = Verbs(house.daemon, clipboard=clipboard_now, camera=lambda _: camera_now(None))

    def said(after: int) -> object:
        return verbs.handle(Request(verb="second", arguments={"after": after}))

    assert said(0) == {"text": "", "sentences": [], "done": True}
    house.arrive(origin=Origin.CLIPBOARD)
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    assert verbs.handle(Request(verb="more", arguments={}))["second"] is True
    assert said(0) == {"text": "", "sentences": [], "done": False}
    second.said.put("A dog.")
    first = "Your second describer says: A dog."
    comes(lambda: said(0) == {"text": first, "sentences": [first], "done": False})
    second.said.put(None)
    comes(lambda: verbs.handle(Request(verb="second", arguments={"after": 1}))["done"] is True)
    end = verbs.handle(Request(verb="second", arguments={"after": 1}))
    assert str(end["text"]).endswith(MAY_BE_WRONG)


@pytest.mark.parametrize("question", ["what does it say?", "why is he sad?"])
def test_a_question_to_narrator_goes_to_the_second_describer_too(
    house: House, second: SecondPuppet, question: str
) -> None:
    house.arrive(origin=Origin.CLIPBOARD)
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    ours = house.daemon.asking.ask(question).result(60)["said"]
    assert house.voice.begun(2) == ours
    second.said.put("Yes, there is a dog.")
    second.said.put(None)
    house.voice.finish()
    assert house.voice.begun(3) == "Your second describer says: Yes, there is a dog."
    house.voice.finish()
    assert house.voice.begun(4).endswith(MAY_BE_WRONG)
    assert second.asked == [question]


def test_a_question_that_only_a_second_describer_could_answer_is_refused_without_one(
    houses: Callable[..., House],
) -> None:
    house = houses(QUIET)
    house.arrive(origin=Origin.CLIPBOARD)
    house.settle()
    with pytest.raises(QuestionError, match="cannot answer that kind of question"):
        house.daemon.asking.ask("why is he sad?")
