"""`python -m benchmarks.soak --hours 2 --pictures 20000`: what months on a real desktop do to Narrator.

A real `narrator watch` in a home of its own, with a session bus, a sound server, a Speech Dispatcher, an X
server and a stand-in for Orca, all of which are killed now and then. Needs Linux with dbus-daemon,
pulseaudio, pulseaudio-utils, speech-dispatcher, speech-dispatcher-espeak-ng, xvfb and xclip; with a
compiler for C the clock is moved, too, and as root the disk is filled. The last half of the time Narrator
itself is left alive, so that its memory can be compared. The report is written anew each minute.
"""

import os
import random
import signal
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event, Thread

import click

from benchmarks.soak.clock import Clock
from benchmarks.soak.disk import small_disk
from benchmarks.soak.echo import Echo
from benchmarks.soak.faults import Desktop, Faults, start
from benchmarks.soak.ledger import Ledger
from benchmarks.soak.loudness import Loudness
from benchmarks.soak.memory import Memory
from benchmarks.soak.parts import Narrator, Orca, Sound, Speech, session_bus, x_server
from benchmarks.soak.pictures import Pictures, picture
from benchmarks.soak.processors import Processors
from benchmarks.soak.report import Report
from benchmarks.soak.verbs import Person
from narrator.daemon.control.client import ask, end_daemon
from narrator.errors import DaemonError
from narrator.places import journal_file

_SAMPLE_SECONDS = 5.0
_REPORT_SECONDS = 60.0
_LEFT_SECONDS = 900.0
"""So long what still waits at the end may take."""


class Soak:
    """One run."""

    def __init__(self, desktop: Desktop, seconds: float, pictures: int, faults: int, seed: int) -> None:
        self._desktop = desktop
        self._seconds = seconds
        self._number = pictures
        self._faults = Faults(desktop, random.Random(seed + 1))
        self._strikes = faults
        self._chance = random.Random(seed)
        self._ended = Event()
        self._memory = Memory()
        self._processors = Processors()
        self._began = time.monotonic()

    def run(self, folder: Path, elsewhere: Path, person: Person, report: Report) -> None:
        """Bring pictures, strike, sample and report until the time is over."""
        pictures = Pictures(folder, elsewhere, self._desktop.ledger, self._chance)
        threads = [
            Thread(target=self._bring, args=(pictures,), daemon=True),
            Thread(target=self._strike, daemon=True),
        ]
        for thread in threads:
            thread.start()
        person.start()
        end = self._began + self._seconds
        next_report = self._began + _REPORT_SECONDS
        try:
            while time.monotonic() < end:
                self._ended.wait(_SAMPLE_SECONDS)
                processes = self._desktop.narrator.processes
                self._memory.sample(processes)
                self._processors.sample(processes)
                if time.monotonic() >= next_report:
                    next_report += _REPORT_SECONDS
                    self._report(report, person)
        finally:
            self._ended.set()
            person.close()
            for thread in threads:
                thread.join(120)
            self._finish()
            self._report(report, person)

    def _report(self, report: Report, person: Person) -> None:
        report.write(self._faults, person, self._memory, self._processors, self._half)

    @property
    def _half(self) -> float:
        return self._began + self._seconds / 2

    def _bring(self, pictures: Pictures) -> None:
        for number in range(self._number):
            due = self._began + self._seconds * (number + self._chance.random()) / self._number
            if self._ended.wait(max(0.0, due - time.monotonic())):
                return
            pictures.bring(number)

    def _strike(self) -> None:
        for number in range(self._strikes):
            due = self._began + self._seconds * (number + 0.5) / self._strikes
            if self._ended.wait(max(0.0, due - time.monotonic())):
                return
            self._faults.strike(deadly=time.monotonic() < self._half)

    def _finish(self) -> None:
        """Let it end its work, start it once more, and let it catch up."""
        narrator = self._desktop.narrator
        self._desktop.disk.empty()
        for _ in range(2):
            _wait_until_idle()
            narrator.leaves()
            with suppress(DaemonError):
                end_daemon(timeout=20)
            narrator.wait()
            start(narrator)
        _wait_until_idle()


def _wait_until_idle() -> None:
    deadline = time.monotonic() + _LEFT_SECONDS
    idle = 0
    while idle < 3 and time.monotonic() < deadline:
        with suppress(DaemonError):
            idle = 0 if ask("status")["queue"] else idle + 1
        time.sleep(1.0)


@click.command()
@click.option("--hours", default=2.0, show_default=True, help="How long it takes.")
@click.option("--minutes", type=float, help="The same in minutes, for a short run.")
@click.option("--pictures", default=20_000, show_default=True, help="How many come.")
@click.option("--faults", default=200, show_default=True, help="How often something is killed.")
@click.option("--seed", default=1, show_default=True, help="Of all that is drawn by chance.")
@click.option("--model", help="Describe with this bundle: its folder, or the name of a released one.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the report to this file, too.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep home, journal and events in this folder.")
def main(
    hours: float,
    minutes: float | None,
    pictures: int,
    faults: int,
    seed: int,
    model: str | None,
    out: Path | None,
    keep: Path | None,
) -> None:
    """Run the soak and print what it found."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end that is asked for prints, too
    seconds = 60 * minutes if minutes is not None else 3600 * hours
    with ExitStack() as parts:
        # A short path: that of a socket has at most 107 letters.
        home = keep or Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="soak-", dir="/tmp")))
        folders = {name: _folder(home / name) for name in ("run", "config", "state", "cache", "data")}
        watched, elsewhere = _folder(home / "Pictures"), _folder(home / "elsewhere")
        for name in ("config", "state", "cache", "data"):
            os.environ[f"XDG_{name.upper()}_HOME"] = str(folders[name])
        os.environ |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(folders["run"])}
        os.environ.pop("WAYLAND_DISPLAY", None)
        disk = parts.enter_context(small_disk(folders["state"], 40 + pictures // 100))

        bus, bus_environment = session_bus(folders["run"])
        x, x_environment = x_server()
        os.environ.update({**bus_environment, **x_environment})
        for program in (bus, x):
            program.start()
            parts.callback(program.kill)
        sound = Sound(_folder(home / "sound"))
        parts.callback(sound.kill)
        os.environ.update(sound.server.environment)
        speech = Speech(_folder(home / "speech"), sound.server.environment)
        parts.callback(speech.kill)
        os.environ.update(speech.environment)
        orca = Orca()
        parts.callback(orca.kill)

        clock = Clock(home)
        arguments = [str(watched), "--recursive", "--clipboard", *(["--model", model] if model else [])]
        narrator = Narrator(arguments, home / "events.jsonl", clock.environment)
        ledger = Ledger(journal_file(), home / "events.jsonl")
        desktop = Desktop(
            narrator=narrator,
            parts={
                "sound server": sound,
                "Speech Dispatcher": speech,
                "Orca": orca,
                "X server": x,
                "session bus": bus,
            },
            disk=disk,
            clock=clock,
            ledger=ledger,
        )
        loudness = Loudness(sound.server.environment)
        parts.callback(loudness.close)
        echo = Echo(home / "echo")
        parts.callback(echo.close)
        asked = elsewhere / "asked.png"
        asked.write_bytes(picture(10**9))
        person = Person(narrator, echo, loudness, asked, random.Random(seed + 2))
        parts.callback(narrator.kill)
        start(narrator)
        report = Report(desktop, seed=seed, seconds=seconds, out=out)
        Soak(desktop, seconds, pictures, faults, seed).run(watched, elsewhere, person, report)


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


if __name__ == "__main__":
    main()
