"""Tesseract, where it is installed: its own program, started for each picture."""

import csv
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from itertools import chain, groupby, pairwise
from threading import Lock
from typing import Self

from PIL import Image

from narrator.errors import TextError
from narrator.languages.catalogue import gettext
from narrator.looking.text.reader import GIVEN_UP, PATIENCE_SECONDS, Piece, TextReader

_WHICHEVER_WAY_UP = "1"
"""Its page segmentation mode: find out which way up a page is, and its columns and lines."""
_WORD = "5"
"""The level of words in its table; the others are pages, blocks, paragraphs and lines."""
_GUTTER = 1.5
"""Line heights. Words of one line are nearer to each other, also in justified text."""
_SURELY = 0.9
"""It is surer than this of most words that it reads right."""
_MOST = 0.7
"""The share of the letters of which it is so sure where a page is the right way up."""
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
        """One piece for each of its lines, more for one with wide gaps; the score is that of its words.

        Of a page with few words it does not find out which way up it is. Where it is sure of little, the page
        is read once more, upside down.
        """
        found = self._read(image)
        if not _convincing(found):
            reversed_ = self._read(image.transpose(Image.Transpose.ROTATE_180))
            if _evidence(reversed_) > _evidence(found):
                return [_on_its_head(piece, image.size) for piece in reversed_]
        return found

    def _read(self, image: Image.Image) -> list[Piece]:
        file = BytesIO()
        image.save(file, "PNG", compress_level=1)
        table = csv.DictReader(StringIO(self._table(file.getvalue())), delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(_pieces(table))

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
                gettext(
                    "Tesseract has not read this picture within {patience:.0f} seconds; cut out "
                    "the part with the text."
                ).format(patience=self._patience)
            ) from error
        except OSError as error:
            raise TextError(
                gettext("Tesseract cannot be started ({strerror}); install tesseract-ocr again.").format(
                    strerror=error.strerror
                )
            ) from error
        if self._closed:
            raise TextError(GIVEN_UP)
        if process.returncode != 0:
            reason = (complaint.decode("utf-8", "replace").split("\n")[0] or "no reason given").rstrip(".")
            raise TextError(
                gettext("Tesseract failed ({reason}); install tesseract-ocr again.").format(reason=reason)
            )
        return table.decode("utf-8", "replace")

    @contextmanager
    def _started(self) -> Iterator[subprocess.Popen[bytes]]:
        """Its program, which is killed at the deadline, at any other exception, and by `close`."""
        command = [self._program, "stdin", "stdout", "--psm", _WHICHEVER_WAY_UP, "tsv"]
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


def _convincing(pieces: Sequence[Piece]) -> bool:
    letters = sum(len(piece.text) for piece in pieces)
    return sum(len(piece.text) for piece in pieces if piece.score >= _SURELY) >= _MOST * letters


def _evidence(pieces: Sequence[Piece]) -> float:
    return sum(len(piece.text) * max(0.0, piece.score - 0.5) for piece in pieces)


def _on_its_head(piece: Piece, size: tuple[int, int]) -> Piece:
    """A piece of the picture upside down in the picture as it is."""
    width, height = size
    return replace(
        piece,
        left=width - piece.right,
        right=width - piece.left,
        top=height - piece.bottom,
        bottom=height - piece.top,
        angle=(piece.angle + 180) % 360,
    )


@dataclass(frozen=True, kw_only=True)
class _Word:
    """A row of the table; its edges are those in the page turned back by so many quarters."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, row: Mapping[str, str], quarters: int) -> Self:
        left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
        left, top, right, bottom = left, top, left + width, top + height
        for _ in range(quarters):
            left, top, right, bottom = top, -right, bottom, -left
        confidence = float(row["conf"]) / 100
        return cls(text=row["text"], confidence=confidence, left=left, top=top, right=right, bottom=bottom)


def _pieces(table: Iterable[Mapping[str, str]]) -> Iterator[Piece]:
    rows = [row for row in table if row["level"] == _WORD and (row["text"] or "").strip()]
    lines = [list(line) for _, line in groupby(rows, key=lambda row: [row[number] for number in _LINE])]
    quarters = _quarters(lines)
    for line in lines:
        for part in _parts([_Word.of(row, quarters) for row in line]):
            yield _joined(part, quarters)


def _quarters(lines: Sequence[Sequence[Mapping[str, str]]]) -> int:
    """How many quarter turns clockwise the page lies, told from where one word follows the other.

    Tesseract turns a page before it reads it, and gives the places of the words on the page as it was.
    """
    right = below = 0.0
    for one, next_ in chain.from_iterable(map(pairwise, lines)):
        right += float(next_["left"]) - float(one["left"])
        below += float(next_["top"]) - float(one["top"])
    if abs(right) >= abs(below):
        return 0 if right >= 0 else 2
    return 1 if below > 0 else 3


def _parts(line: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    """A line divided where a gutter may be: of two short columns it often makes one."""
    gap = _GUTTER * max(word.bottom - word.top for word in line)
    begin = 0
    for i in range(1, len(line)):
        if line[i].left - line[i - 1].right > gap:
            yield line[begin:i]
            begin = i
    yield line[begin:]


def _joined(words: Sequence[_Word], quarters: int) -> Piece:
    letters = sum(len(word.text) for word in words)
    left, top = min(word.left for word in words), min(word.top for word in words)
    right, bottom = max(word.right for word in words), max(word.bottom for word in words)
    x, y = (left + right) / 2, (top + bottom) / 2
    for _ in range(quarters):
        x, y = -y, x
    width, height = right - left, bottom - top
    return Piece(
        text=" ".join(word.text for word in words),
        score=sum(word.confidence * len(word.text) for word in words) / letters,
        scores=tuple(word.confidence for word in words),
        left=x - width / 2,
        top=y - height / 2,
        right=x + width / 2,
        bottom=y + height / 2,
        angle=90.0 * quarters,
    )
