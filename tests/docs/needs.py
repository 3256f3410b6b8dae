"""What an example of the documentation can need, and whether that is here."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class Need:
    """One word after `needs=`."""

    what: str
    """The end of the sentence "It needs ..."."""
    is_here: Callable[[], bool] = lambda: False


def _port_is_free() -> bool:
    """Whether `narrator serve` can listen where it does so by itself."""
    try:
        socket.create_server(("127.0.0.1", 8765)).close()
    except OSError:
        return False
    return True


NEEDS: Mapping[str, Need] = {
    "camera": Need("a camera"),
    "checkout": Need("a checkout of the repository, in which it is run"),
    "containers": Need("Docker or Podman"),
    "data": Need("data sets that are downloaded"),
    "desktop": Need("a desktop with a clipboard and keys"),
    "gpu": Need("a graphics processor, or several"),
    "minutes": Need("minutes"),
    "network": Need("the network"),
    "painter": Need("a painter's bundle, and none comes with Narrator"),
    "photographs": Need("described photographs, among which is what it looks for"),
    "port": Need("a free port 8765", _port_is_free),
    "released": Need("the released model, with which it is run", lambda: True),
    "second": Need("a second describer"),
    "system": Need("a system that may be changed"),
    "systemd": Need("a systemd of the person's own"),
    "video": Need("the extra `camera`", lambda: find_spec("av") is not None),
    "web": Need("the extra `web`", lambda: find_spec("fastapi") is not None),
    "you": Need("somebody to answer a question"),
}
"""Word -> what it stands for. What is never here is tried by other tests, or was tried by hand."""
