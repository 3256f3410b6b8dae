"""What is heard of a sound server that dies and comes back: when it was loud, and no more than that."""

import os
import subprocess
import time
from collections import deque
from collections.abc import Mapping
from threading import Event, Lock, Thread

import numpy as np

_RATE = 8000
_LOUD = 300
_BLOCK = 160
"""Bytes of ten milliseconds."""
_BLOCK_SECONDS = 0.01
_MOST = 2**16
_KEPT = 3000
"""Blocks: half a minute."""


class Loudness:
    """Listens until it is closed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._lock = Lock()
        self._blocks: deque[tuple[float, bool]] = deque(maxlen=_KEPT)
        self._closing = Event()
        self._recorder: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def between(self, start: float, end: float) -> list[tuple[float, bool]]:
        """When each ten milliseconds of a time were, and whether loud; nothing while the server was away."""
        with self._lock:
            return [(when, loud) for when, loud in self._blocks if start <= when <= end]

    def close(self) -> None:
        """Listen no more."""
        self._closing.set()
        if self._recorder:
            self._recorder.kill()
        self._thread.join(5)

    def _listen(self) -> None:
        command = f"parec --device=ear.monitor --format=s16le --rate={_RATE} --channels=1 --latency-msec=10"
        while not self._closing.is_set():
            with subprocess.Popen(
                command.split(),
                env={**os.environ, **self._environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as recorder:
                self._recorder = recorder
                assert recorder.stdout
                while data := recorder.stdout.read1(_MOST):  # type: ignore[attr-defined]
                    self._heard(data, time.monotonic())
            self._closing.wait(0.2)

    def _heard(self, data: bytes, now: float) -> None:
        """What has come since the last look, the last of it now: on a busy machine that was a while ago."""
        samples = np.abs(np.frombuffer(data[: len(data) // _BLOCK * _BLOCK], "<i2").astype(np.int32))
        loud = samples.reshape(-1, _BLOCK // 2).max(axis=1, initial=0) > _LOUD
        with self._lock:
            for number, each in enumerate(loud):
                self._blocks.append((now - _BLOCK_SECONDS * (len(loud) - 1 - number), bool(each)))
