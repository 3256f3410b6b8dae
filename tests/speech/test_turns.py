"""Who speaks when, without any sound."""

from threading import Event

from narrator.errors import SpeechError
from narrator.speech.speaker import Ending, Urgency, Utterance
from narrator.speech.turns import Turns


class Stage:
    """Performs utterances, each until it is let go."""

    def __init__(self) -> None:
        self.performed: list[str] = []
        self.begun = Event()
        self.go = Event()
        self.turns = Turns(self._perform)

    def _perform(self, utterance: Utterance) -> Ending:
        self.performed.append(utterance.text)
        self.begun.set()
        while not (self.go.wait(0.005) or utterance.stopped.is_set()):
            pass
        if utterance.text == "unspeakable":
            raise SpeechError("That cannot be said; say something else.")
        if utterance.text == "faulty":
            raise ZeroDivisionError("by nothing")
        return Ending.CUT if utterance.text == "cut off" else Ending.SAID


def test_answers_go_before_announcements_and_equals_keep_their_order() -> None:
    stage = Stage()
    stage.turns.say("first", Urgency.ANNOUNCEMENT)
    assert stage.begun.wait(5)
    said = [
        stage.turns.say(text, urgency)
        for text, urgency in (
            ("third announcement", Urgency.ANNOUNCEMENT),
            ("answer", Urgency.ANSWER),
            ("fourth announcement", Urgency.ANNOUNCEMENT),
            ("another answer", Urgency.ANSWER),
        )
    ]
    stage.go.set()
    assert all(utterance.wait(5) for utterance in said)
    assert stage.performed == [
        "first",
        "answer",
        "another answer",
        "third announcement",
        "fourth announcement",
    ]
    stage.turns.close()


def test_stop_ends_the_current_and_forgets_those_that_wait() -> None:
    stage = Stage()
    current = stage.turns.say("current", Urgency.ANSWER)
    waiting = stage.turns.say("waiting", Urgency.ANSWER)
    assert stage.begun.wait(5)
    assert stage.turns.busy
    assert not current.done
    stage.turns.stop()
    assert waiting.done
    assert current.wait(5)
    assert (current.error, waiting.error) == (None, None)
    assert (current.ending, waiting.ending) == (Ending.STOPPED, Ending.STOPPED)
    stage.go.set()
    assert stage.turns.say("afterwards", Urgency.ANSWER).wait(5)
    assert stage.performed == ["current", "afterwards"]
    assert not stage.turns.busy
    stage.turns.close()


def test_an_error_belongs_to_its_utterance_and_the_next_is_said() -> None:
    stage = Stage()
    stage.go.set()
    utterances = [stage.turns.say(text, Urgency.ANSWER) for text in ("unspeakable", "faulty", "fine")]
    assert all(utterance.wait(5) for utterance in utterances)
    assert [utterance.ending for utterance in utterances] == [Ending.FAILED, Ending.FAILED, Ending.SAID]
    unspeakable, faulty, fine = (utterance.error for utterance in utterances)
    assert str(unspeakable) == "That cannot be said; say something else."
    assert "ZeroDivisionError" in str(faulty)
    assert fine is None
    stage.turns.close()


def test_who_performs_says_how_an_utterance_ended() -> None:
    stage = Stage()
    utterance = stage.turns.say("cut off", Urgency.ANSWER)
    assert not utterance.done
    stage.go.set()
    assert utterance.wait(5)
    assert utterance.ending is Ending.CUT
    assert utterance.error is None
    stage.turns.close()


def test_close_ends_everything_and_later_texts_are_refused() -> None:
    stage = Stage()
    current = stage.turns.say("current", Urgency.ANSWER)
    assert stage.begun.wait(5)
    stage.turns.close()
    stage.turns.close()
    assert current.done
    late = stage.turns.say("late", Urgency.ANSWER)
    assert late.done
    assert late.error is not None
    assert stage.performed == ["current"]


def test_preparation_comes_first() -> None:
    order: list[str] = []

    def perform(utterance: Utterance) -> Ending:
        order.append(utterance.text)
        return Ending.SAID

    turns = Turns(perform, prepare=lambda: order.append("prepared"))
    assert turns.say("text", Urgency.ANSWER).wait(5)
    assert order == ["prepared", "text"]
    turns.close()


def test_it_gets_ready_anew_when_it_is_told_and_no_text_waits_for_that() -> None:
    order: list[str] = []
    begun, go, ready = Event(), Event(), Event()

    def perform(utterance: Utterance) -> Ending:
        order.append(utterance.text)
        begun.set()
        assert go.wait(5)
        return Ending.SAID

    def prepare() -> None:
        order.append("prepared")
        if order.count("prepared") == 2:
            ready.set()

    turns = Turns(perform, prepare=prepare)
    turns.say("current", Urgency.ANSWER)
    assert begun.wait(5)
    turns.prepare()
    turns.say("next", Urgency.ANSWER)
    go.set()
    assert ready.wait(5)
    assert order == ["prepared", "current", "next", "prepared"]
    turns.close()
