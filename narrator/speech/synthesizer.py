"""Text to sound, by a worker process that is ended and started again when it hangs."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from shutil import rmtree
from threading import Event
from typing import TYPE_CHECKING, Any

from narrator.errors import SpeechError
from narrator.languages.catalogue import ENGLISH, tongue
from narrator.languages.passages import passages_of
from narrator.speech.pieces import pieces_of
from narrator.speech.sound import Sound
from narrator.speech.voices import Part, UnknownVoiceError, Voice, VoiceOptions
from narrator.workers.keeper import WorkerKeeper
from narrator.workers.messages import Message
from narrator.workers.process import WorkerLostError, WorkerProcess

if TYPE_CHECKING:
    from narrator.speech.lacking import Lacking
    from narrator.speech.repertoire import Repertoire

# -P: a file called pyttsx3.py in the folder that somebody happens to stand in must not be run.
WORKER_COMMAND = (sys.executable, "-P", "-m", "narrator.speech.worker")
_KEEPS_FILES_IN_MEMORY = sys.platform == "linux"
"""Whether the worker can write its WAV file into memory without a name, and needs no folder."""
_PATIENCE_SECONDS = 10.0
_SECONDS_A_LETTER = 0.05
"""Slower than speech itself, so that no working synthesizer misses its deadline."""


class Synthesizer:
    """Makes sounds of texts, each passage in a voice of its language. Any thread may call its methods."""

    def __init__(
        self,
        options: VoiceOptions | None = None,
        *,
        command: Sequence[str] = WORKER_COMMAND,
        patience: float = _PATIENCE_SECONDS,
        in_memory: bool = _KEEPS_FILES_IN_MEMORY,
    ) -> None:
        """`patience` is how many seconds the worker gets besides the time that a text's length gives it."""
        self._options = asdict(options or VoiceOptions())
        self._command = command
        self._patience = patience
        self._in_memory = in_memory
        self._worker = WorkerKeeper(self._new_worker)
        self._repertoire: Repertoire | None = None
        self._lacking: Lacking | None = None

    def start(self) -> None:
        """Start the worker and return at once; it gets ready meanwhile. Raises SpeechError."""
        self._worker.start()

    def sounds_of(self, text: str, stopped: Event) -> Iterator[Sound]:
        """The sounds of a text, one piece after the other, each in a voice of its language, all of one rate.

        Ends early when `stopped` is set; a blank text has none. Raises SpeechError as `synthesize` does.
        """
        rate = None
        for part in self._parts_of(text, stopped):
            for piece in pieces_of(part.text):
                sound = self.synthesize(piece, stopped, voice=part.voice)
                if sound is None:
                    return
                rate = rate or sound.rate
                yield sound.at(rate)

    def remark_on(self, text: str, stopped: Event) -> str:
        """What is to be told once of the voices for this text, in sentences: of a language that has none.

        Raises SpeechError as `synthesize` does.
        """
        repertoire = self._repertoire_for(text, stopped)
        if repertoire is None:
            return ""
        from narrator.speech.lacking import Lacking

        self._lacking = self._lacking or Lacking()
        return self._lacking.remark_on(text, repertoire)

    def synthesize(self, text: str, stopped: Event, *, voice: Voice | None = None) -> Sound | None:
        """The sound of a text that is not blank; None when `stopped` was set before it was there.

        `voice` says this text alone, else the one that the options chose. Raises SpeechError: the worker's
        own, or that it hung or died twice.
        """
        question = {"say": text} if voice is None else {"say": text, "voice": voice.id}
        reply = self._ask(question, self._patience + _SECONDS_A_LETTER * len(text), stopped)
        return Sound.from_wav(reply.payload) if reply else None

    def voices(self) -> list[Voice]:
        """All voices of the synthesizer. Raises SpeechError."""
        return _voices(self._answer({"voices": True}))

    def check(self) -> str:
        """What it is and which voice it speaks with, as part of a sentence. Raises SpeechError."""
        reply = self._answer({"check": True})
        return f"{reply['synthesizer']} with the voice {reply['voice']}"

    def take_usual_voice(self) -> None:
        """Speak with the synthesizer's own choice from now on, instead of the voice in the options."""
        self._options["voice"] = None
        self._repertoire = None
        self._worker.close()  # the next one is started with other options

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the worker if it was not used for so many seconds, nor is just now; whether there was one."""
        return self._worker.unload(unused_for=unused_for)

    def close(self) -> None:
        """End the worker; a later call starts another one."""
        self._worker.close()

    def _parts_of(self, text: str, stopped: Event) -> Sequence[Part]:
        repertoire = self._repertoire_for(text, stopped)
        if repertoire is not None:
            return repertoire.parts_of(text)
        return () if stopped.is_set() else [Part(text=text, voice=None)]

    def _repertoire_for(self, text: str, stopped: Event) -> "Repertoire | None":
        """Its voices; None where it is plain that the usual one says this text, or when it was stopped."""
        is_english = tongue() == ENGLISH and all(passage.language is None for passage in passages_of(text))
        if is_english and self._speaks_english and text.isascii():
            return None
        if self._repertoire is None:
            from narrator.speech.repertoire import Repertoire  # not for who hears English only

            reply = self._ask({"voices": True}, self._patience, stopped)
            if reply is None:
                return None
            voices = _voices(reply.header)
            own = next((voice for voice in voices if voice.id == reply.header["voice"]), None)
            self._repertoire = Repertoire(voices=voices, own=own)
        return self._repertoire

    @property
    def _speaks_english(self) -> bool:
        """Whether its usual voice does, as espeak-ng's; that of other systems speaks their language."""
        return sys.platform not in ("win32", "darwin") and self._options["voice"] is None

    def _answer(self, question: Mapping[str, object]) -> Mapping[str, Any]:
        reply = self._ask(question, self._patience, Event())
        assert reply  # nobody stops it
        return reply.header

    def _ask(self, question: Mapping[str, object], seconds: float, stopped: Event) -> Message | None:
        with self._worker.turn:
            try:
                reply = self._worker.ask(question, seconds, stopped)
            except WorkerLostError:
                reply = self._ask_again(question, seconds, stopped)
        if reply and "error" in reply.header:
            kind = UnknownVoiceError if reply.header["unknown_voice"] else SpeechError
            raise kind(reply.header["error"])
        return reply

    def _ask_again(self, question: Mapping[str, object], seconds: float, stopped: Event) -> Message | None:
        try:
            return self._worker.ask(question, seconds, stopped)
        except WorkerLostError as error:
            raise SpeechError(
                f"The speech synthesizer failed, also when started again ({error}); choose another voice."
            ) from error

    def _new_worker(self) -> WorkerProcess:
        try:
            folder = None if self._in_memory else tempfile.mkdtemp(prefix="narrator-")  # of mode 0700
            opening = {"options": self._options, "folder": folder}
            return WorkerProcess(self._command, opening, clear_up=partial(_remove, folder))
        except OSError as error:
            raise SpeechError(
                f"The speech synthesizer cannot be started ({error.strerror}); install Narrator again."
            ) from error


def _voices(reply: Mapping[str, Any]) -> list[Voice]:
    return [Voice(**{**voice, "languages": tuple(voice["languages"])}) for voice in reply["voices"]]


def _remove(folder: str | None) -> None:
    if folder is not None:
        rmtree(folder, ignore_errors=True)  # a worker that ended by itself has removed it
