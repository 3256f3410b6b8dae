"""A bundle: the folder in which a trained network reaches the program.

    manifest.json     what this is, described below
    encoder.onnx      what to make of a picture; normalisation is inside (see `OnnxNetwork`)
    decoder.onnx      one step from word to word
    vocabulary.json   a list of the words by id, special tokens first (see `Vocabulary`)
    finder.npz        optional: what finds pictures by words (see `Finder`)
    ...               other files, such as MODEL_CARD.md and calibration

The manifest, version 1 of the format, is one JSON object:

    format            1
    name, version     text; what a description says it was made by
    precision         text, such as "int8"
    image_size        side in pixels of the square that pictures are squeezed to
    special_tokens    {"<pad>": 0, "<start>": 1, "<end>": 2, "<unknown>": 3}
    scores            split -> metric -> value, such as {"Flickr8k dev": {"CIDEr": 0.52}}
    training          text: data, its terms, and the command
    calibration       optional; the name of the file that tells how likely a caption is right
    files             name -> {"size": bytes, "sha256": hexadecimal} of every other file

Keys that this version does not know are ignored. Each file is checked before it is read, each time, because a
damaged network does not fail: it says something untrue. The graphs are checked by `Bundle.network`, which may
have better ones (`KeptGraphs`); all others by `Bundle.open`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.captioning.confidence import Calibration
from narrator.captioning.finder import Finder
from narrator.captioning.graphs import Graphs, stated_of
from narrator.captioning.integrity import fingerprint
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.shelves import MANIFEST
from narrator.captioning.stated import Stated
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from narrator.errors import BundleError
from narrator.languages.catalogue import gettext

FORMAT = 1
VOCABULARY, FINDER = "vocabulary.json", "finder.npz"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A bundle that was found whole."""

    folder: Path
    name: str
    version: str
    precision: str
    image_size: int
    scores: Mapping[str, Mapping[str, float]]
    training: str
    calibration: Path | None
    finder: Path | None
    vocabulary: Vocabulary
    graphs: Graphs

    @classmethod
    def open(cls, folder: Path) -> "Bundle":
        """Read the manifest, check every file but the graphs, and load the vocabulary.

        Raises `BundleError` when something is missing, damaged or of another format.
        """
        stated = stated_of(folder)
        manifest = _read_manifest(stated)
        files = stated.field(manifest, "files", dict)
        graphs = Graphs.of(folder)
        stated.check_files(files, {VOCABULARY}, later=graphs.files)
        if stated.field(manifest, "special_tokens", dict) != _special_tokens():
            raise _broken(folder, "numbers the special tokens in another way")
        calibration = None
        if "calibration" in manifest:
            calibration = folder / stated.field(manifest, "calibration", str)
            if calibration.name not in files:
                raise _broken(folder, f"has no calibration file {calibration.name} in its {MANIFEST}")
        try:
            vocabulary = Vocabulary.load(folder / VOCABULARY)
        except ValueError as error:
            raise _broken(folder, f"is damaged, because {VOCABULARY} holds no vocabulary") from error
        return cls(
            folder=folder,
            name=stated.field(manifest, "name", str),
            version=stated.field(manifest, "version", str),
            precision=stated.field(manifest, "precision", str),
            image_size=stated.field(manifest, "image_size", int),
            scores=stated.field(manifest, "scores", dict),
            training=stated.field(manifest, "training", str),
            calibration=calibration,
            finder=folder / FINDER if FINDER in files else None,
            vocabulary=vocabulary,
            graphs=graphs,
        )

    def network(self, threads: int | None = None) -> OnnxNetwork:
        """Start the network. Raises `BundleError` when graphs, vocabulary and manifest do not agree."""
        return self.fitting(self.graphs.network(threads))

    def fitting(self, network: OnnxNetwork) -> OnnxNetwork:
        """The network of its graphs. Raises `BundleError` when vocabulary and manifest do not fit it."""
        words, known = network.vocabulary_size, len(self.vocabulary)
        if words != known:
            raise _broken(self.folder, f"has {known} words in its vocabulary and {words} in its decoder")
        side = network.image_size
        if side != self.image_size:
            raise _broken(self.folder, f"takes {side} pixels, but its {MANIFEST} says {self.image_size}")
        return network

    def calibrated(self, widths: Mapping[str, int] | None = None) -> Calibration | None:
        """What tells how likely a caption is right, if it has that.

        `widths` are those of the encoder's `witness.*`, where they are known: it must have been made of them.
        Raises `BundleError` for what this version cannot read.
        """
        if self.calibration is None:
            return None
        try:
            calibration = Calibration.load(self.calibration)
            if calibration.witness is not None:
                calibration.witness.check(widths or {})
            return calibration
        except (OSError, ValueError) as error:
            raise _broken(
                self.folder, f"has a {self.calibration.name} that this narrator cannot read"
            ) from error

    def found_by(self) -> Finder | None:
        """What finds pictures by words, if it has that. Raises `BundleError` for what cannot be read."""
        if self.finder is None:
            return None
        try:
            return Finder.load(self.finder)
        except (OSError, ValueError) as error:
            raise _broken(self.folder, f"has a {FINDER} that this narrator cannot read") from error


def write_manifest(
    folder: Path,
    *,
    name: str,
    version: str,
    precision: str,
    image_size: int,
    scores: Mapping[str, Mapping[str, float]],
    training: str,
    calibration: str | None = None,
) -> None:
    """Make a bundle of a folder that holds all its other files: write their sizes and checksums down."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != MANIFEST)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "name": name,
        "version": version,
        "precision": precision,
        "image_size": image_size,
        "special_tokens": _special_tokens(),
        "scores": scores,
        "training": training,
        "files": {file.name: fingerprint(file) for file in files},
    }
    if calibration is not None:
        manifest["calibration"] = calibration
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _special_tokens() -> dict[str, int]:
    return {word: i for i, word in enumerate(SPECIAL_TOKENS)}


def _read_manifest(stated: Stated) -> Mapping[str, Any]:
    manifest = stated.read()
    version = stated.field(manifest, "format", int)
    if version > FORMAT:
        raise BundleError(
            gettext(
                "The model {name} is of format {version}, newer than this narrator; update "
                "narrator, or name another model with --model."
            ).format(name=stated.folder.resolve().name, version=version)
        )
    return manifest


def _broken(folder: Path, what: str) -> BundleError:
    return stated_of(folder).broken(what)
