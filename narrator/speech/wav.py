"""The speaker that writes into a file what others would say aloud."""

import wave
from pathlib import Path

from narrator.errors import SpeechError
from narrator.speech.sound import Sound
from narrator.speech.speaker import Ending, Speaker, Utterance
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import VoiceOptions
from narrator.whole_file import refuse_unwritable, whole_file


class WavSpeaker(TakesTurns, Speaker):
    """Joins all that is said, in order, into one WAV file, which is there, whole, when it is closed.

    An utterance is done when its sound is made, and a stop takes nothing of it back. A file that was there is
    replaced; nothing said writes none.
    """

    name = "the sound file"

    def __init__(
        self, path: str | Path, options: VoiceOptions | None = None, *, synthesizer: Synthesizer | None = None
    ) -> None:
        """Raises SettingsError when the file could not be written, SpeechError without a synthesizer."""
        self._path = Path(path)
        refuse_unwritable(self._path)
        self._sounds: list[Sound] = []
        self._synthesizer = synthesizer or Synthesizer(options)
        self._synthesizer.start()
        self._turns = Turns(self._record)

    def available(self) -> str | None:
        """Why no sound can be made here."""
        try:
            self._synthesizer.check()
        except SpeechError as error:
            return str(error)
        return None

    def close(self) -> None:
        """Write the file. Raises NarratorError when that fails; then an older file is still as it was."""
        self._turns.close()
        self._synthesizer.close()
        if self._sounds:
            _write(self._path, self._sounds)
            self._sounds = []

    def _record(self, utterance: Utterance) -> Ending:
        sounds = list(self._synthesizer.sounds_of(utterance.text, utterance.stopped))
        if not utterance.stopped.is_set():
            self._sounds += sounds
        return Ending.SAID


def _write(path: Path, sounds: list[Sound]) -> None:
    with whole_file(path) as stream, wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sounds[0].rate)
        file.writeframes(b"".join(sound.at(sounds[0].rate).samples for sound in sounds))
