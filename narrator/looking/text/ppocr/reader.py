"""The reader that comes with Narrator: PaddleOCR's networks, in a process of their own."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event

from PIL import Image

from narrator.errors import TextError
from narrator.languages.catalogue import gettext
from narrator.looking.text.reader import GIVEN_UP, PATIENCE_SECONDS, Piece, TextReader
from narrator.workers.keeper import WorkerKeeper
from narrator.workers.messages import Message
from narrator.workers.process import WorkerLostError, WorkerProcess

WORKER_COMMAND = (sys.executable, "-P", "-m", "narrator.looking.text.ppocr.worker")

_SHARE_FOR_READING = 0.75
"""Of the patience with a picture: the rest is for starting the process, and for the last line."""


class PpocrReader(TextReader):
    """Reads with PP-OCR. The process starts with the first picture; pictures take turns."""

    name = "pp-ocr"
    least = 0.8

    def __init__(
        self,
        *,
        command: Sequence[str] = WORKER_COMMAND,
        patience: float = PATIENCE_SECONDS,
        threads: int | None = None,
    ) -> None:
        """`patience` is in seconds, for one picture; `threads` None takes as many as are good for one."""
        self._patience = patience
        # A kill is the quickest end, and the process holds nothing that it could spoil.
        self._worker = WorkerKeeper(
            lambda: WorkerProcess(command, {"threads": threads}), end=WorkerProcess.kill
        )
        self._closed = Event()

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        """Its boxes are those of whole lines, or of parts of one."""
        with self._worker.turn:
            question = {"read": image.size, "seconds": _SHARE_FOR_READING * self._patience}
            reply = self._reply(question, image.tobytes())
        if "error" in reply.header:
            raise TextError(str(reply.header["error"]))
        return [Piece(**{**piece, "scores": tuple(piece["scores"])}) for piece in reply.header["pieces"]]

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the process, unless it reads just now."""
        return self._worker.unload(unused_for=unused_for)

    def close(self) -> None:
        """End the process, also in the middle of a picture."""
        self._closed.set()
        self._worker.close()

    def _reply(self, question: Mapping[str, object], pixels: bytes) -> Message:
        if self._worker.pid is not None:
            # It may have ended long before this picture, which then gets a process of its own.
            with suppress(WorkerLostError):
                return self._ask(question, pixels)
        try:
            return self._ask(question, pixels)
        except (WorkerLostError, OSError) as error:
            raise TextError(
                gettext(
                    "The text in this picture could not be read ({error}); cut out the part with the text."
                ).format(error=error)
            ) from error

    def _ask(self, question: Mapping[str, object], pixels: bytes) -> Message:
        reply = self._worker.ask(question, self._patience, self._closed, pixels)
        if reply is None:
            raise TextError(GIVEN_UP)
        return reply
