"""What a cell came to, and the file that says that it is finished."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from narrator.whole_file import whole_file


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The captions of one data set and what they are worth."""

    scores: Mapping[str, float]
    """Of all captions together, by metric."""
    ciders: tuple[float, ...]
    """CIDEr-D of each picture, from which the interval comes."""
    captions: tuple[str, ...]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Judgement":
        """From what `asdict` made of one, and JSON of that."""
        return cls(
            scores=record["scores"], ciders=tuple(record["ciders"]), captions=tuple(record["captions"])
        )


@dataclass(frozen=True, kw_only=True)
class Result:
    """One encoder with one decoder and one seed, trained and judged."""

    encoder: str
    decoder: str
    seed: int
    from_scratch: bool
    parameters: int
    """Numbers that the network consists of, encoder and decoder."""
    seconds: float
    """Median time from a picture's file to its caption, in 32 bits, as the program runs it."""
    threads: int
    judgements: Mapping[str, Judgement]
    """By data set."""

    def save(self, file: Path) -> None:
        """Write the result in one step: where the file is, it is whole."""
        with whole_file(file, synced=True) as stream:
            stream.write(json.dumps(asdict(self), indent=1).encode())

    @classmethod
    def load(cls, file: Path) -> "Result":
        """Read what `save` wrote."""
        table = json.loads(file.read_text(encoding="utf-8"))
        judgements = {name: Judgement.from_record(entry) for name, entry in table.pop("judgements").items()}
        return cls(**table, judgements=judgements)
