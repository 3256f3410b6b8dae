"""A painter's bundle: the folder in which a trained painter reaches the program.

    painter.json      what this is, described below
    reader.onnx       what to make of words (see `OnnxPaintingNetwork`)
    painter.onnx      what a picture in the making will be
    vocabulary.json   the words that it reads, by id
    ...               other files, such as MODEL_CARD.md

painter.json, version 1 of the format, is one JSON object: `format`, 1; `name` and `version`, text; `side` in
pixels; `most_words`, how many words of a request are read; `training`, text; and `files`, as in a captioner's
manifest. That it is not called manifest.json keeps a painter from being taken for a captioner.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from narrator.captioning.integrity import fingerprint
from narrator.captioning.shelves import shelves
from narrator.captioning.stated import Stated
from narrator.captioning.vocabulary import Vocabulary
from narrator.errors import BundleError
from narrator.painting.network import OnnxPaintingNetwork

FORMAT = 1
PAPER = "painter.json"
"""The file that makes a folder a painter's bundle."""
READER, PAINTER, VOCABULARY = "reader.onnx", "painter.onnx", "vocabulary.json"
NAME = "painter"


@dataclass(frozen=True, kw_only=True)
class PainterBundle:
    """A bundle that was found whole."""

    folder: Path
    name: str
    version: str
    side: int
    most_words: int
    training: str
    vocabulary: Vocabulary

    @classmethod
    def open(cls, folder: Path) -> "PainterBundle":
        """Check every file and load the vocabulary.

        Raises `BundleError` when something is missing, damaged or of another format.
        """
        stated = _stated(folder)
        paper = stated.read()
        if stated.field(paper, "format", int) != FORMAT:
            raise _broken(folder, "is of another format than this narrator reads")
        stated.check_files(stated.field(paper, "files", dict), {READER, PAINTER, VOCABULARY})
        try:
            vocabulary = Vocabulary.load(folder / VOCABULARY)
        except ValueError as error:
            raise _broken(folder, f"is damaged, because {VOCABULARY} holds no vocabulary") from error
        return cls(
            folder=folder,
            name=stated.field(paper, "name", str),
            version=stated.field(paper, "version", str),
            side=stated.field(paper, "side", int),
            most_words=stated.field(paper, "most_words", int),
            training=stated.field(paper, "training", str),
            vocabulary=vocabulary,
        )

    def network(self, threads: int | None = None) -> OnnxPaintingNetwork:
        """Start the network. Raises `BundleError` when it cannot run, or paints another size."""
        network = OnnxPaintingNetwork(self.folder / READER, self.folder / PAINTER, threads=threads)
        if network.side != self.side:
            raise _broken(self.folder, f"paints {network.side} pixels, but its {PAPER} says {self.side}")
        return network


def find_painter(named: str | None = None) -> Path:
    """The folder of a painter: the one that is named, else the one called "painter" on the shelves of models.

    Raises `BundleError` when there is none.
    """
    if named is not None:
        folders = [Path(named), *(shelf / named for shelf in shelves() if Path(named).name == named)]
    else:
        folders = [shelf / NAME for shelf in shelves()]
    for folder in folders:
        with suppress(OSError):  # of a folder that may not be entered, or a name that is too long
            if (folder / PAPER).is_file():
                return folder
    if named is not None:
        raise BundleError(f"There is no painter {named}; name the folder of one, which has a {PAPER} in it.")
    raise BundleError(
        f"There is no painter on this computer, because none comes with narrator; train one as the page "
        f"painting.md says and put its folder there as {folders[0]}, or name it with --painter."
    )


def write_paper(folder: Path, *, name: str, version: str, side: int, most_words: int, training: str) -> None:
    """Make a bundle of a folder that holds all its other files: write their sizes and checksums down."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != PAPER)
    paper = {
        "format": FORMAT,
        "name": name,
        "version": version,
        "side": side,
        "most_words": most_words,
        "training": training,
        "files": {file.name: fingerprint(file) for file in files},
    }
    (folder / PAPER).write_text(json.dumps(paper, indent=2) + "\n", encoding="utf-8")


def _stated(folder: Path) -> Stated:
    return Stated(folder=folder, noted_in=PAPER, kind="painter", remedy="export it again, or name another")


def _broken(folder: Path, what: str) -> BundleError:
    return _stated(folder).broken(what)
