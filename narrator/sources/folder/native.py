"""The watch of Windows and macOS: watchdog, whose systems watch a whole tree at once."""

import os
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from narrator.sources.folder.watch import CannotWatchError, Change, Kind

_KINDS = {
    FileCreatedEvent: Kind.BEGUN,
    FileModifiedEvent: Kind.BEGUN,  # what is overwritten in place is neither created nor, there, closed
    FileMovedEvent: Kind.FINISHED,
    FileClosedEvent: Kind.FINISHED,
    DirCreatedEvent: Kind.FOLDER,
    DirMovedEvent: Kind.FOLDER,
}


class WatchdogWatch:
    """Watches a tree; a folder that lies in it costs nothing more."""

    def __init__(self, root: Path, *, recursive: bool) -> None:
        self._events: SimpleQueue[Change | None] = SimpleQueue()
        self._folders: set[Path] = set()
        self._observer = Observer()
        self._observer.start()
        try:
            # By where links lead, for so the system tells of changes.
            tree = root.resolve()
            handler = _Handler(self._events, tree, root)
            self._observer.schedule(handler, str(tree), recursive=recursive, event_filter=list(_KINDS))
        except OSError as error:
            self.close()
            raise CannotWatchError(f"the system does not watch it ({error.strerror or error})") from error

    def add(self, folder: Path) -> bool:
        """See Watch."""
        new = folder not in self._folders
        self._folders.add(folder)
        return new

    def wait(self, seconds: float) -> list[Change]:
        """See Watch."""
        noticed: dict[Change | None, None] = {}
        with suppress(Empty):
            noticed[self._events.get(block=seconds > 0, timeout=seconds or None)] = None
            while True:
                noticed[self._events.get_nowait()] = None
        # The system tells of hidden folders, too, which were not added.
        return [change for change in noticed if change and change.path.parent in self._folders]

    def wake(self) -> None:
        """See Watch."""
        self._events.put(None)

    def close(self) -> None:
        """See Watch."""
        self._observer.stop()
        self._observer.join(timeout=1)


class _Handler(FileSystemEventHandler):
    """Tells of changes by the path that the person knows: systems tell of them by where links lead."""

    def __init__(self, events: SimpleQueue[Change | None], tree: Path, folder: Path) -> None:
        self._events = events
        self._tree = tree
        self._folder = folder

    def on_any_event(self, event: FileSystemEvent) -> None:
        kind = _KINDS.get(type(event))
        path = Path(os.fsdecode(event.dest_path or event.src_path))
        if kind and path.is_relative_to(self._tree):
            self._events.put(Change(kind, self._folder / path.relative_to(self._tree)))
