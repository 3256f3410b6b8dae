"""Orca, played by a program with its names on a real bus."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from narrator.speech.bus import session_bus
from narrator.speech.orca import Orca, runs_without_service
from narrator.speech.reader import ReaderSpeaker
from narrator.speech.speaker import Ending, Urgency
from tests.orca import SERVICES, running_orca
from tests.sessionbus import running_session_bus

SHORT = "A dog."
LONG = "A dog runs along a beach. " * 100


@pytest.fixture
def speaker() -> Iterator[ReaderSpeaker]:
    with ReaderSpeaker(Orca()) as speaker:
        yield speaker


@pytest.mark.parametrize("generation", SERVICES)
def test_orca_is_given_the_texts_one_after_the_other_answers_first(
    bus: str, speaker: ReaderSpeaker, generation: str
) -> None:
    with running_orca(generation) as orca:
        assert speaker.available() is None
        first = speaker.say("Straße, 猫\n.", Urgency.ANNOUNCEMENT)
        assert orca.next() == "say Straße, 猫 ."
        announced = speaker.say("an announcement", Urgency.ANNOUNCEMENT)
        answered = speaker.say("an answer", Urgency.ANSWER)
        for utterance in (first, announced, answered):
            assert utterance.wait(20)
            assert utterance.ending is Ending.HANDED_OVER
        assert [orca.next(), orca.next()] == ["say an answer", "say an announcement"]


@pytest.mark.parametrize("generation", ["51", "50", "49"])
def test_stop_silences_and_forgets_and_the_next_text_is_said(
    bus: str, speaker: ReaderSpeaker, generation: str
) -> None:
    with running_orca(generation) as orca:
        long, waiting = speaker.say(LONG), speaker.say("waiting")
        assert orca.next() == f"say {LONG.strip()}"
        assert speaker.is_speaking
        speaker.stop()
        assert orca.next() == "silence"
        assert long.wait(20)
        assert (long.ending, waiting.ending) == (Ending.STOPPED, Ending.STOPPED)
        assert not speaker.is_speaking
        speaker.say(SHORT)
        assert orca.next() == f"say {SHORT}"


def test_an_orca_that_cannot_be_silenced_ends_the_utterance_all_the_same(
    bus: str, speaker: ReaderSpeaker
) -> None:
    with running_orca("48") as orca:
        utterance = speaker.say(LONG)
        assert orca.next().startswith("say")
        speaker.stop()
        assert utterance.wait(20)
        assert utterance.error is None


def test_a_text_takes_as_long_as_it_would_be_heard(bus: str, speaker: ReaderSpeaker) -> None:
    with running_orca():
        started = monotonic()
        assert speaker.say("Two children are playing football.").wait(20)
        assert monotonic() - started > 2


def test_orca_that_dies_in_the_middle_is_an_error_and_back_again_it_speaks(
    bus: str, speaker: ReaderSpeaker
) -> None:
    with running_orca() as orca:
        utterance = speaker.say(LONG)
        assert orca.next().startswith("say")
        assert not utterance.wait(0.5)
    assert utterance.wait(20)
    assert "Orca does not run" in str(utterance.error)
    assert "Orca does not run" in str(speaker.available())
    with running_orca("50") as orca:
        assert speaker.available() is None
        speaker.say(SHORT)
        assert orca.next() == f"say {SHORT}"


@pytest.mark.parametrize(
    ("behaviour", "reason"), [("refuses", "did not take"), ("hangs", "cannot be reached")]
)
def test_orca_that_does_not_take_the_text_is_an_error(
    bus: str, speaker: ReaderSpeaker, behaviour: str, reason: str
) -> None:
    with running_orca(behaviour=behaviour):
        utterance = speaker.say(LONG)
        assert utterance.wait(20)
        assert reason in str(utterance.error)


def test_an_orca_that_starts_does_not_say_later_what_somebody_else_has_said_meanwhile(
    bus: str, speaker: ReaderSpeaker
) -> None:
    with running_orca(behaviour="starts") as orca:
        utterance = speaker.say(SHORT)
        assert utterance.wait(20)
        assert utterance.ending is Ending.FAILED
        orca.start()
        assert orca.next() == "started"
        speaker.say(LONG)
        assert orca.next() == f"say {LONG.strip()}"


def test_a_blank_text_is_not_handed_over(bus: str, speaker: ReaderSpeaker) -> None:
    with running_orca() as orca:
        assert speaker.say(" \n\0").wait(20)
        speaker.say(SHORT)
        assert orca.next() == f"say {SHORT}"


@pytest.mark.needs_dbus
def test_a_bus_that_ends_is_an_error(monkeypatch: pytest.MonkeyPatch, speaker: ReaderSpeaker) -> None:
    with running_session_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        with running_orca() as orca:
            utterance = speaker.say(LONG)
            assert orca.next().startswith("say")
    assert utterance.wait(20)
    assert "Orca" in str(utterance.error)
    assert "Orca" in str(speaker.available())


def test_no_question_leaves_a_file_open(bus: str) -> None:
    orca = Orca()
    assert "does not run" in str(orca.missing())
    before = len(list(Path("/proc/self/fd").iterdir()))
    with running_orca():
        for _ in range(5):
            assert orca.missing() is None
            orca.present(SHORT)
    # The pipe to the stub is the only one that could have been opened meanwhile, and it is closed.
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("tcp:host=localhost,port=1", None),
        ("tcp:host=localhost,port=1;unix:path=/x", "unix:path=/x"),
        ("unix:path=/x,guid=1", "unix:path=/x,guid=1"),
        ("", None),
    ],
)
def test_a_bus_on_the_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, asked: str | None
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert session_bus() == asked


@pytest.mark.needs_dbus
def test_the_users_bus_needs_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_session_bus() as bus:
        socket = Path(bus.address.removeprefix("unix:path=").partition(",")[0])
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(socket.parent))
        assert session_bus() == f"unix:path={socket}"
        assert "does not run" in str(Orca().missing())


@pytest.mark.needs_dbus
def test_a_bus_without_accessibility_has_no_orca(bus: str) -> None:
    assert not runs_without_service()


def test_a_runtime_folder_that_cannot_be_looked_into_has_no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of another person, or one whose name is too long."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", f"/{'x' * 300}")
    assert session_bus() is None
