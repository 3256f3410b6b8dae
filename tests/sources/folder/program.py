"""A program that watches a folder: prints what it hears, and runs each line that it reads as a command.

`python -m tests.sources.folder.program FOLDER`, for tests that need other limits or mounts around it.
"""

import subprocess
import sys
from pathlib import Path

from narrator.sources.arrival import Arrival, Audience
from narrator.sources.folder.source import FolderSource


class _Printer(Audience):
    def arrived(self, arrival: Arrival) -> None:
        print(f"arrived: {arrival.name}", flush=True)

    def told(self, sentence: str) -> None:
        print(f"told: {sentence}", flush=True)


def main() -> None:
    source = FolderSource(Path(sys.argv[1]), recursive=True)
    source.start(_Printer())
    print("started", flush=True)
    for command in sys.stdin:
        subprocess.run(command, shell=True, check=True)
    source.close()


if __name__ == "__main__":
    main()
