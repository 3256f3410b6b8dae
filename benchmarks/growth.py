"""`python -m benchmarks.growth --pictures 20000`: the memory of each process of Narrator, picture by picture.

A real `narrator watch` in a home of its own, with a session bus, a sound server, a Speech Dispatcher and an X
server. Small pictures come to a folder and now and then to the clipboard, as fast as they are described, and
a person asks all the while. The files are removed again, so that the folder stays as small as it was. Needs
what `benchmarks.soak` needs.

What is printed are the megabytes that a process has for itself alone and in no file. What it shares, such as
the program itself, is left out: of that, a process gets a larger part when another one ends.
"""

import os
import random
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import click
import psutil

from benchmarks.soak.echo import Echo
from benchmarks.soak.faults import start
from benchmarks.soak.loudness import Loudness
from benchmarks.soak.memory import role
from benchmarks.soak.parts import Narrator, Sound, Speech, session_bus, x_server
from benchmarks.soak.pictures import picture
from benchmarks.soak.verbs import Person
from narrator.daemon.control.client import ask

_TOGETHER = 25
"""So many pictures come at once. The text in the last four of them is read, which takes longest."""
_COPIED_EVERY = 20
_POLL_SECONDS = 0.02
_REST_SECONDS = 4.0
"""After the last picture: by then the processes have given back what they took for it."""
_SAMPLES = 5
_MEGABYTE = 2**20


def own_megabytes(process: psutil.Process) -> float:
    """What a process has for itself alone and in no file."""
    for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024 / _MEGABYTE
    raise ValueError("The kernel does not count anonymous memory.")


class Growth:
    """Brings pictures and looks at the memory now and then."""

    def __init__(self, narrator: Narrator, folder: Path) -> None:
        """`folder` is watched."""
        self._narrator = narrator
        self._folder = folder

    def run(self, pictures: int, every: int) -> Iterator[tuple[int, Mapping[str, float]]]:
        """How many pictures came, and the megabytes of each process then."""
        for number in range(1, pictures + 1):
            if number % _COPIED_EVERY == 0:
                _copy(number)
            else:
                (self._folder / f"picture {number}.png").write_bytes(picture(number))
            if number % _TOGETHER == 0 or number % every == 0:
                self._clear()
            if number % every == 0:
                time.sleep(_REST_SECONDS)
                yield number, self._memory()

    def _clear(self) -> None:
        """Wait until all are described, and remove them."""
        time.sleep(_POLL_SECONDS)
        while ask("status")["queue"]:
            time.sleep(_POLL_SECONDS)
        for file in self._folder.iterdir():
            file.unlink()

    def _memory(self) -> Mapping[str, float]:
        samples: dict[str, list[float]] = defaultdict(list)
        for _ in range(_SAMPLES):
            for process in self._narrator.processes:
                samples[role(process.cmdline())].append(own_megabytes(process))
            time.sleep(_REST_SECONDS / _SAMPLES)
        return {name: median(values) for name, values in sorted(samples.items())}


def _copy(number: int) -> None:
    subprocess.run(
        ["xclip", "-selection", "clipboard", "-target", "image/png"],
        input=picture(number),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def _lines(
    measured: Iterator[tuple[int, Mapping[str, float]]], began: float, person: Person
) -> Iterator[str]:
    first: Mapping[str, float] = {}
    for number, megabytes in measured:
        first = {**megabytes, **first}
        each = ", ".join(f"{name} {now:.1f} ({now - first[name]:+.1f})" for name, now in megabytes.items())
        asked = sum(map(len, person.seconds.values()))
        yield f"{number} pictures, {asked} verbs, {(time.monotonic() - began) / 60:.1f} minutes: {each}"


@click.command()
@click.option("--pictures", default=20_000, show_default=True, help="How many come.")
@click.option("--every", default=2_000, show_default=True, help="After so many the memory is looked at.")
@click.option("--model", help="Describe with this bundle: its folder, or the name of a released one.")
@click.option("--seed", default=1, show_default=True, help="Of what the person asks.")
def main(pictures: int, every: int, model: str | None, seed: int) -> None:
    """Print the megabytes of each process, and how much more that is than at the first look."""
    with ExitStack() as parts:
        # A short path: that of a socket has at most 107 letters.
        home = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="growth-", dir="/tmp")))
        for name in ("run", "config", "state", "cache", "data"):
            variable = "RUNTIME_DIR" if name == "run" else f"{name.upper()}_HOME"
            os.environ[f"XDG_{variable}"] = str(_folder(home / name))
        os.environ["HOME"] = str(home)
        os.environ.pop("WAYLAND_DISPLAY", None)
        for program, environment in (session_bus(home / "run"), x_server()):
            program.start()
            parts.callback(program.kill)
            os.environ.update(environment)
        sound = Sound(_folder(home / "sound"))
        parts.callback(sound.kill)
        os.environ.update(sound.server.environment)
        speech = Speech(_folder(home / "speech"), sound.server.environment)
        parts.callback(speech.kill)
        os.environ.update(speech.environment)

        watched, asked = _folder(home / "Pictures"), home / "asked.png"
        asked.write_bytes(picture(10**9))
        arguments = [str(watched), "--recursive", "--clipboard", *(["--model", model] if model else [])]
        narrator = Narrator(arguments, home / "events.jsonl", {})
        loudness = Loudness(sound.server.environment)
        parts.callback(loudness.close)
        echo = Echo(home / "echo")
        parts.callback(echo.close)
        parts.callback(narrator.kill)
        start(narrator)
        person = Person(narrator, echo, loudness, asked, random.Random(seed))
        parts.callback(person.close)
        person.start()
        click.echo(f"{len(os.sched_getaffinity(0))} cores")
        for line in _lines(Growth(narrator, watched).run(pictures, every), time.monotonic(), person):
            click.echo(line)


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700)
    return path


if __name__ == "__main__":
    main()
