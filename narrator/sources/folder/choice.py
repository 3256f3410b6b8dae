"""Which watch a folder gets: the kernel's, unless the kernel hears nothing of it or has none left."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from narrator.sources.folder.mounts import TABLE, Unheard, unheard
from narrator.sources.folder.polling import PollingWatch
from narrator.sources.folder.watch import CannotWatchError, Watch

OnPolling: TypeAlias = Callable[[Path, Unheard], None]
"""Is called for each folder that is polled though nobody asked for that, with the reason."""


def choose_watch(root: Path, *, recursive: bool, polling: bool | None, on_polling: OnPolling) -> Watch:
    """The watch for a folder. `polling` None polls only where it must."""
    if polling:
        return PollingWatch(root)
    reason = unheard(root) if polling is None else None
    if reason is None:
        try:
            return _system_watch(root, recursive=recursive, polling=polling, on_polling=on_polling)
        except CannotWatchError as error:
            reason = Unheard(why=str(error))
        except OSError as error:
            reason = Unheard(why=f"the system refuses to watch it ({error.strerror})")
    on_polling(root, reason)
    return PollingWatch(root)


def _system_watch(root: Path, *, recursive: bool, polling: bool | None, on_polling: OnPolling) -> Watch:
    # Each system's own loads only there.
    if sys.platform == "linux":
        from narrator.sources.folder.divided import DividedWatch
        from narrator.sources.folder.inotify import InotifyWatch

        watch = InotifyWatch(root)
        divided = recursive and polling is None and TABLE.exists()
        return DividedWatch(root, watch, on_polling) if divided else watch
    from narrator.sources.folder.native import WatchdogWatch

    return WatchdogWatch(root, recursive=recursive)
