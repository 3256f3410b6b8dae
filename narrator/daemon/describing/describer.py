"""Describes pictures with a network that lives in a process of its own."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from threading import Event
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.captioning.setup import Setup
from narrator.description import Description
from narrator.errors import BundleError, DaemonError, NotNowError, PictureError
from narrator.languages.catalogue import ENGLISH, gettext, tongue
from narrator.looking.glance import look_and_squeeze
from narrator.picture.opening import Picture, squeeze
from narrator.questions.asking import answer_by_sight
from narrator.questions.question import Answer, Question
from narrator.workers.keeper import WorkerKeeper
from narrator.workers.messages import Message
from narrator.workers.process import WorkerLostError, WorkerProcess

T = TypeVar("T")

WORKER_COMMAND = (sys.executable, "-P", "-m", "narrator.daemon.describing.worker")

_PATIENCE_SECONDS = 60.0
"""A slow laptop needs three seconds for the first picture; ten samples more take milliseconds."""


@dataclass(frozen=True, kw_only=True)
class LoadedModel:
    """The network that is in memory."""

    bundle: str
    """Name and version."""
    image_size: int
    pid: int
    """The process that holds it."""


class Describer:
    """Pictures in, descriptions out. Its methods may be called from any thread and take turns."""

    def __init__(
        self,
        setup: Setup,
        *,
        command: Sequence[str] = WORKER_COMMAND,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        """Nothing is loaded yet. `patience` is in seconds."""
        self._setup = setup
        self._command = command
        self._patience = patience
        self._worker = WorkerKeeper(self._new_worker)
        self._loaded: LoadedModel | None = None
        self._given_up = Event()

    @property
    def loaded(self) -> LoadedModel | None:
        """The network that is in memory, if one is."""
        loaded = self._loaded
        return loaded if loaded and loaded.pid == self._worker.pid else None

    def wake(self) -> None:
        """Let the network load while its picture is opened, unless it is there; waits for nothing.

        Nothing is raised: whoever describes starts the process once more, and hears why that fails.
        """
        with suppress(OSError):
            self._worker.start()

    def load(self) -> LoadedModel:
        """Load the network, unless it is there.

        Raises BundleError, DaemonError if the process fails, and NotNowError if Narrator ends.
        """
        with self._worker.turn:
            return self._ready()

    def describe(self, picture: Picture, samples: int, seed: int | None = None) -> Description:
        """Like `Captioner.describe`.

        Raises BundleError, DaemonError, PictureError for a picture over which the process died or hung
        twice, and NotNowError for one that is given up because Narrator ends.
        """
        return self._tried_twice(lambda: self._describe(picture, samples, seed))

    def answer(self, question: Question, picture: Picture) -> Answer:
        """Like `narrator.questions.asking.answer_by_sight`. Raises what `describe` raises."""
        return self._tried_twice(
            lambda: answer_by_sight(question, picture, self._ready().image_size, self._answer)
        )

    def translated(self, description: Description) -> Description:
        """Like `narrator.translation.telling.translated`, of all its words. Raises what `load` raises."""
        if tongue() == ENGLISH or not description.candidates:
            return description
        with self._worker.turn:
            try:
                reply = self._ask({"translate": description.to_record()})
            except (OSError, WorkerLostError) as error:
                raise DaemonError(
                    gettext("The network's process failed ({error}); it is started again.").format(
                        error=error
                    )
                ) from error
        return Description.from_record(reply.header["description"])

    def features(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Like `Captioner.features`, of a frame [H, W, 3]. Raises what `load` raises."""
        with self._worker.turn:
            try:
                side = self._ready().image_size
                reply = self._ask({"features": True}, squeeze(Image.fromarray(pixels), side).tobytes())
            except WorkerLostError as error:
                raise DaemonError(
                    gettext("The network's process failed ({error}); it is started again.").format(
                        error=error
                    )
                ) from error
            return np.frombuffer(reply.payload, np.float32)

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the process if it was not used for so many seconds, nor is just now; whether there was one.

        No picture is waited for: over one that hangs, a service manager would lose patience with the caller.
        """
        return self._worker.unload(unused_for=unused_for)

    def close(self) -> None:
        """Give up what is being described, and end the process. A later call starts another one."""
        self._given_up.set()
        try:
            self._worker.close()
        finally:
            self._given_up.clear()

    def _tried_twice(self, work: Callable[[], T]) -> T:
        """Whatever befell the process, the picture gets one more try."""
        with self._worker.turn:
            with suppress(WorkerLostError):
                return work()
            try:
                return work()
            except WorkerLostError as error:
                raise PictureError(
                    gettext(
                        "The network failed twice over this picture ({error}); describe another one."
                    ).format(error=error)
                ) from error

    def _answer(
        self, question: Question, kind: str, pixels: Mapping[str, NDArray[np.uint8]]
    ) -> tuple[str, Answer | None]:
        asked = {"question": asdict(question), "kind": kind, "parts": list(pixels)}
        reply = self._ask(asked, b"".join(each.tobytes() for each in pixels.values()))
        answer = reply.header["answer"]
        return reply.header["kind"], None if answer is None else Answer(**answer)

    def _describe(self, picture: Picture, samples: int, seed: int | None) -> Description:
        model = self._ready()
        began = perf_counter()
        looked, pixels = look_and_squeeze(picture, model.image_size)
        timings = {"look": perf_counter() - began}
        if looked.worth_encoding:
            description = self._seen(pixels, samples, seed, looked.kind)
            looked = looked.known_as(description.kind)
        else:
            description = Description(candidates=(), bundle=model.bundle, size=picture.size)
        return replace(
            description,
            size=picture.size,
            notes=picture.notes,
            written=picture.written,
            kind=looked.kind,
            colours=looked.colours,
            advice=looked.advice,
            timings={**description.timings, **timings},
        )

    def _seen(self, pixels: NDArray[np.uint8], samples: int, seed: int | None, kind: str) -> Description:
        question = {"describe": samples, "kind": kind, **({} if seed is None else {"seed": seed})}
        reply = self._ask(question, pixels.tobytes())
        return Description.from_record(reply.header["description"])

    def _ready(self) -> LoadedModel:
        if loaded := self.loaded:
            return loaded
        try:
            pid = self._worker.start().pid
            reply = self._ask({"load": True})
        except (OSError, WorkerLostError) as error:
            raise DaemonError(
                gettext("The network's process cannot be started ({error}); install Narrator again.").format(
                    error=error
                )
            ) from error
        self._loaded = LoadedModel(
            bundle=reply.header["bundle"], image_size=reply.header["image_size"], pid=pid
        )
        return self._loaded

    def _ask(self, question: Mapping[str, object], payload: bytes = b"") -> Message:
        reply = self._worker.ask(question, self._patience, self._given_up, payload)
        if reply is None:
            raise NotNowError(gettext("Describing was given up, because Narrator ends; start it again."))
        if "error" in reply.header:
            raise _error(reply.header)
        return reply

    def _new_worker(self) -> WorkerProcess:
        return WorkerProcess(self._command, self._setup.to_message())


def _error(header: Mapping[str, Any]) -> BundleError | PictureError:
    return (BundleError if header["kind"] == "bundle" else PictureError)(header["error"])
