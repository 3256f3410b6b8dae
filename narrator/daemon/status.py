"""How the daemon fares."""

import os
from time import monotonic

import psutil

from narrator.daemon.daemon import Daemon


def status(daemon: Daemon) -> dict[str, object]:
    """What `narrator status` tells; seconds and megabytes."""
    model = daemon.describer.loaded
    return {
        "pid": os.getpid(),
        "uptime": monotonic() - daemon.began,
        "memory_mb": round(megabytes(), 1),
        "queue": len(daemon.intake),
        "sources": [source.name for source in daemon.watched.sources],
        "speaker": daemon.speaker.speaks_now(),
        "model": {"name": model.bundle if model else None, "loaded": model is not None},
        "paused": daemon.paused,
        "quiet": daemon.quiet,
        "missed": daemon.journal.missed_count(),
        "refused": daemon.refused,
        "last_error": daemon.last_error,
    }


def megabytes() -> float:
    """Memory of this process and its children; what they share is counted once where the system tells."""
    this = psutil.Process()
    total = 0
    for process in (this, *this.children(recursive=True)):
        try:
            memory = process.memory_full_info()
        except psutil.Error:
            continue  # it has just ended, and takes none
        total += getattr(memory, "pss", memory.rss)
    return total / 2**20
