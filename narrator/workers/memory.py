"""Memory that the process is done with: used again by its other threads, and given back to the system."""

import ctypes
import gc
from typing import Any

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""M_ARENA_MAX and M_MMAP_THRESHOLD of GNU's <malloc.h>."""
_ARENAS = 2
_LARGE = 2**18
"""Bytes. An ordinary picture takes a hundred times as much."""


def share_memory() -> bool:
    """Let what one thread has freed be used by the others; False where the C library cannot be told.

    Call it before there are threads. By itself GNU's library gives each of some twenty threads a place of its
    own (mallopt(3)), which stays as large as it ever was: in the daemon that was 17 of 57 MB after minutes,
    and grew. It also learns from the first pictures to keep what later ones took, up to 32 MB at a time; so
    large blocks are given back at once instead.
    """
    mallopt = _of_gnu("mallopt")
    return bool(mallopt and mallopt(_ARENA_MAX, _ARENAS) and mallopt(_MMAP_THRESHOLD, _LARGE))


def keep_what_is_there() -> None:
    """Take all that is in memory now for what stays, so that `give_back_memory` is a matter of milliseconds.

    Python's collector of what refers to itself would else look at all of a daemon's 60,000 objects, and every
    answer would wait for it.
    """
    gc.collect()
    gc.freeze()


def give_back_memory() -> bool:
    """Hand freed memory back; False where the C library cannot.

    GNU's library keeps what was freed below anything that is still used (malloc_trim(3)): much, once pictures
    were decoded by turns in several threads, or a network was loaded and run.
    """
    gc.collect()
    trim = _of_gnu("malloc_trim")
    return bool(trim and trim(0))


def _of_gnu(name: str) -> Any:
    """A function that only GNU's C library has; None with another one."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):  # on Windows None is no library
        return None
