"""An Orca on the session bus that speaks on its standard output.

`python tests/orca.py GENERATION BEHAVIOUR` is that Orca, with the names and objects of the real one.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread

PATIENCE_SECONDS = 20
SERVICES = {
    "51": "org.gnome.Orca1.Service",
    "50": "org.gnome.Orca.Service",
    "49": "org.gnome.Orca.Service",
    "48": "org.gnome.Orca.Service",
}
"""Version -> name on the bus. 51 has methods, 50 and 49 commands, and 48 no way to be silenced."""


class Orca:
    """A running Orca; what it was told comes out of `next`."""

    def __init__(self, generation: str, behaviour: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, generation, behaviour],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self.next() == "ready"

    def next(self) -> str:
        """What it does next: "say ...", "silence"; empty when it has ended."""
        return self._lines.get(timeout=PATIENCE_SECONDS)

    def start(self) -> None:
        """Let one that "starts" be ready."""
        assert self.process.stdin
        self.process.stdin.close()

    def end(self) -> None:
        """Kill it."""
        self.start()
        self.process.kill()
        self.process.wait()
        self._listener.join()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as stream:
            for line in stream:
                self._lines.put(line.rstrip("\n"))
        self._lines.put("")


@contextmanager
def running_orca(generation: str = "51", behaviour: str = "speaks") -> Iterator[Orca]:
    """An Orca on the bus of the environment; it "speaks", "refuses" or "hangs".

    One that "starts" has its name, and answers what it was asked meanwhile when its standard input ends.
    """
    orca = Orca(generation, behaviour)
    try:
        yield orca
    finally:
        orca.end()


async def _main(generation: str, behaviour: str) -> None:
    from dbus_fast import Message, MessageType
    from dbus_fast.aio import MessageBus

    service = SERVICES[generation]
    path = f"/{service.replace('.', '/')}"
    present = (path, service, "PresentMessage")
    silence = {
        "51": (f"{path}/SpeechManager", "org.gnome.Orca1.SpeechManager", "InterruptSpeech"),
        "50": (f"{path}/SpeechManager", "org.gnome.Orca.Module", "ExecuteCommand"),
        "49": (f"{path}/SpeechAndVerbosityManager", "org.gnome.Orca.Module", "ExecuteCommand"),
    }.get(generation)

    waiting: list[Message] = []
    starting = behaviour == "starts"

    def handle(message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.destination != service:
            return None
        called = (message.path, message.interface, message.member)
        if starting:
            waiting.append(message)
            return True
        if called == present:
            print(f"say {message.body[0]}", flush=True)
            return True if behaviour == "hangs" else _answer(message, behaviour != "refuses")
        if called == silence:
            assert message.body in ([False], ["InterruptSpeech", False])
            print("silence", flush=True)
            return _answer(message, True)
        return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "There is none.")

    def _answer(message: Message, value: bool) -> Message:
        return Message.new_method_return(message, "b", [value])

    bus = await MessageBus().connect()
    bus.add_message_handler(handle)
    await bus.request_name(service)
    print("ready", flush=True)
    if starting:
        await asyncio.to_thread(sys.stdin.read)
        starting = False
        for message in waiting:
            handle(message)
        print("started", flush=True)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
