"""An ear at the loudspeaker: records what reaches a sound server's null sink, and when."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread

import numpy as np
from numpy.typing import NDArray

from benchmarks.soundserver import SoundServer

RATE = 22050
"""Samples a second of all that is heard; the rate of espeak-ng."""
Samples = NDArray[np.float64]

_LOUD = 300
"""Above the noise of resampling, below any speech."""
_PATIENCE_SECONDS = 20.0
_SETTLE_SECONDS = 0.4
"""What was played before has reached the ear, once it has heard so much more."""
_IDLE_SECONDS = 2.5
"""An idle null sink sleeps for two seconds, whoever connects meanwhile."""


class Ear:
    """Hears everything that is played, silence too."""

    def __init__(self, server: SoundServer) -> None:
        self.server = server
        command = f"parec --device=ear.monitor --format=s16le --rate={RATE} --channels=1 --latency-msec=10"
        self._recorder = subprocess.Popen(
            command.split(), env=os.environ | server.environment, stdout=subprocess.PIPE
        )
        self._grown = Condition()
        self._bytes = bytearray()
        self._arrivals: list[tuple[int, float]] = []
        self._begin = 0
        self._thread = Thread(target=self._record, daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Forget what was heard before."""
        self.listen(_SETTLE_SECONDS)
        self._begin = self._length()

    def heard(self) -> Samples:
        """What has been played since `begin`, from -32768 to 32767."""
        self.listen(_SETTLE_SECONDS)
        return self._now()

    def listen(self, seconds: float) -> None:
        """Hear so much more. Raises TimeoutError when the server plays nothing, not even silence."""
        with self._grown:
            enough = self._length() + int(seconds * RATE)
            if not self._grown.wait_for(lambda: self._length() >= enough, _PATIENCE_SECONDS):
                raise TimeoutError("The sound server plays nothing.")

    def wait_for_sound(self) -> None:
        """Return when more than silence has been heard since `begin`. Raises TimeoutError."""
        with self._grown:
            if not self._grown.wait_for(lambda: np.any(np.abs(self._now()) > _LOUD), _PATIENCE_SECONDS):
                raise TimeoutError("Nothing is heard.")

    def times_of_sound(self) -> tuple[float, float]:
        """When the first and the last sound since `begin` arrived here, on the clock of time.monotonic."""
        loud = np.flatnonzero(np.abs(self.heard()) > _LOUD) + self._begin
        ends = [end for end, _ in self._arrivals]
        first, last = np.searchsorted(ends, [loud[0], loud[-1]], side="right")
        return self._arrivals[first][1], self._arrivals[last][1]

    def end(self) -> None:
        """Stop to record."""
        self._recorder.kill()
        self._recorder.wait()
        self._thread.join()

    def _now(self) -> Samples:
        with self._grown:
            heard = bytes(self._bytes[2 * self._begin : 2 * self._length()])
        return np.frombuffer(heard, "<i2").astype(np.float64)

    def _length(self) -> int:
        return len(self._bytes) // 2

    def _record(self) -> None:
        assert self._recorder.stdout
        with self._recorder.stdout as stream:
            while block := os.read(stream.fileno(), 1 << 16):
                with self._grown:
                    self._bytes += block
                    self._arrivals.append((self._length(), time.monotonic()))
                    self._grown.notify_all()


@contextmanager
def listening_ear(server: SoundServer) -> Iterator[Ear]:
    """An ear at this server's null sink, whose name is "ear"."""
    ear = Ear(server)
    try:
        ear.listen(_IDLE_SECONDS)
        yield ear
    finally:
        ear.end()
