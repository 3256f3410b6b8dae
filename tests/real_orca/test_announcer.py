"""What a person hears of answers and announcements, beside the real Orca, and what counts as heard."""

from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue

import pytest

from narrator.daemon.announcer import Announcer
from narrator.daemon.attention.choice import attention_here
from narrator.daemon.manners import Announcement, Ready
from narrator.speech.dispatcher import SpeechDispatcher
from tests.real_orca.desktop import OrcaDesktop

CAPTION = "A brown dog runs along a beach while two children play football on the sand."
LONG_CAPTION = (
    "A brown dog runs along a beach while two children play football on the sand, and a woman in a red coat "
    "stands beside them with a bicycle and looks at the sea, where many small boats with white sails lie in "
    "the harbour behind a long wall of grey stones"
)
"""One that is still being said when a busy machine has noticed a key."""
ENTRY = 7


class Listener:
    """An announcer that speaks through Speech Dispatcher, and what it takes to have been heard."""

    def __init__(self) -> None:
        self._heard: SimpleQueue[tuple[int, ...]] = SimpleQueue()
        self._speaker = SpeechDispatcher()
        self.announcer = Announcer(
            self._speaker,
            silent=lambda: False,
            on_heard=self._hear,
            on_failure=lambda _: None,
            attention=attention_here(),
        )

    def close(self) -> None:
        self.announcer.close()
        self._speaker.close()

    def heard(self, seconds: float) -> tuple[int, ...]:
        """The entries of what was heard next, () if nothing was within so many seconds."""
        try:
            return self._heard.get(timeout=seconds)
        except Empty:
            return ()

    def _hear(self, text: str, entries: Sequence[int], announcement: Announcement | None) -> None:
        self._heard.put(tuple(entries))


@pytest.fixture
def listener(orca_desktop: OrcaDesktop) -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def test_an_answer_that_orcas_words_cut_off_at_once_is_said_after_them(
    orca_desktop: OrcaDesktop, listener: Listener
) -> None:
    """As when a key makes Orca read the window again."""
    with orca_desktop.text_field():
        listener.announcer.answer(CAPTION, [ENTRY])
        orca_desktop.hearing.wait_for("begin", CAPTION)
        orca_desktop.types("a")
        orca_desktop.hearing.wait_for("cut", CAPTION)
        orca_desktop.hearing.wait_for("end", CAPTION)
        assert listener.heard(20) == (ENTRY,)
    assert orca_desktop.hearing.texts[-3:] == [CAPTION, "a", CAPTION]


def test_an_announcement_that_is_cut_off_later_is_not_said_again_and_not_heard(
    orca_desktop: OrcaDesktop, listener: Listener
) -> None:
    with orca_desktop.text_field():
        listener.announcer.noticed(1, "Holiday")
        listener.announcer.described(1, Ready(place="Holiday", alone=LONG_CAPTION, among="", entry=ENTRY))
        orca_desktop.hearing.wait_for("begin", LONG_CAPTION)
        assert listener.heard(2) == ()
        orca_desktop.types("a")
        orca_desktop.hearing.wait_for("cut", LONG_CAPTION)
        assert listener.heard(5) == ()
    assert orca_desktop.hearing.texts[-2:] == [LONG_CAPTION, "a"]
    assert listener.announcer.last == (LONG_CAPTION, (ENTRY,)), "it can be repeated"


def test_a_key_for_which_orca_has_no_word_silences_an_answer_too(
    orca_desktop: OrcaDesktop, listener: Listener
) -> None:
    with orca_desktop.text_field():
        listener.announcer.answer(LONG_CAPTION, [ENTRY])
        orca_desktop.hearing.wait_for("begin", LONG_CAPTION)
        assert listener.heard(2) == ()
        orca_desktop.presses("Left")  # in an empty field
        orca_desktop.hearing.wait_for("cut", LONG_CAPTION)
        assert listener.heard(2) == ()
    assert orca_desktop.hearing.texts[-1] == LONG_CAPTION
