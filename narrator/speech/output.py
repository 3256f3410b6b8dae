"""The sound output: a device that pulls samples, opened with a deadline and watched while it plays."""

import atexit
from collections.abc import Callable, Generator
from concurrent.futures import Future
from threading import Thread
from time import monotonic, sleep

from narrator.errors import SpeechError
from narrator.speech.device import Device

_OPEN_SECONDS = 5.0
_CLOSE_SECONDS = 1.0
_STALL_SECONDS = 3.0
"""Without a pull for so long, the sound server is dead. An idle null sink pauses for two seconds."""
_AHEAD_SECONDS = 0.5
"""So far ahead of the clock, besides its buffer, nothing plays what it pulls."""
_PROBE_RATE = 22050
_PROBE_SECONDS = 0.1


class Output:
    """The system's sound output, playing 16-bit mono sound until it is closed."""

    def __init__(self, rate: int, pull: Callable[[int], bytes]) -> None:
        """Start to play what `pull(frames)` gives, called on the device's own thread; it must not raise.

        Raises SpeechError when there is no sound output, or its server does not answer.
        """
        import miniaudio

        self._rate = rate
        self._pull = pull
        self._pulled = 0
        self._started = self._last_pull = monotonic()
        opening: Future[Device] = Future()
        Thread(target=self._open, args=(opening,), name="narrator sound", daemon=True).start()
        try:
            self._device = opening.result(_OPEN_SECONDS)
        except miniaudio.MiniaudioError as error:
            raise SpeechError(
                "There is no sound output: neither a sound server nor a sound card answers; "
                "connect loudspeakers or headphones and start the sound server."
            ) from error
        except TimeoutError as error:
            opening.add_done_callback(_close_late)
            raise SpeechError("The sound server does not answer; start it again.") from error
        # A program that ends while it speaks would be asked for samples when Python is half gone, and crash.
        atexit.register(self.close)

    @property
    def backend(self) -> str:
        """What carries the sound, such as "PulseAudio"."""
        return self._device.backend

    @property
    def buffer_seconds(self) -> float:
        """How much sound the device may hold that has been pulled and not yet been heard."""
        return self._device.buffer_seconds

    def check(self) -> None:
        """Raises SpeechError when nothing plays what is pulled, which no device reports by itself."""
        now = monotonic()
        if now - self._last_pull > _STALL_SECONDS:
            raise SpeechError(
                "The sound output stopped in the middle; reconnect it or start the sound server again."
            )
        if self._pulled / self._rate > now - self._started + self.buffer_seconds + _AHEAD_SECONDS:
            raise SpeechError(
                "The sound output throws all sound away; choose another one in the system's sound settings."
            )

    def close(self) -> None:
        """Be silent at once."""
        atexit.unregister(self.close)
        # A sound server that hangs would keep this waiting for ever; then the thread is left to it.
        closing = Thread(target=self._device.close, name="narrator sound", daemon=True)
        closing.start()
        closing.join(_CLOSE_SECONDS)

    def _open(self, opening: Future[Device]) -> None:
        frames = self._frames()
        next(frames)
        try:
            device = Device(self._rate)
            device.start(frames)
            opening.set_result(device)
        except Exception as error:  # raised again where the result is waited for
            opening.set_exception(error)

    def _frames(self) -> Generator[bytes, int, None]:
        wanted = yield b""
        while True:
            self._last_pull = monotonic()
            self._pulled += wanted
            wanted = yield self._pull(wanted)


def _close_late(opening: Future[Device]) -> None:
    """Should the server wake up after the deadline, it is too late to speak."""
    if opening.exception() is None:
        opening.result().close()


def check_output() -> str:
    """Play a moment of silence and name what carried it. Raises SpeechError when nothing plays sound here."""
    output = Output(_PROBE_RATE, lambda frames: bytes(2 * frames))
    try:
        sleep(_PROBE_SECONDS)
        output.check()
        return output.backend
    finally:
        output.close()
