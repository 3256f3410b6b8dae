"""Which processor this is, as far as it matters to what was optimised for it."""

import platform
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

_LINUX = Path("/proc/cpuinfo")
_TELLING = {
    "vendor_id",
    "cpu family",
    "model",
    "model name",
    "stepping",
    "flags",
    "Features",
    "CPU implementer",
    "CPU architecture",
    "CPU variant",
    "CPU part",
}
"""Those lines of Linux that stay as they are as long as the processor does."""


def processor() -> str:
    """A text that is another one on a processor with other instructions.

    What numpy has found is what the processor says itself, which in an emulator is not what the system says.
    """
    extensions = np.show_config(mode="dicts").get("SIMD Extensions", {})
    found = extensions.get("found", ())  # numpy leaves out what is empty, as on most ARM processors
    return "\n".join([platform.system(), platform.machine(), *found, *_of_linux()])


def _of_linux() -> Iterator[str]:
    with suppress(OSError), _LINUX.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if not line.strip():  # what follows is the next core
                return
            if line.partition(":")[0].strip() in _TELLING:
                yield line.strip()
