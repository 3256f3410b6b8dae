"""The speaker that writes into a file what others would say aloud."""

import os
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrator.errors import SpeechError
from narrator.speech.pieces import pieces_of
from narrator.speech.sound import Sound
from narrator.speech.speaker import Speaker, Utterance
from narrator.speech.synthesizer import Synthesizer
from narrator.speech.turns import TakesTurns, Turns
from narrator.speech.voices import VoiceOptions


class WavSpeaker(TakesTurns, Speaker):
    """Joins all that is said, in order, into one WAV file, which is there, whole, when it is closed.

    An utterance is done when its sound is made, and a stop takes nothing of it back. A file that was there is
    replaced; nothing said writes none.
    """

    name = "the sound file"

    def __init__(
        self, path: str | Path, options: VoiceOptions | None = None, *, synthesizer: Synthesizer | None = None
    ) -> None:
        """Raises SpeechError when the file could not be written or the synthesizer cannot be started."""
        self._path = Path(path).resolve()  # a link keeps pointing to the file
        _refuse_unwritable(self._path)
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
        """Write the file. Raises SpeechError when that fails; then an older file is still as it was."""
        self._turns.close()
        self._synthesizer.close()
        if self._sounds:
            _write(self._path, self._sounds)
            self._sounds = []

    def _record(self, utterance: Utterance) -> None:
        sounds = []
        for piece in pieces_of(utterance.text):
            sound = self._synthesizer.synthesize(piece, utterance.stopped)
            if sound is None:
                return
            sounds.append(sound)
        self._sounds += sounds


def _refuse_unwritable(path: Path) -> None:
    """Before an hour's pictures are described, and not after."""
    with _faults_told(path):
        if path.exists() and not path.is_file():
            raise SpeechError(
                f"{path.name} is not a file, so speech cannot be saved there; name another one."
            )
        if not path.parent.is_dir():
            raise SpeechError(
                f"There is no folder {path.parent.name} to save {path.name} in; make it or name another one."
            )
        with _part_of(path):
            pass


def _write(path: Path, sounds: list[Sound]) -> None:
    with _faults_told(path), _part_of(path) as part:
        with part.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(sounds[0].rate)
            file.writeframes(b"".join(sound.samples for sound in sounds))
        part.replace(path)


@contextmanager
def _faults_told(path: Path) -> Iterator[None]:
    """Turn what the system says of the file into a SpeechError."""
    try:
        yield
    except OSError as error:
        raise SpeechError(
            f"Speech cannot be saved as {path.name} ({error.strerror}); save it somewhere else."
        ) from error


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """A new file beside the one that is to be written, gone at the end."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch()
        yield part
    finally:
        part.unlink(missing_ok=True)
