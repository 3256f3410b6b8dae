"""Which pictures came, which of them the person can hear of, and what was said more than once."""

import json
import random
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from narrator.picture.opening import open_picture

_CAME = "SELECT digest FROM entries WHERE origin != 'command'"
"""What the person asks about may be described as often as they ask."""

CLIPBOARD = "copied to the clipboard"


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A picture that came."""

    way: str
    began: float
    """On the clock of time.monotonic."""


@dataclass(kw_only=True)
class Findings:
    """What has become of the pictures so far."""

    saved: Counter[str]
    """By the way in which they came."""
    lost: dict[str, str] = field(default_factory=dict)
    """The digest of each that is not in the journal -> the way in which it came."""
    uncertain: int = 0
    """Copied while something was killed: nobody can catch up with a clipboard."""
    recorded_twice: int = 0
    told_twice: int = 0


class Ledger:
    """Notes what is saved, and compares it with the journal and the events. Any thread may note."""

    def __init__(self, journal: Path, events: Path) -> None:
        self._journal = journal
        self._events = events
        self._lock = Lock()
        self._saved: dict[str, Saved] = {}
        self._faults: list[float] = []
        self._drawn: set[Path] = set()

    def saved(self, data: bytes, way: str, began: float) -> None:
        """A picture has come, from that moment on."""
        digest = open_picture(data).digest
        with self._lock:
            self._saved[digest] = Saved(way=way, began=began)

    def fault(self, when: float) -> None:
        """Something was killed, or is away, at that moment."""
        with self._lock:
            self._faults.append(when)

    def settled_file(self, chance: random.Random) -> Path | None:
        """The file of a picture that is described, drawn by chance, and each once; it may be changed.

        Not one that the person asks about: that is in no folder that is watched.
        """
        rows = self._rows(
            "SELECT path FROM entries WHERE origin = 'folder' AND path IS NOT NULL"
            " AND id <= (SELECT max(id) FROM entries) - ? ORDER BY id DESC LIMIT 1",
            (chance.randrange(20, 200),),
        )
        if not rows or (file := Path(rows[0][0].decode())) in self._drawn:
            return None  # what is in it now may not be described yet
        self._drawn.add(file)
        return file if file.is_file() and not file.is_symlink() else None

    def findings(self) -> Findings:
        """What is known now; what still waits to be described counts as lost."""
        with self._lock:
            saved, faults = dict(self._saved), list(self._faults)
        entries = Counter(digest for (digest,) in self._rows(_CAME))
        found = Findings(saved=Counter(each.way for each in saved.values()))
        for digest, each in saved.items():
            if digest in entries:
                continue
            if each.way == CLIPBOARD and any(-10 < when - each.began < 10 for when in faults):
                found.uncertain += 1
            else:
                found.lost[digest] = each.way
        found.recorded_twice = sum(count > 1 for count in entries.values())
        found.told_twice = sum(count > 1 for count in self._announced().values())
        return found

    def _announced(self) -> Counter[int]:
        """How often each entry was announced, not counting what the person asked for."""
        told: Counter[int] = Counter()
        if not self._events.exists():
            return told
        with self._events.open(encoding="utf-8", errors="replace") as events:
            for line in events:
                if '"event": "spoken"' not in line or '"asked": true' in line:
                    continue
                try:
                    told.update(json.loads(line)["entries"])
                except ValueError:
                    continue  # the last words of one that was killed
        return told

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        if not self._journal.exists():
            return []
        address = f"{self._journal.as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
            try:
                return connection.execute(sql, values).fetchall()
            except sqlite3.OperationalError:
                return []  # it has just been made, and has no tables yet
