"""Tesseract, where it is installed: its own program, started for each picture."""

import csv
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO, StringIO
from itertools import groupby
from threading import Lock

from PIL import Image

from narrator.errors import TextError
from narrator.looking.text.reader import GIVEN_UP, PATIENCE_SECONDS, Piece, TextReader

_COLUMNS_AND_LINES = "3"
"""Its page segmentation mode: find the columns and lines of a page by itself."""
_WORD = "5"
"""The level of words in its table; the others are pages, blocks, paragraphs and lines."""
_GUTTER = 1.5
"""Line heights. Words of one line are nearer to each other, also in justified text."""
_LINE = ("block_num", "par_num", "line_num")


class TesseractReader(TextReader):
    """Reads with a `tesseract` program. It keeps nothing in memory."""

    name = "tesseract"
    least = 0.7

    def __init__(self, program: str, *, patience: float = PATIENCE_SECONDS) -> None:
        """`patience` is in seconds."""
        self._program = program
        self._patience = patience
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._closed = False
        self._lock = Lock()

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        """One piece for each of its lines, more for one with wide gaps; the score is that of its words."""
        file = BytesIO()
        image.save(file, "PNG", compress_level=1)
        table = csv.DictReader(StringIO(self._table(file.getvalue())), delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(_lines(table))

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """There is no memory to give back."""
        return False

    def close(self) -> None:
        """End its program, also in the middle of a picture."""
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.kill()

    def _table(self, file: bytes) -> str:
        try:
            with self._started() as process:
                table, complaint = process.communicate(file, self._patience)
        except subprocess.TimeoutExpired as error:
            raise TextError(
                f"Tesseract has not read this picture within {self._patience:.0f} seconds;"
                " cut out the part with the text."
            ) from error
        except OSError as error:
            raise TextError(
                f"Tesseract cannot be started ({error.strerror}); install tesseract-ocr again."
            ) from error
        if self._closed:
            raise TextError(GIVEN_UP)
        if process.returncode != 0:
            reason = (complaint.decode("utf-8", "replace").split("\n")[0] or "no reason given").rstrip(".")
            raise TextError(f"Tesseract failed ({reason}); install tesseract-ocr again.")
        return table.decode("utf-8", "replace")

    @contextmanager
    def _started(self) -> Iterator[subprocess.Popen[bytes]]:
        """Its program, which is killed at the deadline, at any other exception, and by `close`."""
        command = [self._program, "stdin", "stdout", "--psm", _COLUMNS_AND_LINES, "tsv"]
        pipe, hidden = subprocess.PIPE, 0
        if sys.platform == "win32":
            hidden = subprocess.CREATE_NO_WINDOW
        with self._lock:
            if self._closed:
                raise TextError(GIVEN_UP)
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=hidden)
            self._processes.add(process)
        with process:
            try:
                yield process
            finally:
                process.kill()  # of one that has ended, nothing
                with self._lock:
                    self._processes.discard(process)


def _lines(table: Iterable[Mapping[str, str]]) -> Iterator[Piece]:
    words = [row for row in table if row["level"] == _WORD and (row["text"] or "").strip()]
    for _, line in groupby(words, key=lambda word: [word[number] for number in _LINE]):
        yield from map(_joined, _parts(list(line)))


def _parts(line: Sequence[Mapping[str, str]]) -> Iterator[Sequence[Mapping[str, str]]]:
    """A line divided where a gutter may be: of two short columns it often makes one."""
    gap = _GUTTER * max(float(word["height"]) for word in line)
    begin = 0
    for i in range(1, len(line)):
        before = float(line[i - 1]["left"]) + float(line[i - 1]["width"])
        if float(line[i]["left"]) - before > gap:
            yield line[begin:i]
            begin = i
    yield line[begin:]


def _joined(words: Sequence[Mapping[str, str]]) -> Piece:
    letters = sum(len(word["text"]) for word in words)
    return Piece(
        text=" ".join(word["text"] for word in words),
        score=sum(float(word["conf"]) * len(word["text"]) for word in words) / letters / 100,
        left=min(float(word["left"]) for word in words),
        top=min(float(word["top"]) for word in words),
        right=max(float(word["left"]) + float(word["width"]) for word in words),
        bottom=max(float(word["top"]) + float(word["height"]) for word in words),
    )
