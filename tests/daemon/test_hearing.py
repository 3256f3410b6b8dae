from dataclasses import replace
from math import inf

import pytest

from narrator.daemon.hearing import TIMES, Hearing, Verdict
from narrator.speech.speaker import Ending

ANSWER = Hearing(ending=Ending.SAID, asked=True, kept=True, seconds=5.0, idle_seconds=inf, times_cut=0)
ANNOUNCEMENT = replace(ANSWER, asked=False)


@pytest.mark.parametrize("text", [ANSWER, ANNOUNCEMENT])
def test_what_was_said_to_its_end_was_heard_whatever_was_typed(text: Hearing) -> None:
    assert replace(text, idle_seconds=0.1).verdict() is Verdict.HEARD


@pytest.mark.parametrize("text", [ANSWER, ANNOUNCEMENT])
@pytest.mark.parametrize("kept", [True, False])
def test_what_was_cut_off_before_a_word_of_it_was_understood_is_said_again(text: Hearing, kept: bool) -> None:
    cut = replace(text, ending=Ending.CUT, seconds=0.16, idle_seconds=0.01, kept=kept)
    assert cut.verdict() is Verdict.AGAIN


@pytest.mark.parametrize("text", [ANSWER, ANNOUNCEMENT])
def test_what_the_person_cut_off_waits_in_missed(text: Hearing) -> None:
    assert replace(text, ending=Ending.CUT, idle_seconds=0.1).verdict() is Verdict.MISSED


@pytest.mark.parametrize("text", [ANSWER, ANNOUNCEMENT])
def test_what_another_program_cut_off_is_said_again(text: Hearing) -> None:
    cut = replace(text, ending=Ending.CUT, idle_seconds=60.0)
    assert cut.verdict() is Verdict.AGAIN
    assert replace(cut, times_cut=TIMES).verdict() is Verdict.MISSED


def test_where_nobody_knows_who_cut_it_off_missed_keeps_it() -> None:
    cut = replace(ANSWER, ending=Ending.CUT)
    assert cut.verdict() is Verdict.MISSED
    assert replace(cut, kept=False).verdict() is Verdict.AGAIN, "nothing else keeps it"


@pytest.mark.parametrize("text", [ANSWER, ANNOUNCEMENT])
def test_what_a_reader_took_was_heard_if_nobody_typed_since(text: Hearing) -> None:
    handed_over = replace(text, ending=Ending.HANDED_OVER)
    assert handed_over.verdict() is Verdict.HEARD
    assert replace(handed_over, idle_seconds=text.seconds).verdict() is Verdict.HEARD
    assert replace(handed_over, idle_seconds=1.0).verdict() is Verdict.MISSED


def test_the_key_that_asked_for_an_answer_does_not_count() -> None:
    released = replace(ANSWER, ending=Ending.HANDED_OVER, idle_seconds=4.5)
    assert released.verdict() is Verdict.HEARD
    assert replace(released, asked=False).verdict() is Verdict.MISSED


def test_news_that_nothing_else_keeps_are_said_again() -> None:
    news = replace(ANNOUNCEMENT, ending=Ending.HANDED_OVER, kept=False, idle_seconds=1.0)
    assert news.verdict() is Verdict.AGAIN
    assert replace(news, times_cut=TIMES).verdict() is Verdict.MISSED


def test_what_could_not_begin_is_tried_for_ever() -> None:
    waiting = replace(ANNOUNCEMENT, ending=Ending.NOT_BEGUN, times_cut=TIMES, idle_seconds=0.1)
    assert waiting.verdict() is Verdict.AGAIN
