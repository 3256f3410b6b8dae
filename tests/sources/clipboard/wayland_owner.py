"""A program that owns the clipboard of a Wayland desktop: python wayland_owner.py [OPTIONS] TYPE=FILE...

wl-copy offers one type only, and answers always. This one speaks the few words of the protocol
wlr-data-control-unstable-v1 itself. It prints a line when it has become the owner, and another one for each
type that it is asked for.
"""

import argparse
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

DISPLAY, REGISTRY, CALLBACK, SEAT, MANAGER, SOURCE, DEVICE = range(1, 8)
WANTED = {"wl_seat": SEAT, "zwlr_data_control_manager_v1": MANAGER}  # numbers must be given out in order


def text(words: str) -> bytes:
    """A string as it is sent."""
    data = words.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + bytes(-len(data) % 4)


def string(data: bytes) -> str:
    """A string as it comes."""
    (length,) = struct.unpack_from("=I", data)
    return data[4 : 3 + length].decode()


class Connection:
    """Sends requests and receives events."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(Path(os.environ["XDG_RUNTIME_DIR"]) / os.environ["WAYLAND_DISPLAY"]))
        self._received = b""
        self.descriptors: list[int] = []

    def send(self, target: int, request: int, *arguments: int | bytes) -> None:
        parts = [part if isinstance(part, bytes) else struct.pack("=I", part) for part in arguments]
        body = b"".join(parts)
        self._socket.sendall(struct.pack("=IHH", target, request, 8 + len(body)) + body)

    def events(self) -> Iterator[tuple[int, int, bytes]]:
        """Who sent it, its number, its arguments."""
        while True:
            while len(self._received) < 8 or len(self._received) < self._length():
                data, descriptors, _, _ = socket.recv_fds(self._socket, 4096, 8)
                if not data:
                    return
                self._received += data
                self.descriptors += descriptors
            sender, event, length = struct.unpack_from("=IHH", self._received)
            body, self._received = self._received[8:length], self._received[length:]
            yield sender, event, body

    def _length(self) -> int:
        return int(struct.unpack_from("=IHH", self._received)[2])


def own(connection: Connection, types: list[str]) -> None:
    """Become the owner."""
    connection.send(DISPLAY, 1, REGISTRY)
    connection.send(DISPLAY, 0, CALLBACK)
    names = {}
    for sender, _, body in connection.events():
        if sender == CALLBACK:
            break
        if sender == REGISTRY:
            names[string(body[4:])] = body[:4]
    for interface, number in WANTED.items():
        connection.send(REGISTRY, 0, names[interface], text(interface), 1, number)
    connection.send(MANAGER, 0, SOURCE)
    for kind in types:
        connection.send(SOURCE, 0, text(kind))
    connection.send(MANAGER, 1, DEVICE, SEAT)
    connection.send(DEVICE, 0, SOURCE)


def serve(connection: Connection, contents: dict[str, bytes], silent: list[str], refuse: list[str]) -> None:
    """Answer until somebody else owns the clipboard."""
    kept = []
    ready = False
    for sender, event, body in connection.events():
        if sender == DEVICE and event == 1 and not ready:
            ready = True
            print("owner", flush=True)
        if sender != SOURCE:
            continue
        if event == 1:
            return
        kind, descriptor = string(body), connection.descriptors.pop(0)
        print(kind, flush=True)
        if kind in silent:
            kept.append(descriptor)
            continue
        try:
            with os.fdopen(descriptor, "wb") as pipe:
                pipe.write(b"" if kind in refuse else contents[kind])
        except BrokenPipeError:
            pass  # whoever asked does not want it all


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("offers", nargs="*")
    parser.add_argument("--silent", action="append", default=[], metavar="TYPE")
    parser.add_argument("--refuse", action="append", default=[], metavar="TYPE")
    options = parser.parse_args()
    files = dict(offer.split("=", 1) for offer in options.offers)
    server = Connection()
    own(server, list(files))
    data = {kind: Path(file).read_bytes() for kind, file in files.items()}
    serve(server, data, options.silent, options.refuse)
