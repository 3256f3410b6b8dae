"""Which of several speakers says a text: the first that is there, chosen anew for each."""

import sys
from collections.abc import Callable, Sequence
from math import inf
from time import monotonic

from narrator.errors import SpeechError, fact_and_advice
from narrator.speech.reader import ReaderSpeaker
from narrator.speech.speaker import Ending, Speaker, Utterance
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import VoiceOptions

AUTO = "auto"
OWN = "own"
NAMES = ("orca", "speech-dispatcher", "nvda", "voiceover", OWN)
"""What a person can prefer."""

_POLL_SECONDS = 0.02
_LOOK_SECONDS = 0.5
"""How often it is looked, while the last one speaks, whether another one is there now."""
_LISTENED_TO_ANYWAY = {"win32": ("nvda",), "darwin": ("voiceover",), "linux": ("orca", "speech-dispatcher")}
"""System -> what speaks to a blind person there all day."""


class ChosenSpeaker(TakesTurns, Speaker):
    """Says each text through the first of its speakers that is there and says it to the end.

    A speaker that fails in the middle is silent by then, and the next one begins the text anew: a part that
    is heard twice harms less than one that is lost. The last speaker is the one that is always there; an
    utterance's error is its error. A screen reader that starts while the last one speaks would speak at the
    same time: then the last one is silent, and the text is said through the screen reader.
    """

    name = "the speaker that is there"

    def __init__(
        self, speakers: Sequence[Speaker], *, on_passed_over: Callable[[str], None] = lambda _: None
    ) -> None:
        """`speakers` in order of preference; they are closed with this one.

        `on_passed_over` is called, by the thread that speaks, with the reason why the last speaker says a
        text and not the one before it; once more only after one of the others has spoken.
        """
        *self._preferred, self._last = speakers
        self._on_passed_over = on_passed_over
        self._passed_over = False
        self._expected = -inf
        """When it was last said that something is likely to be said soon."""
        self._unloaded = False
        self._turns = Turns(self._speak, prepare=self._prepare)

    def prepare(self) -> None:
        """Get the last one ready again, if it was unloaded and would be needed."""
        self._expected = monotonic()
        if self._unloaded:
            self._unloaded = False
            self._turns.prepare()

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """Of the last one: the others are other programs' voices. What is to be said soon counts as use."""
        if monotonic() - self._expected < unused_for:
            return False
        unloaded = self._last.unload(unused_for=unused_for)
        self._unloaded = self._unloaded or unloaded
        return unloaded

    def available(self) -> str | None:
        """Why nobody speaks here: the reason of the last speaker."""
        if any(speaker.available() is None for speaker in self._preferred):
            return None
        return self._last.available()

    def speaks_now(self) -> str:
        """The name of the first one that is there."""
        speaker, _ = first_there([*self._preferred, self._last])
        return speaker.name

    def close(self) -> None:
        """Stop, and close all speakers."""
        self._turns.close()
        for speaker in (*self._preferred, self._last):
            speaker.close()

    def _prepare(self) -> None:
        speaker, _ = first_there([*self._preferred, self._last])
        self._get_ready_beside(speaker)

    def _speak(self, utterance: Utterance) -> Ending:
        reason: str | None = None
        absent: list[Speaker] = []
        for speaker in self._preferred:
            if utterance.stopped.is_set():
                return Ending.STOPPED
            reason = speaker.available()
            if reason is not None:
                absent.append(speaker)
                continue
            attempt = self._attempt(speaker, utterance)
            if attempt.error is None:
                self._passed_over = False
                return _ending(attempt)
            reason = str(attempt.error)
        if reason is not None and not self._passed_over:
            self._passed_over = True
            fact, advice = fact_and_advice(reason)
            self._on_passed_over(f"{fact}, so {self._last.name} speaks; {advice}")
        return self._speak_last(utterance, absent)

    def _speak_last(self, utterance: Utterance, absent: Sequence[Speaker]) -> Ending:
        if utterance.stopped.is_set():
            return Ending.STOPPED
        attempt = self._attempt(self._last, utterance, until_there=absent)
        if attempt.error is not None:
            raise attempt.error
        if attempt.ending is Ending.STOPPED and not utterance.stopped.is_set():
            return self._speak(utterance)  # by who has come meanwhile
        return _ending(attempt)

    def _attempt(
        self, speaker: Speaker, utterance: Utterance, *, until_there: Sequence[Speaker] = ()
    ) -> Utterance:
        """What became of the text with this speaker, which is stopped when one of some others is there."""
        attempt = speaker.say(utterance.text, utterance.urgency)
        if speaker is not self._last:
            self._get_ready_beside(speaker)
        look = monotonic() + _LOOK_SECONDS
        displaced = False
        while not attempt.wait(_POLL_SECONDS):
            utterance.began, utterance.gives_way = attempt.began, attempt.gives_way
            if until_there and not displaced and monotonic() >= look:
                displaced = any(other.available() is None for other in until_there)
                look = monotonic() + _LOOK_SECONDS
            if displaced or utterance.stopped.is_set():
                speaker.stop()
        utterance.began, utterance.remark = attempt.began, attempt.remark or utterance.remark
        return attempt

    def _get_ready_beside(self, speaker: Speaker) -> None:
        # So that the last one can step in at once. Beside a screen reader it would take memory for months.
        if not isinstance(speaker, ReaderSpeaker):
            self._last.prepare()


def _ending(attempt: Utterance) -> Ending:
    assert attempt.ending  # it was waited for
    return attempt.ending


def first_there(speakers: Sequence[Speaker]) -> tuple[Speaker, list[str]]:
    """Who would speak now, and why not those before; the last speaker is not asked."""
    reasons: list[str] = []
    for speaker in speakers[:-1]:
        reason = speaker.available()
        if reason is None:
            return speaker, reasons
        reasons.append(reason)
    return speakers[-1], reasons


def speakers(options: VoiceOptions, preference: str = AUTO) -> list[Speaker]:
    """The speakers of this system in order of preference, or the preferred one; our own voice is always last.

    None of them has begun to get ready. Raises SpeechError for a preference that there is not.
    """
    if preference not in (AUTO, *NAMES):
        raise SpeechError(f"There is no speaker called {preference}; choose {AUTO}, {', '.join(NAMES)}.")
    preferred = _LISTENED_TO_ANYWAY.get(sys.platform, ()) if preference == AUTO else (preference,)
    return [_speaker(name, options) for name in preferred if name != OWN] + [_speaker(OWN, options)]


def refuse_foreign(preference: str) -> None:
    """Raise SpeechError for a speaker that other systems have, and this one never."""
    here = (AUTO, *_LISTENED_TO_ANYWAY.get(sys.platform, ()), OWN)
    if preference not in here:
        raise SpeechError(f"{preference} does not speak on this system; choose {', '.join(here)}.")


def default_speaker(
    options: VoiceOptions,
    preference: str = AUTO,
    *,
    on_passed_over: Callable[[str], None] = lambda _: None,
) -> Speaker:
    """What the program speaks through. Raises SpeechError for a preference that there is not.

    `on_passed_over` is called with the reason why a speaker that the person prefers does not speak. Nobody
    minds who speaks without a preference.
    """
    if preference == AUTO:
        return ChosenSpeaker(speakers(options))
    return ChosenSpeaker(speakers(options, preference), on_passed_over=on_passed_over)


def _speaker(name: str, options: VoiceOptions) -> Speaker:
    if name == OWN:
        from narrator.speech.voice import OwnVoice

        return OwnVoice(options, early=False)
    if name == "speech-dispatcher":
        from narrator.speech.dispatcher import SpeechDispatcher

        return SpeechDispatcher(options)
    if name == "orca":
        from narrator.speech.orca import Orca

        return ReaderSpeaker(Orca())
    if name == "nvda":
        from narrator.speech.nvda import Nvda

        return ReaderSpeaker(Nvda())
    from narrator.speech.voiceover import VoiceOver

    return ReaderSpeaker(VoiceOver())
