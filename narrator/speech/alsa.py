"""Keeps ALSA's library from writing dozens of lines to stderr while it looks for sound cards."""

import ctypes
import sys

# void handler(const char *file, int line, const char *function, int error, const char *format, ...)
_HANDLER = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)
_ignore = _HANDLER(lambda *_: None)
"""Lives as long as the program: ALSA keeps its address."""


def quieten_alsa() -> None:
    """Let ALSA report errors by its return values alone, where there is ALSA."""
    if sys.platform != "linux":
        return
    try:
        library = ctypes.CDLL("libasound.so.2")
    except OSError:
        return
    library.snd_lib_error_set_handler(_ignore)
