"""The synthesizer's own process, `python -m narrator.speech.worker`: texts in, WAV files out, over its pipes.

It exists because a synthesizer can hang and then only a process can be ended, and because espeak-ng (GPL-3)
is loaded nowhere else. It ends when its standard input ends, so it survives no parent, however that died.

The parent opens with `{"options": {...}, "folder": path or null}`. A request has one of `say` (a text, and
the id of a `voice` if it is not the usual one; the reply's payload is a WAV file), `voices` (the reply lists
them, and has the id of the usual `voice`) and `check` (the reply names the `synthesizer` and its `voice`).
A reply may be an `error` instead, and say whether it is that there is an `unknown_voice` in the options.
"""

import os
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from shutil import rmtree
from threading import Thread

from narrator.errors import SpeechError
from narrator.speech.engine import Engine
from narrator.speech.voices import UnknownVoiceError, VoiceOptions
from narrator.workers.answering import Answer, take_stdout
from narrator.workers.messages import Message, receive, send


def main() -> None:
    """Answer requests until standard input ends."""
    replies = take_stdout()
    opening = receive(sys.stdin.buffer)
    if opening is None:
        return
    folder = opening.header["folder"]
    requests: SimpleQueue[Message] = SimpleQueue()
    # Its own thread, because a hanging synthesizer holds the main one, which macOS wants for the synthesizer.
    listener = Thread(target=_listen, args=(requests, folder), daemon=True)
    listener.start()
    desk = _Desk(VoiceOptions(**opening.header["options"]), _sound_file(folder))
    try:
        while True:
            request = requests.get()
            header, payload = desk.answer(request)
            send(replies, {"id": request.header["id"], **header}, payload)
    except BrokenPipeError:
        listener.join()  # the parent is gone, and the listener clears up: it must not be cut off in that


class _Desk:
    """Answers one request after the other. An engine that could not be had is the answer to all of them."""

    def __init__(self, options: VoiceOptions, file: Path) -> None:
        self._file = file
        self._engine: Engine | SpeechError
        try:
            self._engine = Engine(options)
        except Exception as error:
            self._engine = _spoken(error)

    def answer(self, request: Message) -> Answer:
        """The reply, or its error."""
        try:
            return self._answer(request)
        except Exception as error:
            spoken = _spoken(error)
            return {"error": str(spoken), "unknown_voice": isinstance(spoken, UnknownVoiceError)}, b""

    def _answer(self, request: Message) -> Answer:
        engine = self._engine
        if isinstance(engine, SpeechError):
            raise engine
        if "say" in request.header:
            self._file.write_bytes(
                b""
            )  # so that a driver that writes nothing does not repeat the text before
            engine.save(request.header["say"], self._file, request.header.get("voice"))
            return {}, _wav(self._file)
        if "voices" in request.header:
            return {"voices": [vars(voice) for voice in engine.voices()], "voice": engine.voice}, b""
        return {"synthesizer": engine.name, "voice": engine.voice}, b""


def _spoken(error: Exception) -> SpeechError:
    # The edge of the process: whatever a driver raises reaches the person as a sentence.
    if isinstance(error, SpeechError):
        return error
    kind = type(error).__name__
    return SpeechError(f"The speech synthesizer failed ({kind}: {error}); run narrator doctor.")


def _listen(requests: "SimpleQueue[Message]", folder: str | None) -> None:
    while (request := receive(sys.stdin.buffer)) is not None:
        requests.put(request)
    if folder is not None:
        _remove(folder)
    os._exit(0)  # the main thread may hang in the synthesizer


def _remove(folder: str) -> None:
    # Under another name first: the main thread may be about to write a file where it would be in the way.
    leaving = Path(f"{folder}.leaving")
    try:
        Path(folder).rename(leaving)
    except OSError:  # Windows, while a file in it is open; or it was removed by the parent
        leaving = Path(folder)
    rmtree(leaving, ignore_errors=True)


def _sound_file(folder: str | None) -> Path:
    """Where the synthesizer writes; without a folder, into memory that has no name and leaves no trace."""
    if folder is not None:
        return Path(folder) / "speech.wav"
    if sys.platform != "linux":
        raise SpeechError("This system keeps no file in memory; the worker needs a folder.")
    return Path(f"/proc/self/fd/{os.memfd_create('speech')}")


def _wav(file: Path) -> bytes:
    data = file.read_bytes()
    if data.startswith(b"FORM"):  # macOS writes AIFF, whatever the file is called, and has this converter
        converted = file.with_suffix(".converted.wav")
        subprocess.run(
            ["afconvert", "-f", "WAVE", "-d", "LEI16@22050", "-c", "1", str(file), str(converted)],
            check=True,
            capture_output=True,
        )
        data = converted.read_bytes()
    return data


if __name__ == "__main__":
    main()
