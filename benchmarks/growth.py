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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import click
import psutil

from benchmarks.soak.echo import Echo
from benchmarks.soak.faults import start
from benchmarks.soak.loudness import Loudness
from benchmarks.soak.memory import role
from benchmarks.soak.parts import Narrator, Sound, Speech, session_bus, x_server
from benchmarks.soak.pictures import picture
from benchmarks.soak.verbs import Person
from narrator.daemon.control.client import NoDaemonError, ask
from narrator.errors import DaemonError

_TOGETHER = 25
"""So many pictures come at once. The text in the last four of them is read, which takes longest."""
_COPIED_EVERY = 20
_POLL_SECONDS = 0.02
_REST_SECONDS = 4.0
_AT_REST = 0.02
"""The share of this time in which any thread may have had something to do."""
_LEFT_SECONDS = 300.0
"""So long what still waits may take."""
_MEGABYTE = 2**20
_NANOSECONDS = 1e9


def own_megabytes(process: psutil.Process) -> float:
    """What a process has for itself alone and in no file."""
    for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024 / _MEGABYTE
    raise ValueError("The kernel does not count anonymous memory.")


def active_seconds(process: psutil.Process) -> float:
    """How long its threads have run, and have waited while other programs had the processors."""
    seconds = 0.0
    for thread in _threads_of(process):
        with suppress(OSError):  # it has just ended
            ran, waited, _ = (thread / "schedstat").read_text().split()
            seconds += (int(ran) + int(waited)) / _NANOSECONDS
    return seconds


def waits_for_processor(process: psutil.Process) -> bool:
    """Whether a thread runs or waits just now: how long it has waited is counted only when it runs again."""
    for thread in _threads_of(process):
        with suppress(OSError):
            if (thread / "stat").read_text().rpartition(")")[2].split()[0] == "R":
                return True
    return False


def _threads_of(process: psutil.Process) -> Iterable[Path]:
    return Path(f"/proc/{process.pid}/task").glob("*")


class Growth:
    """Brings pictures, and looks at the memory now and then."""

    def __init__(self, narrator: Narrator, folder: Path, person: Callable[[], Person]) -> None:
        """`folder` is watched; `person` makes one who asks."""
        self._narrator = narrator
        self._folder = folder
        self._person = person
        self.verbs = 0

    def run(self, pictures: int, every: int) -> Iterator[tuple[int, Mapping[str, float]]]:
        """How many pictures came, and the megabytes of each process then, when nothing is at work."""
        for begin in range(0, pictures, every):
            end = min(begin + every, pictures)
            with closing(self._person()) as person:
                person.start()
                self._bring(range(begin + 1, end + 1))
            self.verbs += sum(map(len, person.seconds.values()))
            self._wait_until_at_rest()
            yield end, self._memory()

    def _bring(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number % _COPIED_EVERY == 0:
                _copy(number)
            else:
                (self._folder / f"picture {number}.png").write_bytes(picture(number))
            if number % _TOGETHER == 0:
                self._clear()
        self._clear()

    def _clear(self) -> None:
        """Wait until all are described, and remove them."""
        time.sleep(_POLL_SECONDS)
        while _is_busy():
            time.sleep(_POLL_SECONDS)
        for file in self._folder.iterdir():
            file.unlink()

    def _wait_until_at_rest(self) -> None:
        """Also with reading, and with giving memory back. Raises TimeoutError."""
        deadline = time.monotonic() + _LEFT_SECONDS
        while time.monotonic() < deadline:
            before = self._active_seconds()
            time.sleep(_REST_SECONDS)
            is_active = self._active_seconds() - before > _AT_REST * _REST_SECONDS
            if not (is_active or any(map(waits_for_processor, self._narrator.processes))):
                return
        raise TimeoutError("Narrator does not come to rest.")

    def _active_seconds(self) -> float:
        return sum(map(active_seconds, self._narrator.processes))

    def _memory(self) -> Mapping[str, float]:
        megabytes: dict[str, float] = defaultdict(float)
        for process in self._narrator.processes:
            megabytes[role(process.cmdline())] += own_megabytes(process)
        return dict(sorted(megabytes.items()))


def _is_busy() -> bool:
    """Whether a picture waits, or the machine has so much to do that Narrator does not answer in time."""
    try:
        return bool(ask("status")["queue"])
    except NoDaemonError:
        raise
    except DaemonError:
        return True


def _copy(number: int) -> None:
    subprocess.run(
        ["xclip", "-selection", "clipboard", "-target", "image/png"],
        input=picture(number),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def lines_of(looks: Iterable[tuple[int, Mapping[str, float]]]) -> Iterator[str]:
    """How many pictures had come, the megabytes of each process, and how many more than at its first look."""
    first: Mapping[str, float] = {}
    for number, megabytes in looks:
        first = {**megabytes, **first}
        each = ", ".join(f"{name} {now:.1f} ({now - first[name]:+.1f})" for name, now in megabytes.items())
        yield f"{number} pictures: {each}"


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
        chance = random.Random(seed)
        growth = Growth(narrator, watched, lambda: Person(narrator, echo, loudness, asked, chance))
        began = time.monotonic()
        click.echo(f"{len(os.sched_getaffinity(0))} cores")
        for line in lines_of(growth.run(pictures, every)):
            minutes = (time.monotonic() - began) / 60
            click.echo(f"{line}; {growth.verbs} verbs in {minutes:.0f} minutes")


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700)
    return path


if __name__ == "__main__":
    main()
