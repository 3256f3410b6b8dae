"""`python -m benchmarks.readers`: which reader reads what, whichever way up, and what it costs.

All readers get the same pictures: drawings of known words, turned, slanted and in perspective; with
`--photographs` also those of a folder, whose `truth.json` names for each the words (`text`) that a person can
read in it. A reader that is not installed is left out; RapidOCR comes with `pip install rapidocr`.
"""

import json
import multiprocessing
import re
import resource
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import click
import numpy as np
from PIL import Image

from benchmarks import lettered, process
from benchmarks.installation import OURS, bytes_of, packages_of
from narrator.looking.text.ppocr import networks
from narrator.looking.text.reader import Piece, TextReader
from narrator.looking.text.reading import read_text
from narrator.looking.text.tesseract import TesseractReader
from narrator.picture.opening import open_picture

_WORD = re.compile(r"[^\W\d_]+|\d+")
"""Letters and digits are words of their own, so that a space left out between them costs nothing."""
_QUARTERS = (0, 1, 2, 3)


class InProcess(TextReader):
    """An engine in this process, so that its memory is this process's."""

    def __init__(self, name: str, least: float, pieces: Callable[[Image.Image], Sequence[Piece]]) -> None:
        self.name = name
        self.least = least
        self._pieces = pieces

    def pieces(self, image: Image.Image) -> Sequence[Piece]:
        """What the engine finds."""
        return self._pieces(image)

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """It ends with the process."""
        return False

    def close(self) -> None:
        """It ends with the process."""


def pp_ocr() -> TextReader:
    """Narrator's own: the networks with NumPy and Pillow."""
    from narrator.looking.text.ppocr.reader import PpocrReader
    from narrator.looking.text.ppocr.worker import load_engine

    return InProcess(PpocrReader.name, PpocrReader.least, load_engine().pieces)


def rapidocr() -> TextReader:
    """RapidOCR as it comes: the same networks, and one that tells which lines stand on their heads."""
    return _rapidocr(classifier=True)


def rapidocr_without_classifier() -> TextReader:
    """The same without that one."""
    return _rapidocr(classifier=False)


def tesseract() -> TextReader:
    """Tesseract, which finds out the way up of a page."""
    return TesseractReader(shutil.which("tesseract") or "tesseract")


def _rapidocr(*, classifier: bool) -> TextReader:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": classifier})

    def pieces(image: Image.Image) -> Sequence[Piece]:
        found: Any = engine(np.ascontiguousarray(np.asarray(image)[..., ::-1]))
        return list(map(_piece, found.txts, found.scores, found.boxes)) if found.txts else []

    return InProcess("rapidocr", 0.8, pieces)


def _piece(text: str, score: float, box: Any) -> Piece:
    (left, top), (right, bottom) = box.min(axis=0).tolist(), box.max(axis=0).tolist()
    return Piece(text=text, score=float(score), left=left, top=top, right=right, bottom=bottom)


READERS: Mapping[str, Callable[[], TextReader]] = {
    "pp-ocr": pp_ocr,
    "rapidocr": rapidocr,
    "rapidocr, no classifier": rapidocr_without_classifier,
    "tesseract": tesseract,
}


@dataclass(kw_only=True)
class Words:
    """How many words stand in pictures, and how many of them were read."""

    there: int = 0
    right: int = 0
    pictures: int = 0
    pictures_with_one: int = 0

    def add(self, there: Iterable[str], read: Counter[str]) -> None:
        """Count one picture."""
        expected = _counted(there)
        right = (expected & read).total()
        self.there += expected.total()
        self.right += right
        self.pictures += 1
        self.pictures_with_one += right > 0

    @property
    def share(self) -> str:
        """What part of them, in per cent."""
        return f"{100 * self.right / max(1, self.there):.0f} %"


@dataclass(kw_only=True)
class Result:
    """What one reader made of all pictures."""

    drawings: dict[str, Words] = field(default_factory=dict)
    photographs: Words = field(default_factory=Words)
    milliseconds: list[float] = field(default_factory=list)
    """Of one processor, for each picture; what else the machine does hardly changes it."""
    megabytes: float = 0.0
    """The reader's memory at its peak."""

    def row(self) -> Iterator[str]:
        """The cells of a line of the table."""
        every = Words()
        for words in self.drawings.values():
            yield words.share
            every = Words(there=every.there + words.there, right=every.right + words.right)
        yield every.share
        seen = self.photographs
        yield f"{seen.pictures_with_one} of {seen.pictures}" if seen.pictures else "-"
        yield f"{seen.right} of {seen.there}" if seen.pictures else "-"
        yield f"{np.mean(self.milliseconds):.0f}"
        yield f"{self.megabytes:.0f}"


def measure(name: str, count: int, photographs: Path | None) -> Result:
    """Let a reader read everything."""
    result = Result()
    with closing(READERS[name]()) as reader:
        for what, drawn in drawings(count):
            words = result.drawings.setdefault(what, Words())
            words.add(drawn.words, _read(reader, drawn.image, result))
        for image, text in _photographs(photographs) if photographs else ():
            result.photographs.add(text, _read(reader, image, result))
    result.megabytes = _peak_of_tesseract() if name == "tesseract" else _peak()
    return result


def drawings(count: int) -> Iterator[tuple[str, lettered.Lettered]]:
    """So many of each kind, in six positions each, with the position's name."""
    random = Random(7)
    for _ in range(count):
        for kind in lettered.KINDS:
            flat = lettered.upright(random, kind)
            positions = {f"{90 * turn}°": lettered.quarter_turned(flat, turn) for turn in _QUARTERS}
            askew = {"slanted": lettered.slanted, "perspective": lettered.in_perspective}
            for name, changed in askew.items():
                positions[name] = lettered.quarter_turned(changed(flat, random), random.choice(_QUARTERS))
            for name, drawn in positions.items():
                yield name, lettered.photographed(drawn, random)


def _photographs(folder: Path) -> Iterator[tuple[Image.Image, Sequence[str]]]:
    """Those with words in them, in four positions each, and the words."""
    for name, truth in json.loads((folder / "truth.json").read_text(encoding="utf-8")).items():
        if truth["text"]:
            image = open_picture(folder / "images" / name).image
            for turn in _QUARTERS:
                yield image.rotate(-90 * turn, expand=True), truth["text"]


def _read(reader: TextReader, image: Image.Image, result: Result) -> Counter[str]:
    began = _processor_seconds()
    lines = read_text(open_picture(image), reader).lines
    result.milliseconds.append(1000 * (_processor_seconds() - began))
    return _counted(lines)


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(text.casefold()))


def _processor_seconds() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _peak_of_tesseract() -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.png")
        lettered.upright(Random(7), "page").image.save(file)
        return process.run(["tesseract", file, Path(folder, "page"), "--psm", "1"])[1]


def installed_megabytes(name: str) -> float:
    """What a reader takes on the disk beside what Narrator needs without it."""
    if name == "pp-ocr":
        return bytes_of(distribution(networks.PACKAGE)) / 2**20
    if name == "tesseract":
        return sum(file.stat().st_size for file in _files_of_tesseract()) / 2**20
    ours = packages_of(OURS)
    return sum(bytes_of(each) for key, each in packages_of("rapidocr").items() if key not in ours) / 2**20


def _files_of_tesseract() -> Iterator[Path]:
    """The program, the libraries that it loads, and its networks."""
    program = Path(shutil.which("tesseract") or "")
    yield program
    loaded = subprocess.check_output(["ldd", program], text=True)
    yield from (Path(line.split()[2]) for line in loaded.splitlines() if "=> /" in line)
    listed = subprocess.check_output(["tesseract", "--list-langs"], text=True)
    folder = re.search(r'"(.+)"', listed)
    yield from Path(folder[1]).glob("*.traineddata") if folder else ()


def _is_here(name: str) -> bool:
    if name == "tesseract":
        return shutil.which(name) is not None
    return name == "pp-ocr" or find_spec("rapidocr") is not None


@click.command()
@click.option("--drawings", "count", default=1, show_default=True, help="Drawings of each kind.")
@click.option(
    "--photographs", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder."
)
@click.option("--reader", "names", multiple=True, type=click.Choice(list(READERS)), help="Only this one.")
def main(count: int, photographs: Path | None, names: tuple[str, ...]) -> None:
    """Compare the readers on this machine, in a table."""
    positions = [f"{90 * turn}°" for turn in _QUARTERS] + ["slanted", "perspective", "all"]
    columns = ["reader", *positions, "photographs with one", "words", "ms", "MB of memory", "MB on the disk"]
    click.echo(f"| {' | '.join(columns)} |")
    click.echo("|" + " --- |" * len(columns))
    for name in names or READERS:
        if not _is_here(name):
            click.echo(f"{name} is not installed here.", err=True)
            continue
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as other:
            result = other.submit(measure, name, count, photographs).result()
        click.echo(f"| {' | '.join([name, *result.row(), f'{installed_megabytes(name):.0f}'])} |")


if __name__ == "__main__":
    main()
