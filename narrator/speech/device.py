"""Sound devices by miniaudio: which backends reach an ear, how one is opened, and given back altogether."""

from typing import TYPE_CHECKING

from narrator.speech.alsa import quieten_alsa

if TYPE_CHECKING:
    import miniaudio

_PERIODS = 3
_LONG_PERIOD = 150
"""Milliseconds of a period at PulseAudio and PipeWire. They forget what they hold when they are told to stop,
so it may be enough for a machine that is busy with pictures."""
_SHORT_PERIOD = 30
"""Milliseconds of a period where all that the device holds may still be heard after a stop."""


class Device:
    """An open playback device for 16-bit mono sound."""

    def __init__(self, rate: int) -> None:
        """Raises miniaudio.MiniaudioError when nothing here plays sound."""
        import miniaudio  # not before it is needed: it brings numpy with it

        quieten_alsa()
        try:
            self._open(rate, [miniaudio.Backend.PULSEAUDIO], _LONG_PERIOD)
        except miniaudio.MiniaudioError:
            # Not its own null device, which nobody hears, and not JACK, which writes to stderr.
            unwanted = {"PULSEAUDIO", "NULL", "CUSTOM", "JACK"}
            self._open(rate, [each for each in miniaudio.Backend if each.name not in unwanted], _SHORT_PERIOD)

    def _open(self, rate: int, backends: "list[miniaudio.Backend]", period: int) -> None:
        import miniaudio

        self._device = miniaudio.PlaybackDevice(
            nchannels=1,
            sample_rate=rate,
            buffersize_msec=period,
            callback_periods=_PERIODS,
            backends=backends,
            app_name="Narrator",
        )
        self.buffer_seconds = _PERIODS * period / 1000
        """How much sound it may hold that has been pulled and not yet been heard."""

    @property
    def backend(self) -> str:
        """What carries the sound, such as "PulseAudio"."""
        return str(self._device.backend)

    def start(self, frames: "miniaudio.PlaybackCallbackGeneratorType") -> None:
        """Play what a generator, advanced to its first yield, gives when it is sent a number of frames."""
        self._device.start(frames)

    def close(self) -> None:
        """Be silent and disconnect; may take for ever when the sound server hangs."""
        import miniaudio

        self._device.close()
        # miniaudio 1.71 keeps the context, a connection to the sound server; PulseAudio takes 64 of them.
        miniaudio.lib.ma_context_uninit(self._device._context)


def has_only_dummy() -> bool:
    """Whether the sound server has only the dummy that PulseAudio and PipeWire make up without a device."""
    import miniaudio

    try:
        devices = miniaudio.Devices([miniaudio.Backend.PULSEAUDIO]).get_playbacks()
    except miniaudio.MiniaudioError:
        return False  # no such server: a sound card of its own is no dummy
    names = [bytes(miniaudio.ffi.buffer(device["id"])) for device in devices]
    return {name.split(b"\0")[0] for name in names} == {b"auto_null"}
