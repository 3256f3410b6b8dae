"""What happens in the daemon, told as it happens: for scripts and for whoever stands at a terminal."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import time
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened."""

    kind: str
    """`described`, `read` (the text of such a picture), `skipped` (a picture that is known), `error` (one
    that cannot be described), `burst` and `spoken` (what was heard), `told` (news of a source), `ready`,
    `fault`."""
    line: str
    """One line for a terminal; empty for what is not worth one."""
    fields: Mapping[str, object] = field(default_factory=dict)
    when: float = field(default_factory=time)

    def to_record(self) -> dict[str, object]:
        """The object of `--json`."""
        return {"event": self.kind, "time": self.when, **self.fields}


class Events(Protocol):
    """Who is told. Called from several threads."""

    @abstractmethod
    def emit(self, event: Event) -> None:
        """It has just happened."""


class KeptEvents(Events):
    """Keeps them, for tests and for whoever asks later."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: list[Event] = []

    def emit(self, event: Event) -> None:
        """Keep it."""
        with self._lock:
            self._kept.append(event)

    @property
    def kept(self) -> list[Event]:
        """All so far."""
        with self._lock:
            return list(self._kept)
