"""A translator's bundle: the folder in which a trained translator reaches the program.

    translator.json   what this is, described below
    encoder.onnx      what to make of a sentence (see `OnnxTranslationNetwork`)
    decoder.onnx      one step from subword to subword
    subwords.model    SentencePiece's model of both languages
    dictionary.npz    which words stand for which (see `Dictionary`)
    ...               other files, such as MODEL_CARD.md

translator.json, version 1 of the format, is one JSON object: `format`, 1; `name` and `version`, text;
`source` and `language`, the tags of the languages that are read and said, such as "en" and "de"; `scores`,
such as {"BLEU": 40.1}; `training`, text: data and its terms; and `files`, as in a captioner's manifest. That
it is not called manifest.json keeps a translator from being taken for a captioner.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from narrator.captioning.integrity import fingerprint
from narrator.captioning.stated import Stated
from narrator.errors import BundleError
from narrator.translation.dictionary import Dictionary
from narrator.translation.network import OnnxTranslationNetwork
from narrator.translation.subwords import Subwords

FORMAT = 1
PAPER = "translator.json"
"""The file that makes a folder a translator's bundle."""
ENCODER, DECODER, SUBWORDS, DICTIONARY = "encoder.onnx", "decoder.onnx", "subwords.model", "dictionary.npz"
SOURCE = "en"
"""The language in which captioners speak."""


@dataclass(frozen=True, kw_only=True)
class TranslatorBundle:
    """A bundle that was found whole."""

    folder: Path
    name: str
    version: str
    language: str
    scores: Mapping[str, float]
    training: str

    @classmethod
    def open(cls, folder: Path) -> "TranslatorBundle":
        """Check every file. Raises `BundleError` when something is missing, damaged or of another format."""
        stated = _stated(folder)
        paper = stated.read()
        if stated.field(paper, "format", int) != FORMAT:
            raise _broken(folder, "is of another format than this narrator reads")
        if stated.field(paper, "source", str) != SOURCE:
            raise _broken(folder, "does not translate from English")
        stated.check_files(stated.field(paper, "files", dict), {ENCODER, DECODER, SUBWORDS, DICTIONARY})
        return cls(
            folder=folder,
            name=stated.field(paper, "name", str),
            version=stated.field(paper, "version", str),
            language=stated.field(paper, "language", str),
            scores=stated.field(paper, "scores", dict),
            training=stated.field(paper, "training", str),
        )

    def network(self, threads: int | None = None) -> OnnxTranslationNetwork:
        """Start the network. Raises `BundleError` when it cannot run."""
        return OnnxTranslationNetwork(self.folder / ENCODER, self.folder / DECODER, threads=threads)

    def subwords(self) -> Subwords:
        """The pieces of words. Raises `TranslationError` where what reads them is not installed."""
        return Subwords.load(self.folder / SUBWORDS)

    def dictionary(self) -> Dictionary:
        """The words. Raises `BundleError` for what cannot be read."""
        try:
            return Dictionary.load(self.folder / DICTIONARY)
        except (OSError, ValueError) as error:
            raise _broken(self.folder, f"has a {DICTIONARY} that this narrator cannot read") from error


def write_paper(
    folder: Path, *, name: str, version: str, language: str, scores: Mapping[str, float], training: str
) -> None:
    """Make a bundle of a folder that holds all its other files: write their sizes and checksums down."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != PAPER)
    paper = {
        "format": FORMAT,
        "name": name,
        "version": version,
        "source": SOURCE,
        "language": language,
        "scores": scores,
        "training": training,
        "files": {file.name: fingerprint(file) for file in files},
    }
    (folder / PAPER).write_text(json.dumps(paper, indent=2) + "\n", encoding="utf-8")


def _stated(folder: Path) -> Stated:
    return Stated(folder=folder, noted_in=PAPER, kind="translator", remedy="install it again")


def _broken(folder: Path, what: str) -> BundleError:
    return _stated(folder).broken(what)
