"""Plays sounds without a gap, to the last sample or until they are stopped."""

from collections.abc import Iterable
from threading import Event

from narrator.speech.output import Output
from narrator.speech.sound import Sound

_POLL_SECONDS = 0.02
_TAIL_SECONDS = 0.08
"""Silence after the last sample, besides a full buffer: once it is pulled, the sample has been heard."""


class Player:
    """Plays on the system's sound output, opened anew each time, so that it is the one in use just now."""

    def prepare(self) -> None:
        """Load what the first sound would wait for."""
        import miniaudio  # noqa: F401

    def play(self, sounds: Iterable[Sound], stopped: Event) -> None:
        """Play sounds of one rate while the iterable still makes the later ones; return when all was heard.

        Silent and back at once when `stopped` is set. Raises SpeechError when there is no sound output or it
        dies, and what the iterable raises, after the sounds before that.
        """
        playback: _Playback | None = None
        try:
            try:
                for sound in sounds:
                    if playback is None:
                        playback = _Playback(sound, stopped)
                    else:
                        playback.add(sound)
            finally:
                if playback:
                    playback.finish()
        finally:
            if playback:
                playback.close()


class _Playback:
    """Sounds on their way through one open output."""

    def __init__(self, first: Sound, stopped: Event) -> None:
        self._rate = first.rate
        self._stopped = stopped
        self._samples = bytearray(first.samples)  # there before the device asks for the first ones
        self._complete = False
        self._tail = 0
        self._output = Output(first.rate, self._pull)

    def add(self, sound: Sound) -> None:
        """Play this after what was added before. Raises SpeechError when the output is dead."""
        self._samples += sound.samples
        self._output.check()

    def finish(self) -> None:
        """Wait until all that was added was heard, or is stopped. Raises SpeechError when the output dies."""
        self._tail = round((self._output.buffer_seconds + _TAIL_SECONDS) * self._rate)
        self._complete = True
        while self._tail > 0 and not self._stopped.wait(_POLL_SECONDS):
            self._output.check()
        self._output.check()

    def close(self) -> None:
        """Be silent at once."""
        self._output.close()

    def _pull(self, frames: int) -> bytes:
        size = 2 * frames
        complete = self._complete  # read before the samples: once it is set, no more are added
        samples = bytes(self._samples[:size])
        del self._samples[:size]
        if complete and not samples:
            self._tail -= frames
        return samples.ljust(size, b"\0")
