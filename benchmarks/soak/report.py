"""What the soak prints: each minute what is known so far, and at the end the same once more."""

import os
import time
from collections.abc import Collection
from pathlib import Path
from statistics import quantiles

import click

from benchmarks.soak.faults import Desktop, Faults
from benchmarks.soak.memory import Memory
from benchmarks.soak.processors import Processors
from benchmarks.soak.verbs import GOAL_SECONDS, KEYS, Person
from narrator.daemon.control.client import ask
from narrator.errors import DaemonError

_SHOWN = 5


class Report:
    """Printed, and written to a file as a whole."""

    def __init__(self, desktop: Desktop, *, seed: int, seconds: float, out: Path | None) -> None:
        self._desktop = desktop
        self._began = time.monotonic()
        self._head = f"seed {seed}, {seconds / 60:g} minutes, {len(os.sched_getaffinity(0))} cores"
        self._out = out

    def write(
        self, faults: Faults, person: Person, memory: Memory, processors: Processors, since: float
    ) -> None:
        """Everything that is known now; memory is compared from the moment `since` on."""
        minutes = (time.monotonic() - self._began) / 60
        lines = [
            f"{self._head}, after {minutes:.1f}: {self._desktop.narrator.lives} starts,"
            f" {self._waiting()} waiting",
            *self._pictures(),
            *self._faults(faults),
            *_person(person),
            f"the daemon ran for {processors.ran:.1f} s, and waited {processors.waited:.1f} for a processor",
            *_memory(memory, since),
        ]
        text = "\n".join(lines)
        click.echo(f"{text}\n")
        if self._out:
            self._out.write_text(f"{text}\n", encoding="utf-8")

    def _pictures(self) -> list[str]:
        found = self._desktop.ledger.findings()
        ways = ", ".join(f"{way} {count}" for way, count in sorted(found.saved.items()))
        lost = ", ".join(f"{way} {digest[:8]}" for digest, way in list(found.lost.items())[:_SHOWN])
        return [
            f"pictures: {sum(found.saved.values())} ({ways})",
            f"lost, or still waiting: {len(found.lost)}" + (f" ({lost})" if lost else ""),
            f"copied beside a fault and not described: {found.uncertain}",
            f"described twice: {found.recorded_twice}; announced twice: {found.told_twice}",
        ]

    def _faults(self, faults: Faults) -> list[str]:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(faults.count.items()))
        missing = [
            *(() if self._desktop.clock.can_be_moved else ("a moved clock (nothing compiles C)",)),
            *(() if self._desktop.disk.can_be_full else ("a full disk (nothing may be mounted)",)),
        ]
        without = f"; without {' and '.join(missing)}" if missing else ""
        return [f"faults: {sum(faults.count.values())} ({kinds}){without}"]

    def _waiting(self) -> object:
        try:
            return ask("status")["queue"]
        except DaemonError:
            return "an unknown number"


def _person(person: Person) -> list[str]:
    never = f" (never: {dict(person.unanswered)})" if person.unanswered else ""
    lines = [_in_time("keys", KEYS, person) + never]
    times = person.times(KEYS)
    if len(times) > 1:
        cuts = quantiles(times, n=100, method="inclusive")
        lines.append(
            f"  median {1000 * cuts[49]:.1f} ms, 99th percentile {1000 * cuts[98]:.1f} ms, longest"
            f" {1000 * max(times):.0f} ms"
        )
    lines.append(_in_time("keys and status", (*KEYS, "status"), person))
    share, count = person.echo
    lines.append(f"a program that only echoes: {100 * share:.2f} % of {count}")
    for verb, seconds in sorted(person.seconds.items()):
        late = sum(each > GOAL_SECONDS for each in seconds)
        lines.append(f"  {verb}: {len(seconds)}, late {late}, longest {1000 * max(seconds):.0f} ms")
    sounds = ", ".join(f"{first:.2f} to {last:.2f}" for first, last in person.went_on[:_SHOWN])
    lines.append(
        f"stops that were listened to: {person.stops}; a voice went on: {len(person.went_on)}"
        + (f" (seconds after the stop: {sounds})" if sounds else "")
    )
    lines += [f"refused {count} times: {why}" for why, count in person.refused.most_common(_SHOWN)]
    return lines


def _in_time(name: str, verbs: Collection[str], person: Person) -> str:
    return (
        f"{name} answered within {1000 * GOAL_SECONDS:g} ms: {100 * person.share_in_time(verbs):.2f} %"
        f" of {len(person.times(verbs))}"
    )


def _memory(memory: Memory, since: float) -> list[str]:
    return [
        f"memory of the {name}: {end:.1f} MB, {growth:+.1f} over the time without an end of Narrator"
        for name, (end, growth) in sorted(memory.growth(since).items())
    ]
