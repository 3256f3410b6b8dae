"""`more` with a second describer: ours at once, its sentences as they come, and nothing kept of them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from time import monotonic, sleep

import pytest

from narrator.daemon.control.messages import Request
from narrator.daemon.requests import camera_now, clipboard_now
from narrator.daemon.second_opinion import ASKED
from narrator.daemon.verbs import Verbs
from narrator.description import Description
from narrator.errors import SecondError
from narrator.picture.opening import Picture, open_picture
from narrator.questions.question import QuestionError
from narrator.second.patience import NobodyWaitsError
from narrator.second.second import Second, Sentences, Wanted
from narrator.settings.settings import FolderSettings
from narrator.sources.arrival import Origin
from tests.conftest import Narrate
from tests.daemon.conftest import Watch
from tests.daemon.houses import SETTINGS, House
from tests.daemon.running import save_picture
from tests.drawings import tinted
from tests.second.server import STREAM, as_json, delta, silence, standing_in, streamed

QUIET = replace(SETTINGS, text="never")
WRONG = "Your second describer may be wrong."


class Puppet(Second):
    """Says what it is given when it is given it: a sentence, an error, or None for the end."""

    is_here = True

    def __init__(self) -> None:
        self.said: SimpleQueue[str | SecondError | None] = SimpleQueue()
        self.asked: list[str | None] = []
        self.given_up = Event()

    def describe(self, picture: Picture, wanted: Wanted = lambda: True) -> Sentences:
        return self._answer(None, wanted)

    def ask(self, picture: Picture, question: str, wanted: Wanted = lambda: True) -> Sentences:
        return self._answer(question, wanted)

    def _answer(self, question: str | None, wanted: Wanted) -> Sentences:
        self.asked.append(question)
        while True:
            while self.said.empty():
                if not wanted():
                    self.given_up.set()
                    raise NobodyWaitsError
                sleep(0.001)
            said = self.said.get()
            if said is None:
                return
            if isinstance(said, SecondError):
                raise said
            yield said


@pytest.fixture
def second() -> Puppet:
    return Puppet()


@pytest.fixture
def house(second: Puppet) -> Iterator[House]:
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


def comes(is_so: Callable[[], bool]) -> None:
    deadline = monotonic() + 20
    while not is_so():
        assert monotonic() < deadline
        sleep(0.001)


def last(house: House) -> Description:
    entry = house.journal.last()
    assert entry
    return entry.description


def test_ours_is_said_at_once_and_then_each_of_its_sentences(house: House, second: Puppet) -> None:
    assert more(house).endswith(ASKED)
    second.said.put("A brown dog runs.")
    house.voice.finish()
    assert house.voice.begun(3) == "Your second describer says: A brown dog runs."
    second.said.put("It has a ball.")
    house.voice.finish()
    assert house.voice.begun(4) == "It has a ball."
    second.said.put(None)
    house.voice.finish()
    assert house.voice.begun(5).endswith(WRONG)
    assert "the other speaks of a dog and a ball" in house.voice.begun(5)


def test_what_both_say_is_told(house: House, second: Puppet) -> None:
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


def test_nothing_of_it_is_kept_and_repeat_says_ours(house: House, second: Puppet) -> None:
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


def test_its_failure_is_one_sentence(house: House, second: Puppet) -> None:
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


def test_it_may_fail_in_the_middle(house: House, second: Puppet) -> None:
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


def test_who_asks_for_silence_hears_nothing_of_it(house: House, second: Puppet) -> None:
    more(house)
    house.daemon.announcer.stop()
    assert second.given_up.wait(20)
    house.daemon.told("The end.")
    assert house.voice.begun(3) == "The end."


def test_another_wish_puts_an_end_to_it(house: House, second: Puppet) -> None:
    more(house)
    house.voice.finish()
    house.daemon.answers.repeat()
    assert second.given_up.wait(20)


def test_so_does_the_next_picture(house: House, second: Puppet) -> None:
    more(house)
    house.voice.finish()
    house.arrive("blue", origin=Origin.CLIPBOARD)
    assert "blue" in house.voice.begun(3)
    assert second.given_up.wait(20)


def test_more_once_more_asks_once_more(house: House, second: Puppet) -> None:
    more(house)
    house.daemon.answers.more()
    assert second.given_up.wait(20)
    second.said.put("A dog.")
    house.voice.begun(3)
    house.voice.finish()
    assert house.voice.begun(4) == "Your second describer says: A dog."
    assert second.asked == [None, None]


def test_closed_while_it_is_asked_narrator_ends(house: House, second: Puppet) -> None:
    more(house)
    house.daemon.close()
    assert second.given_up.is_set()


def test_a_picture_that_is_gone_is_not_asked_about(house: House, second: Puppet) -> None:
    house.arrive()  # from a file that is not there
    house.voice.begun(1)
    house.voice.finish()
    house.heard()
    house.daemon.answers.more()
    house.voice.begun(2)
    house.voice.finish()
    assert "not there any more" in house.voice.begun(3)
    assert second.asked == []


def test_a_question_is_asked_and_its_answer_compared(house: House, second: Puppet) -> None:
    more(house)
    entry = house.daemon.journal.last()
    assert entry
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
    assert house.voice.begun(5) == f"Narrator says yes, the other says no. {WRONG}"
    assert second.asked[-1] == "Is there a dog?"


@pytest.mark.parametrize("is_here", [True, False])
def test_pictures_of_which_nothing_is_kept_stay_on_this_machine(
    second: Puppet, tmp_path: Path, is_here: bool
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


def test_who_reads_along_gets_its_sentences_as_they_come(house: House, second: Puppet) -> None:
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
    assert str(end["text"]).endswith(WRONG)


@pytest.fixture
def asking(tmp_path: Path, person: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the second describer of everything that is started."""

    def ask(address: str) -> None:
        monkeypatch.setenv("NARRATOR_SECOND", address)
        monkeypatch.setenv("NARRATOR_TEXT", "never")

    return ask


def test_a_running_narrator_asks_and_more_prints_what_it_says(
    watch: Watch, narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    with standing_in(streamed(["A brown dog ", "runs. It has a ball. "])) as standin:
        asking(str(standin.address))
        with watch(holiday, "--silent") as narrator:
            save_picture(holiday / "sea.png")
            narrator.wait_until_described("sea.png")
            narrator.wait_for("spoken")
            reply = json.loads(narrate("more", "--json").stdout)
            narrator.wait_for("spoken", lambda event: event["text"].endswith(WRONG))
    assert reply["text"].endswith(ASKED)
    first, second, end = reply["second"]
    assert (first, second) == ("Your second describer says: A brown dog runs.", "It has a ball.")
    assert end.endswith(WRONG)
    spoken = [event["text"] for event in narrator.of_kind("spoken")]
    assert spoken[-3:] == [first, second, end]
    assert narrator.errors == ""


def test_one_that_hangs_ends_with_stop(
    watch: Watch, narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    with standing_in(silence(STREAM + delta("A d"))) as standin:
        asking(str(standin.address))
        with watch(holiday, "--silent") as narrator:
            save_picture(holiday / "sea.png")
            narrator.wait_until_described("sea.png")
            narrator.wait_for("spoken")
            assert ASKED in narrate("more").stdout
            comes(lambda: standin.asked[-1:] == ["POST /v1/chat/completions"])
            narrate("stop")
            assert standin.hung_up.wait(20)


def test_an_incognito_run_asks_nobody_on_another_machine(
    watch: Watch, narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    asking("http://192.0.2.1:8080")
    with watch(holiday, "--silent", "--incognito") as narrator:
        save_picture(holiday / "sea.png")
        narrator.wait_until_described("sea.png")
        narrator.wait_for("spoken")
        assert ASKED not in narrate("more").stdout


def test_a_wrong_address_is_told_before_anything_is_watched(
    narrate: Narrate, holiday: Path, asking: Callable[[str], None]
) -> None:
    asking("ollama")
    process = narrate("watch", str(holiday), "--silent")
    assert process.returncode == 2
    assert process.stderr.startswith("second must be the address of a server")


@pytest.mark.parametrize("question", ["what does it say?", "why is he sad?"])
def test_a_question_to_narrator_goes_to_the_second_describer_too(
    house: House, second: Puppet, question: str
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
    assert house.voice.begun(4).endswith(WRONG)
    assert second.asked == [question]


def test_a_question_that_only_a_second_describer_could_answer_is_refused_without_one(
    houses: Callable[..., House],
) -> None:
    house = houses(QUIET)
    house.arrive(origin=Origin.CLIPBOARD)
    house.settle()
    with pytest.raises(QuestionError, match="cannot answer that kind of question"):
        house.daemon.asking.ask("why is he sad?")


@pytest.mark.parametrize(
    ("question", "fault"),
    [("what does it say?", False), ("what does it say?", True), ("why is he sad?", False)],
)
def test_without_a_running_narrator_ask_asks_it_too(
    narrate: Narrate, tmp_path: Path, asking: Callable[[str], None], question: str, fault: bool
) -> None:
    picture = save_picture(tmp_path / "sea.png")
    with standing_in(as_json({}, "503 Busy") if fault else streamed(["Yes, a dog. "])) as standin:
        asking(str(standin.address))
        process = narrate("ask", question, str(picture), "--silent")
    ours, *theirs = process.stdout.splitlines()
    assert ours
    if fault:
        assert theirs == ["Your second describer is busy, or still loads its model; ask again later."]
    else:
        assert theirs[0] == "Your second describer says: Yes, a dog."
        assert theirs[1].endswith(WRONG)
    sent = standin.questions[-1].record["messages"][0]["content"][0]["text"]
    assert sent.endswith(f"The question: {question}")
