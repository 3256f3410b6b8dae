"""Our own voice: pyttsx3 makes the sound in a process of its own, a player plays it in this one."""

from contextlib import suppress

from narrator.errors import SpeechError
from narrator.languages.passages import joined
from narrator.speech.output import check_output
from narrator.speech.player import Player
from narrator.speech.speaker import Ending, Speaker, Utterance
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import UnknownVoiceError, Voice, VoiceOptions

__all__ = ["OwnVoice", "Voice", "VoiceOptions", "voices"]


class OwnVoice(TakesTurns, Speaker):
    """Needs no other program than a sound server or a sound card, and is silent within 100 ms of a stop.

    Made early, it is ready when there is something to say: the synthesizer starts by itself in the meantime.
    Otherwise it holds no process until it is prepared or says something, which then begins 65 ms later.
    """

    name = "Narrator's own voice"

    def __init__(
        self,
        options: VoiceOptions | None = None,
        *,
        synthesizer: Synthesizer | None = None,
        early: bool = True,
    ) -> None:
        """Takes options, or a synthesizer that has its own. Raises SpeechError when it cannot be started."""
        self._synthesizer = synthesizer or Synthesizer(options)
        self._player = Player()
        if early:
            self._synthesizer.start()
            self._turns = Turns(self._speak, prepare=self._player.prepare)
        else:
            self._turns = Turns(self._speak)

    def prepare(self) -> None:
        """Start the synthesizer, and load what plays."""
        with suppress(SpeechError):  # the first utterance meets it again, and says so
            self._synthesizer.start()
        self._player.prepare()

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the synthesizer's process, unless it was used since."""
        return self._synthesizer.unload(unused_for=unused_for)

    def available(self) -> str | None:
        """Why it cannot speak here: no synthesizer, no such voice, no sound output.

        Waits until the synthesizer is ready and plays a tenth of a second of silence.
        """
        try:
            self._synthesizer.check()
            check_output()
        except SpeechError as error:
            return str(error)
        return None

    def close(self) -> None:
        """Stop, and end the synthesizer."""
        self._turns.close()
        self._synthesizer.close()

    def _speak(self, utterance: Utterance) -> Ending:
        try:
            self._play(utterance)
        except UnknownVoiceError as error:
            # Who cannot see the settings hears what is wrong with them, and what was to be said.
            utterance.remark = str(error)
            self._synthesizer.take_usual_voice()
            self._play(utterance)
        return Ending.SAID

    def _play(self, utterance: Utterance) -> None:
        stopped = utterance.stopped
        lacking = self._synthesizer.remark_on(utterance.text, stopped)
        utterance.remark = joined(filter(None, [utterance.remark, lacking]))
        text = joined(filter(None, [utterance.remark, utterance.text]))
        self._player.play(self._synthesizer.sounds_of(text, stopped), stopped)


def voices() -> list[Voice]:
    """All voices that VoiceOptions can ask for. Raises SpeechError when there is no synthesizer."""
    synthesizer = Synthesizer()
    try:
        return synthesizer.voices()
    finally:
        synthesizer.close()
