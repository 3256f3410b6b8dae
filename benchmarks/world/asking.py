"""Asking any version of Narrator about files, in processes that may die, hang or eat memory."""

import json
import os
import re
import selectors
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import psutil

from benchmarks.world.answer import Answer

_NARRATOR = ("-P", "-m", "narrator")
"""Without -P it would be the version of the folder in which the benchmark runs."""
_SPEAK = ("speak", "--silent", "--json", "--verbosity", "full", "--seed", "0", "--")
_LOOK_SECONDS = 0.05
"""How often memory is looked at."""
_START_SECONDS = 60.0
"""More time for the first file of a process, whose program and network start."""
_SIZE = re.compile(r"(\d+ by \d+) pixels\.")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A file to ask about."""

    path: Path
    file: str
    """As its answer is kept: the name of the folder that was given, and the way from there."""
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Which program is asked, and what it may take for one file."""

    python: str
    """The interpreter of an environment with Narrator, this version or an older one."""
    seconds: float
    megabytes: float
    text: bool
    """Whether text is read, which takes seconds for each picture that has some."""

    def version(self) -> str:
        """What the program calls itself. Raises CalledProcessError or OSError if it cannot be run."""
        return subprocess.check_output([self.python, *_NARRATOR, "--version"], text=True).strip()

    def ask(self, pictures: Sequence[Picture]) -> Iterator[Answer]:
        """The answers of one process after the other; after a file that ends one, the next goes on."""
        while pictures:
            answered = 0
            for answer in self._one_process(pictures):
                answered += 1
                yield answer
            pictures = pictures[answered:]

    def _one_process(self, pictures: Sequence[Picture]) -> Iterator[Answer]:
        """Answers until the process ends; the last is of the file that ended it, if one did."""
        speak = [self.python, *_NARRATOR, *_SPEAK]
        environment = {**os.environ, "NARRATOR_TEXT": "auto" if self.text else "never"}
        with subprocess.Popen(
            [*speak, *(str(picture.path.absolute()) for picture in pictures)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as process:
            assert process.stdout
            lines = _Lines(process.stdout)
            allowed = self.seconds + _START_SECONDS
            try:
                for picture in pictures:
                    usage = _Usage(process.pid)
                    try:
                        line = lines.next(usage, allowed, self.megabytes)
                    except _EndedError:
                        yield _lost(picture, f"the program ended; its exit code is {process.wait()}", usage)
                        return
                    except _LostError as lost:
                        yield _lost(picture, str(lost), usage)
                        return
                    yield _answer(picture, json.loads(line), usage)
                    allowed = self.seconds
            finally:
                _end(process)


def pictures_in(folders: Sequence[Path]) -> Iterator[Picture]:
    """Every file of the folders and what is beneath them, in order of names; of equal files the first."""
    known = set()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest = sha256(path.read_bytes()).hexdigest()
            if digest not in known:
                known.add(digest)
                file = (folder.resolve().name / path.relative_to(folder)).as_posix()
                yield Picture(path=path, file=file, sha256=digest)


class _LostError(Exception):
    """No answer came."""


class _EndedError(_LostError):
    """None will come: the program closed its output."""


class _Usage:
    """What a process takes for one file."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._started = time.perf_counter()
        self.megabytes = 0.0

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._started

    def look(self) -> None:
        """Count the memory of the process and its children."""
        with suppress(psutil.Error):
            process = psutil.Process(self._pid)
            each = [process, *process.children(recursive=True)]
            self.megabytes = max(self.megabytes, sum(one.memory_info().rss for one in each) / 1e6)


class _Lines:
    """The lines of a pipe, each within a time."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe.fileno()
        self._held = b""

    def next(self, usage: _Usage, seconds: float, megabytes: float) -> bytes:
        """Raises _EndedError if the process ends, and _LostError if it takes too long or too much memory."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._pipe, selectors.EVENT_READ)
            while b"\n" not in self._held:
                usage.look()
                if usage.megabytes > megabytes:
                    raise _LostError(f"it took more than {megabytes:.0f} MB")
                if usage.seconds > seconds:
                    raise _LostError(f"no answer in {seconds:.0f} seconds")
                if waiting.select(_LOOK_SECONDS):
                    read = os.read(self._pipe, 1 << 16)
                    if not read:
                        raise _EndedError
                    self._held += read
        line, self._held = self._held.split(b"\n", 1)
        return line


def _answer(picture: Picture, record: Mapping[str, Any], usage: _Usage) -> Answer:
    size = _SIZE.search(record.get("spoken", ""))  # where every version has it
    return Answer(
        file=picture.file,
        sha256=picture.sha256,
        outcome="refused" if "error" in record else "described",
        said=record.get("error") or record["spoken"],
        seconds=round(usage.seconds, 3),
        megabytes=round(usage.megabytes),
        kind=record.get("kind"),
        size=size and size[1],
        colours=tuple(record.get("colours") or ()),
        caption=record.get("caption"),
        told=record.get("told"),
        written=record.get("written"),
        written_by=record.get("written_by"),
        written_language=record.get("written_language"),
        text=tuple((record.get("text") or {}).get("lines", ())),
    )


def _lost(picture: Picture, reason: str, usage: _Usage) -> Answer:
    return Answer(
        file=picture.file,
        sha256=picture.sha256,
        outcome="lost",
        said=reason,
        seconds=round(usage.seconds, 3),
        megabytes=round(usage.megabytes),
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and its children at once, unless it has ended."""
    with suppress(psutil.Error):
        asked = psutil.Process(process.pid)
        for each in [*asked.children(recursive=True), asked]:
            with suppress(psutil.Error):
                each.kill()
    process.wait()
