"""How the daemon fares, for people and for scripts."""

import os
from time import monotonic

import psutil

from narrator.daemon.daemon import Daemon


def status(daemon: Daemon) -> dict[str, object]:
    """One fact a line as `text`, and all facts for scripts."""
    model = daemon.describer.loaded
    facts: dict[str, object] = {
        "pid": os.getpid(),
        "uptime": monotonic() - daemon.began,
        "memory_mb": round(megabytes(), 1),
        "queue": len(daemon.intake),
        "sources": [source.name for source in daemon.sources],
        "speaker": daemon.speaker.name,
        "model": {"name": model.bundle if model else None, "loaded": model is not None},
        "paused": daemon.paused,
        "quiet": daemon.quiet,
        "missed": daemon.journal.missed_count(),
        "last_error": daemon.last_error,
    }
    return {"text": "\n".join(_lines(facts)), **facts}


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


def _lines(facts: dict[str, object]) -> list[str]:
    watched = facts["sources"]
    assert isinstance(watched, list)
    model = facts["model"]
    assert isinstance(model, dict)
    quiet = "paused" if facts["paused"] else "silent, for these are quiet hours" if facts["quiet"] else "yes"
    return [
        f"Runs since: {_spoken_duration(facts['uptime'])}",
        f"Watches: {', '.join(watched) or 'nothing'}",
        f"Announces: {quiet}",
        f"Voice: {facts['speaker']}",
        f"Model: {model['name'] or 'not in memory, loaded when a picture comes'}",
        f"Memory: {facts['memory_mb']:.0f} megabytes",
        f"Waiting to be described: {facts['queue']}",
        f"Missed: {facts['missed']}",
        f"Last error: {facts['last_error'] or 'none'}",
    ]


def _spoken_duration(seconds: object) -> str:
    assert isinstance(seconds, float)
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    for count, unit in ((days, "day"), (hours, "hour"), (minutes, "minute")):
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
