"""What one source found of all pictures: the slow part of a comparison, kept so that it can be resumed."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from narrator.captioning.ranking import merge
from narrator.captioning.vocabulary import Vocabulary
from narrator.description import Candidate
from narrator.whole_file import whole_file
from training.generation.gallery import Gallery
from training.generation.sources import Source


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The captions of one picture."""

    candidates: tuple[Candidate, ...]
    """Distinct ones, in the order in which they were found."""
    milliseconds: float
    """Of processor time, so that it counts less what else the machine does."""


def draw_all(source: Source, gallery: Gallery, vocabulary: Vocabulary) -> list[Drawn]:
    """Caption every picture, number i with the seed i."""
    drawn = []
    for seed, state in enumerate(tqdm(gallery.states, desc=f"{gallery.name}, {source.name}", unit="picture")):
        started = time.process_time()
        candidates = merge(source.draw(gallery.network, state, seed), vocabulary)
        drawn.append(Drawn(candidates=candidates, milliseconds=1000 * (time.process_time() - started)))
    return drawn


def save(drawn: Sequence[Drawn], file: Path) -> None:
    """Write them to a file that is there whole or not at all."""
    records = [
        {"milliseconds": each.milliseconds, "candidates": [vars(candidate) for candidate in each.candidates]}
        for each in drawn
    ]
    with whole_file(file) as stream:
        stream.write(json.dumps(records).encode())


def load(file: Path) -> list[Drawn]:
    """What `save` wrote."""
    records: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return [
        Drawn(
            milliseconds=record["milliseconds"],
            candidates=tuple(Candidate(**candidate) for candidate in record["candidates"]),
        )
        for record in records
    ]
