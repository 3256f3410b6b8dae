"""pyttsx3 as a synthesizer that writes files. It loads espeak-ng, so only in the worker process."""

import sys
from pathlib import Path
from typing import Any

from narrator.errors import SpeechError
from narrator.speech.espeak import load_espeak
from narrator.speech.voices import ESPEAK, Voice, VoiceOptions, choose_voice

_NAMES = {"espeak": ESPEAK, "sapi5": "SAPI 5", "nsss": "NSSpeechSynthesizer"}


class Engine:
    """One synthesizer with its voice, rate and volume, which are set before the first text."""

    def __init__(self, options: VoiceOptions) -> None:
        """Raises SpeechError when there is no synthesizer or not this voice."""
        self._espeak = None if sys.platform in ("win32", "darwin") else load_espeak()
        self._engine = _pyttsx3_engine()
        self._error: Exception | None = None
        self._engine.connect("error", self._failed)
        if self._espeak:
            # Or pyttsx3 2.99 keeps all changes until the first text, whose runAndWait then returns too early.
            self._engine.proxy.setBusy(False)
        self.voice = str(self._engine.getProperty("voice"))
        """The id of the voice that it speaks with."""
        if options.voice is not None:
            # Kept here: SAPI 5 changes its voice with the first text, and names the old one until then.
            self.voice = choose_voice(self.voices(), options.voice).id
            self._engine.setProperty("voice", self.voice)
        if options.rate is not None:
            self._engine.setProperty("rate", options.rate)
        if options.volume is not None:
            self._engine.setProperty("volume", options.volume)
        self._settle()

    @property
    def name(self) -> str:
        """What the synthesizer is called."""
        return _NAMES.get(str(self._engine), str(self._engine))

    def voices(self) -> list[Voice]:
        """All its voices."""
        return [
            Voice(
                id=voice.id,
                name=voice.name,
                languages=tuple(filter(None, voice.languages)),
                synthesizer=self.name,
            )
            for voice in self._engine.getProperty("voices")
        ]

    def save(self, text: str, file: Path, voice: str | None = None) -> None:
        """Write a text's sound to a file: WAV, on macOS AIFF. Raises SpeechError when that fails.

        `voice` is the id of the voice for this text alone. A text that never gets done ends with this
        process, at the deadline of whoever asked.
        """
        if voice is None:
            self._save(text, file)
            return
        self._change_voice(voice)
        try:
            self._save(text, file)
        finally:
            self._change_voice(self.voice)

    def _change_voice(self, voice: str) -> None:
        self._engine.setProperty("voice", voice)
        self._settle()

    def _save(self, text: str, file: Path) -> None:
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        self._settle()

    def _settle(self) -> None:
        """Wait for espeak-ng's own thread: the next text would cancel what it does, a change of rate too."""
        if self._espeak:
            self._espeak.espeak_Synchronize()
        error, self._error = self._error, None
        if error is not None:
            raise SpeechError(f"The speech synthesizer failed ({error}); choose another voice.") from error

    def _failed(self, exception: Exception, **_: Any) -> None:
        self._error = exception


def _pyttsx3_engine() -> Any:
    try:
        import pyttsx3  # not before espeak-ng is there: its driver looks for the library when it is imported

        return pyttsx3.init()
    except (ImportError, OSError, RuntimeError) as error:
        raise SpeechError(
            f"The speech synthesizer cannot be loaded ({error}); install Narrator again or install espeak-ng."
        ) from error
