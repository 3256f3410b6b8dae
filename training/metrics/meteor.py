"""METEOR: words matched also by stem, synonym and paraphrase.

Denkowski and Lavie 2014, version 1.5. Its tables of synonyms and paraphrases exist only inside the
authors' Java program, so this module talks to that program, which pycocoevalcap carries. It is the
one metric that may be absent: `missing` tells why.
"""

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from training.errors import MetricError
from training.metrics.ngrams import Words

_SEPARATOR = " ||| "


def missing() -> str | None:
    """What METEOR needs and this machine lacks, as a sentence; None when nothing is missing."""
    if _jar() is None:
        return "METEOR is left out: install pycocoevalcap, which carries its program."
    if shutil.which("java") is None:
        return "METEOR is left out: install Java, in which its program is written."
    return None


class Meteor:
    """The METEOR program: started once, asked as often as wanted, closed at the end."""

    def __init__(self) -> None:
        """Start the program. Raises `MetricError` where something is missing."""
        reason, jar = missing(), _jar()
        if reason is not None or jar is None:
            raise MetricError(reason)
        # Its tables take 1 GB and 10 to 15 seconds of processor time: the least with room from the start
        # and the plainest collector. No locale may change how numbers and letters are written.
        memory = ["-Xms2G", "-Xmx2G", "-XX:+UseSerialGC"]
        locale = ["-Duser.language=en", "-Dfile.encoding=UTF-8"]
        self._process = subprocess.Popen(
            ["java", *memory, *locale, "-jar", str(jar), "-", "-", "-stdio", "-l", "en", "-norm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout

    def score(self, candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> float:
        """METEOR of a corpus, 0 to 1: counted over all pictures together, not a mean of theirs."""
        matches = []
        for words, captions in zip(candidates, references, strict=True):
            texts = [" ".join(text) for text in (*captions, words)]
            matches.append(self._ask(_SEPARATOR.join(["SCORE", *texts])))
        self._write(_SEPARATOR.join(["EVAL", *matches]))
        for _ in matches:
            self._read()  # the score of each picture
        return float(self._read())

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, line: str) -> str:
        self._write(line)
        return self._read()

    def _write(self, line: str) -> None:
        try:
            print(line, file=self._questions, flush=True)
        except BrokenPipeError as error:
            raise self._death() from error

    def _read(self) -> str:
        line = self._answers.readline()
        if not line:
            raise self._death()
        return line.strip()

    def _death(self) -> MetricError:
        return MetricError(
            f"METEOR's program ended (code {self._process.wait()}): Java needs 2 GB of memory for it."
        )


def _jar() -> Path | None:
    """The program inside the installed pycocoevalcap, which has no `__init__` to ask."""
    package = importlib.util.find_spec("pycocoevalcap")
    folders = package.submodule_search_locations if package is not None else None
    jars = [Path(folder) / "meteor" / "meteor-1.5.jar" for folder in folders or ()]
    return next((jar for jar in jars if jar.is_file()), None)
