"""Which cameras are connected."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.device import DeviceInfo

_DRIVERS = {"win32": "dshow", "darwin": "avfoundation"}
"""System -> FFmpeg's name for what reads its cameras; elsewhere v4l2."""


def cameras() -> "list[DeviceInfo]":
    """The cameras of this system; none is opened. Raises ImportError without the extra `camera`."""
    from av.device import enumerate_input_devices

    devices = enumerate_input_devices(_DRIVERS.get(sys.platform, "v4l2"))
    return [device for device in devices if "video" in device.media_types]
