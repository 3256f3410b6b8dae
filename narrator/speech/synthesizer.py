"""Text to sound, by a worker process that is ended and started again when it hangs."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from shutil import rmtree
from threading import Event
from typing import Any

from narrator.errors import SpeechError
from narrator.speech.sound import Sound
from narrator.speech.voices import Voice, VoiceOptions
from narrator.workers.keeper import WorkerKeeper
from narrator.workers.messages import Message
from narrator.workers.process import WorkerLostError, WorkerProcess

# -P: a file called pyttsx3.py in the folder that somebody happens to stand in must not be run.
WORKER_COMMAND = (sys.executable, "-P", "-m", "narrator.speech.worker")
_KEEPS_FILES_IN_MEMORY = sys.platform == "linux"
"""Whether the worker can write its WAV file into memory without a name, and needs no folder."""
_PATIENCE_SECONDS = 10.0
_SECONDS_A_LETTER = 0.05
"""Slower than speech itself, so that no working synthesizer misses its deadline."""


class Synthesizer:
    """One voice that makes sounds of texts. Its methods may be called from any thread and take turns."""

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

    def start(self) -> None:
        """Start the worker and return at once; it gets ready meanwhile. Raises SpeechError."""
        self._worker.start()

    def synthesize(self, text: str, stopped: Event) -> Sound | None:
        """The sound of a text that is not blank; None when `stopped` was set before it was there.

        Raises SpeechError: the worker's own, or that it hung or died twice.
        """
        reply = self._ask({"say": text}, self._patience + _SECONDS_A_LETTER * len(text), stopped)
        return Sound.from_wav(reply.payload) if reply else None

    def voices(self) -> list[Voice]:
        """All voices of the synthesizer. Raises SpeechError."""
        reply = self._answer({"voices": True})
        return [Voice(**{**voice, "languages": tuple(voice["languages"])}) for voice in reply["voices"]]

    def check(self) -> str:
        """What it is and which voice it speaks with, as part of a sentence. Raises SpeechError."""
        reply = self._answer({"check": True})
        return f"{reply['synthesizer']} with the voice {reply['voice']}"

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the worker if it was not used for so many seconds, nor is just now; whether there was one."""
        return self._worker.unload(unused_for=unused_for)

    def close(self) -> None:
        """End the worker; a later call starts another one."""
        self._worker.close()

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
            raise SpeechError(reply.header["error"])
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


def _remove(folder: str | None) -> None:
    if folder is not None:
        rmtree(folder, ignore_errors=True)  # a worker that ended by itself has removed it
