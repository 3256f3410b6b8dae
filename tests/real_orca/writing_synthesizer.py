"""A synthesizer of Speech Dispatcher that writes down what it says, and takes as long as a voice would.

The server starts it as it starts sd_espeak-ng; only the standard library is imported here. Its standard input
and output are the server's, in the protocol that is described in
https://github.com/brailcom/speechd/blob/master/doc/speech-dispatcher.texi (Output Module Functions).
"""

import json
import re
import sys
from pathlib import Path
from threading import Event, Lock, Thread

SECONDS_A_LETTER = 0.06
"""As of espeak-ng at its normal rate."""
_SETTINGS = {"AUDIO": "AUDIO INITIALIZED", "LOGLEVEL": "LOG LEVEL SET", "SET": "SETTINGS RECEIVED"}
_SPOKEN = ("SPEAK", "CHAR", "KEY", "SOUND_ICON")


class Synthesizer:
    """Answers one server, until it says QUIT."""

    def __init__(self, file: str) -> None:
        """What is said is appended to the file, one JSON object a line."""
        self._file = Path(file)
        self._writing = Lock()
        self._stopped = Event()

    def run(self) -> None:
        for command in map(str.strip, sys.stdin):
            if command == "QUIT":
                self._reply("210 OK QUIT")
                return
            self._obey(command)

    def _obey(self, command: str) -> None:
        if command == "INIT":
            self._reply("299-It writes.", "299 OK LOADED SUCCESSFULLY")
        elif command in _SETTINGS:
            self._reply("203 OK RECEIVING SETTINGS" if command == "SET" else "207 OK RECEIVING SETTINGS")
            _block()
            self._reply(f"203 OK {_SETTINGS[command]}")
        elif command in _SPOKEN:
            self._reply("202 OK RECEIVING MESSAGE")
            text = re.sub(r"<[^>]*>", "", " ".join(_block())).strip()
            self._stopped = Event()
            self._reply("200 OK SPEAKING")
            Thread(target=self._say, args=(text, self._stopped)).start()
        elif command in ("STOP", "PAUSE"):
            self._stopped.set()
        elif command == "LIST VOICES":
            self._reply("200-written\ten\tnone", "200 OK VOICE LIST SENT")
        else:
            self._reply("300 ERR UNKNOWN COMMAND")

    def _say(self, text: str, stopped: Event) -> None:
        self._note("begin", text)
        self._reply("701 BEGIN")
        if stopped.wait(len(text) * SECONDS_A_LETTER):
            self._note("cut", text)
            self._reply("703 STOP")
        else:
            self._note("end", text)
            self._reply("702 END")

    def _note(self, what: str, text: str) -> None:
        with self._writing, self._file.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"what": what, "text": text}) + "\n")

    def _reply(self, *lines: str) -> None:
        with self._writing:
            print(*lines, sep="\n", flush=True)


def _block() -> list[str]:
    """The lines until a lone full stop."""
    return list(iter(lambda: sys.stdin.readline().rstrip("\n"), "."))


if __name__ == "__main__":
    Synthesizer(*sys.argv[1:]).run()
