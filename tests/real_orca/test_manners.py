"""What is said through Speech Dispatcher, beside the real Orca that speaks through the same server."""

from collections.abc import Iterator

import pytest

from narrator.speech.dispatcher import SpeechDispatcher
from narrator.speech.speaker import Ending, Urgency
from tests.real_orca.desktop import OrcaDesktop

CAPTION = "Holiday: a brown dog runs along a beach while two children play football on the sand."
BETWEEN_LETTERS = 0.5
"""Seconds: Orca itself leaves out letters that are typed faster than they are said."""


@pytest.fixture
def speaker(orca_desktop: OrcaDesktop) -> Iterator[SpeechDispatcher]:
    with SpeechDispatcher() as speaker:
        yield speaker


@pytest.mark.parametrize("urgency", Urgency)
def test_letters_that_are_typed_while_we_speak_are_all_heard(
    orca_desktop: OrcaDesktop, speaker: SpeechDispatcher, urgency: Urgency
) -> None:
    with orca_desktop.text_field():
        utterance = speaker.say(CAPTION, urgency)
        orca_desktop.hearing.wait_for("begin", CAPTION)
        orca_desktop.types("tenletters", BETWEEN_LETTERS)
        orca_desktop.hearing.wait_for_silence()
        assert orca_desktop.hearing.texts[-11:] == [CAPTION, *"tenletters"]
    assert utterance.wait(20)
    assert utterance.ending is Ending.CUT


def test_control_silences_us_by_the_word_that_orca_says_for_it(
    orca_desktop: OrcaDesktop, speaker: SpeechDispatcher
) -> None:
    with orca_desktop.text_field():
        utterance = speaker.say(CAPTION)
        orca_desktop.hearing.wait_for("begin", CAPTION)
        orca_desktop.presses("Control_L")
        assert utterance.wait(20)
    assert utterance.ending is Ending.CUT


def test_a_key_for_which_orca_has_no_word_does_not_reach_us(
    orca_desktop: OrcaDesktop, speaker: SpeechDispatcher
) -> None:
    """Orca then cancels its own words alone; so the announcer has to stop ours."""
    with orca_desktop.text_field():
        utterance = speaker.say(CAPTION)
        orca_desktop.hearing.wait_for("begin", CAPTION)
        orca_desktop.presses("Left")  # in an empty field
        assert utterance.wait(20)
    assert utterance.ending is Ending.SAID
    assert utterance.gives_way
