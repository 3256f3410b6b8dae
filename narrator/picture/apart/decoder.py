"""Opens pictures in processes that can be ended, and says in a sentence what befell one that had to be."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import LifoQueue
from threading import Event

from PIL import Image

from narrator.errors import NotNowError, PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.apart.record import image_of, to_picture
from narrator.picture.files import read_file, short_name
from narrator.picture.formats.decoding import NAMELESS
from narrator.picture.formats.recognition import recognise
from narrator.picture.picture import Picture
from narrator.workers.keeper import WorkerKeeper
from narrator.workers.messages import Message
from narrator.workers.process import WorkerLostError, WorkerProcess, WorkerTooSlowError

WORKER_COMMAND = (sys.executable, "-P", "-m", "narrator.picture.apart.worker")

SECONDS = 30.0
"""What one picture may take. The largest that may be opened take five on two cores
(`python -m benchmarks.largest`), the pages of a PDF ten at most."""

_HEAD = 2**16
_COMMON = frozenset({"JPEG", "PNG", "GIF", "BMP"})
"""Kinds whose decoders are the oldest, and bounded in time by the limits on pixels."""


class Decoder:
    """Opens files, and gives what `open_picture` gives. Its methods may be called from any thread.

    A second process is started while the first one is busy, and so on up to `processes`.
    """

    def __init__(
        self,
        *,
        command: Sequence[str] = WORKER_COMMAND,
        seconds: float = SECONDS,
        processes: int = 2,
        rare_alone: bool = False,
        digests: bool = False,
    ) -> None:
        """Nothing is started yet. With `rare_alone` common kinds are left to whoever asks (`takes`).

        With `digests` pictures come with theirs: for whoever asks for it in any case.
        """
        opening = {"seconds": seconds, "digests": digests}
        self._seconds = seconds
        self._rare_alone = rare_alone
        self._given_up = Event()
        self._workers = [WorkerKeeper(lambda: WorkerProcess(command, opening)) for _ in range(processes)]
        self._free: LifoQueue[WorkerKeeper] = LifoQueue()  # the one that was used last is in memory
        for worker in reversed(self._workers):
            self._free.put(worker)

    @property
    def pids(self) -> tuple[int, ...]:
        """Of the processes that are there."""
        return tuple(pid for worker in self._workers if (pid := worker.pid) is not None)

    def start(self) -> None:
        """Let the first process get ready while nobody waits for it. Raises OSError if it cannot start."""
        self._workers[0].start()

    def takes(self, source: bytes | Path) -> bool:
        """Whether a file is opened in a process, and not by whoever asks."""
        if not self._rare_alone:
            return True
        try:
            head = source[:_HEAD] if isinstance(source, bytes) else _head_of(source)
        except (OSError, ValueError):
            return False  # opening it says why
        return recognise(head) not in {*_COMMON, None}

    def open(self, source: bytes | Path, languages: Sequence[str] | None) -> Picture:
        """Like `open_picture`. Raises PictureError, also for a file over which the process ended or hung.

        It is a NotNowError when the file had no part in it.
        """
        question = {"languages": None if languages is None else list(languages)}
        if isinstance(source, bytes):
            reply = self._ask({"bytes": True, **question}, source, gettext(NAMELESS))
        else:
            reply = self._ask({"path": True, **question}, os.fsencode(source), short_name(source))
        if not reply.header["reduced"]:
            return to_picture(reply, None)
        return to_picture(reply, source if isinstance(source, bytes) else read_file(source))

    def closer(self, file: bytes, short_side: int, *, screenful: bool) -> Image.Image:
        """Like `closer_image`, and raises what `open` raises."""
        return image_of(
            self._ask({"short_side": short_side, "screenful": screenful}, file, gettext(NAMELESS))
        )

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the processes that were not used for so many seconds; whether there were any."""
        unloaded = [worker.unload(unused_for=unused_for) for worker in self._workers]
        return any(unloaded)

    def close(self) -> None:
        """Give up whatever was asked for until now, and end the processes. A later call starts others."""
        given_up, self._given_up = self._given_up, Event()
        given_up.set()
        for worker in self._workers:
            worker.close()

    def _ask(self, question: Mapping[str, object], payload: bytes, subject: str) -> Message:
        given_up = self._given_up
        worker = self._free.get()
        try:
            reply = self._answer(worker, question, payload, subject, given_up)
        finally:
            self._free.put(worker)
        if reply is None:
            raise NotNowError(
                gettext("{subject} was given up, because Narrator ends; try again.").format(subject=subject)
            )
        if "error" in reply.header:
            raise PictureError(reply.header["error"])
        return reply

    def _answer(
        self,
        worker: WorkerKeeper,
        question: Mapping[str, object],
        payload: bytes,
        subject: str,
        given_up: Event,
    ) -> Message | None:
        """Its answer at the first or, if the process was lost for whatever reason, the second try."""
        for last in (False, True):
            try:
                return worker.ask(question, self._seconds, given_up, payload)
            except WorkerTooSlowError as error:
                raise PictureError(
                    gettext(
                        "{subject} takes too long to open; make it smaller, or save it as JPEG, and "
                        "try again."
                    ).format(subject=subject)
                ) from error
            except WorkerLostError as error:
                if last:
                    raise PictureError(
                        gettext(
                            "{subject} made its decoder fail twice; save it as JPEG or PNG and try again."
                        ).format(subject=subject)
                    ) from error
            except OSError as error:
                raise NotNowError(
                    gettext(
                        "{subject} cannot be opened now, for no process can be started; close other "
                        "programs and try again."
                    ).format(subject=subject)
                ) from error
        raise AssertionError("the second try is the last")


def _head_of(path: Path) -> bytes:
    if not path.is_file():  # reading a device can already do something
        return b""
    with path.open("rb") as file:
        return file.read(_HEAD)
