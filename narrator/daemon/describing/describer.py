"""Describes pictures with a network that lives in a process of its own."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event, Lock
from time import monotonic, perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.description import Description
from narrator.errors import BundleError, DaemonError, PictureError
from narrator.looking.kinds import look_at
from narrator.picture import Picture, squeeze
from narrator.worker_messages import Message
from narrator.worker_process import WorkerLostError, WorkerProcess

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
        model: str | None = None,
        threads: int | None = None,
        *,
        command: Sequence[str] = WORKER_COMMAND,
        patience: float = _PATIENCE_SECONDS,
        people: str = "as captioned",
        ranking: str = "most probable",
    ) -> None:
        """Takes what `Captioner.load` takes; nothing is loaded yet. `patience` is in seconds."""
        self._opening = {"model": model, "threads": threads, "people": people, "ranking": ranking}
        self._command = command
        self._patience = patience
        self._worker: WorkerProcess | None = None
        self._loaded: LoadedModel | None = None
        self._used = monotonic()
        self._lock = Lock()

    @property
    def loaded(self) -> LoadedModel | None:
        """The network that is in memory, if one is."""
        return self._loaded

    def load(self) -> LoadedModel:
        """Load the network, unless it is there. Raises BundleError, and DaemonError if the process fails."""
        with self._lock:
            return self._ready()

    def describe(self, picture: Picture, samples: int, seed: int | None = None) -> Description:
        """Like `Captioner.describe`.

        Raises BundleError, and PictureError for a picture over which the process died or hung twice.
        """
        with self._lock:
            try:
                return self._describe(picture, samples, seed)
            except WorkerLostError:
                self._end(kill=True)  # whatever befell it, the picture gets one more try
            try:
                return self._describe(picture, samples, seed)
            except WorkerLostError as error:
                self._end(kill=True)
                raise PictureError(
                    f"The network failed twice over this picture ({error}); describe another one."
                ) from error

    def features(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Like `Captioner.features`, of a frame [H, W, 3]. Raises BundleError and DaemonError."""
        with self._lock:
            try:
                side = self._ready().image_size
                reply = self._ask({"features": True}, squeeze(Image.fromarray(pixels), side).tobytes())
            except WorkerLostError as error:
                self._end(kill=True)
                raise DaemonError(f"The network's process failed ({error}); it is started again.") from error
            return np.frombuffer(reply.payload, np.float32)

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """Give the network's memory back if it was not used for so many seconds; whether it was."""
        with self._lock:
            if self._worker is None or monotonic() - self._used < unused_for:
                return False
            self._end(kill=False)
            return True

    def close(self) -> None:
        """End the process. A later call starts another one."""
        self.unload()

    def _describe(self, picture: Picture, samples: int, seed: int | None) -> Description:
        model = self._ready()
        began = perf_counter()
        looked = look_at(picture)
        timings = {"look": perf_counter() - began}
        if looked.worth_encoding:
            description = self._seen(picture, model.image_size, samples, seed, looked.kind)
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

    def _seen(self, picture: Picture, side: int, samples: int, seed: int | None, kind: str) -> Description:
        began = perf_counter()
        pixels = squeeze(picture.image, side).tobytes()
        squeezed = perf_counter() - began
        question = {"describe": samples, "kind": kind, **({} if seed is None else {"seed": seed})}
        reply = self._ask(question, pixels)
        description = Description.from_record(reply.header["description"])
        return replace(description, timings={**description.timings, "open": squeezed})

    def _ready(self) -> LoadedModel:
        if self._loaded is None:
            try:
                self._worker = self._worker or WorkerProcess(self._command, self._opening)
                reply = self._ask({"load": True})
            except (OSError, WorkerLostError) as error:
                self._end(kill=True)
                raise DaemonError(
                    f"The network's process cannot be started ({error}); install Narrator again."
                ) from error
            self._loaded = LoadedModel(
                bundle=reply.header["bundle"],
                image_size=reply.header["image_size"],
                pid=self._worker.pid,
            )
        return self._loaded

    def _ask(self, question: Mapping[str, object], payload: bytes = b"") -> Message:
        assert self._worker
        reply = self._worker.ask(question, self._patience, Event(), payload)
        assert reply  # nobody stops it
        self._used = monotonic()
        if "error" in reply.header:
            raise _error(reply.header)
        return reply

    def _end(self, *, kill: bool) -> None:
        worker, self._worker, self._loaded = self._worker, None, None
        if worker is not None:
            (worker.kill if kill else worker.close)()


def _error(header: Mapping[str, Any]) -> BundleError | PictureError:
    return (BundleError if header["kind"] == "bundle" else PictureError)(header["error"])
