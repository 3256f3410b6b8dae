"""Memory that the process is done with, given back to the system."""

import ctypes
import gc


def give_back_memory() -> bool:
    """Hand freed memory back; False where the C library cannot.

    GNU's library keeps what was freed below anything that is still used (malloc_trim(3)): much, once pictures
    were decoded by turns in several threads, or a network was loaded and run.
    """
    gc.collect()
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; on Windows None is no library
        return False
    return bool(trim(0))
