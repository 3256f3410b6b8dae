"""Which kind of door a system has."""

import sys
from pathlib import Path

from narrator.daemon.control.door import Door


def door_at(file: Path) -> Door:
    """The kind of door that this system has."""
    if sys.platform != "win32":
        from narrator.daemon.control.unix_door import UnixDoor

        return UnixDoor(file)
    from narrator.daemon.control.token_door import TokenDoor

    return TokenDoor(file)
