"""A program that does nothing but answer, beside Narrator: what of its lateness is the machine's.

`python -m benchmarks.soak.echo SOCKET` is that program. As Narrator does, it takes a line on one thread and
answers on another.
"""

import asyncio
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_PATIENCE_SECONDS = 20.0


class Echo:
    """It runs from when this is made until it is closed. For one thread."""

    def __init__(self, file: Path) -> None:
        """`file` will be its socket. Raises TimeoutError."""
        self._file = file
        self._process = subprocess.Popen([sys.executable, "-m", "benchmarks.soak.echo", str(file)])
        self.seconds: list[float] = []
        """How long each answer took."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not file.exists():
            if time.monotonic() > deadline:
                raise TimeoutError("The program that echoes does not start.")
            time.sleep(0.02)

    def ask(self) -> None:
        """Ask it once. Raises OSError."""
        began = time.monotonic()
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(_PATIENCE_SECONDS)
            client.connect(str(self._file))
            client.sendall(b"?\n")
            client.recv(2)
        self.seconds.append(time.monotonic() - began)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


async def _serve(file: str) -> None:
    threads = ThreadPoolExecutor(4)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        writer.write(await asyncio.get_running_loop().run_in_executor(threads, bytes, line))
        await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(converse, file)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
