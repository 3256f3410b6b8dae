"""Speech Dispatcher's espeak-ng, overheard: what it is told to say is written down when it is heard.

Speech Dispatcher starts it in espeak-ng's place. It starts the real one and hands all lines on, both ways.
Only the standard library is imported here. The protocol is described in
https://github.com/brailcom/speechd/blob/master/doc/speech-dispatcher.texi (Output Module Functions).
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import IO

_SPOKEN = (b"SPEAK", b"CHAR", b"KEY")
_MOMENTS = {b"701": "begin", b"702": "end", b"703": "cut"}
_END = b"."


class Overheard:
    """Stands between a server and a synthesizer."""

    def __init__(self, file: Path, synthesizer: "subprocess.Popen[bytes]") -> None:
        """What is heard is appended to the file, one JSON object a line."""
        self._file = file
        self._synthesizer = synthesizer
        self._text = ""

    def run(self) -> None:
        """Hand lines on until the server has gone."""
        assert self._synthesizer.stdin and self._synthesizer.stdout
        Thread(target=self._hear, args=(self._synthesizer.stdout,), daemon=True).start()
        self._obey(self._synthesizer.stdin)
        self._synthesizer.wait()

    def _obey(self, synthesizer: IO[bytes]) -> None:
        text: list[bytes] | None = None
        for line in sys.stdin.buffer:
            if text is not None and line.rstrip() == _END:
                self._text, text = _plain(text), None
            elif text is not None:
                text.append(line)
            elif line.rstrip() in _SPOKEN:
                text = []
            synthesizer.write(line)
            synthesizer.flush()
        synthesizer.close()

    def _hear(self, synthesizer: IO[bytes]) -> None:
        for line in synthesizer:
            if what := _MOMENTS.get(line.rstrip().partition(b" ")[0]):
                with self._file.open("a", encoding="utf-8") as log:
                    log.write(json.dumps({"what": what, "text": self._text}) + "\n")
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()


def _plain(lines: list[bytes]) -> str:
    return re.sub(r"<[^>]*>", "", b" ".join(lines).decode()).strip()


if __name__ == "__main__":
    file, *command = sys.argv[1:]
    Overheard(Path(file), subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)).run()
