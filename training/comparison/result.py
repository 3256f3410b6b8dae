"""What a cell came to, and the file that says that it is finished."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The captions of one data set and what they are worth."""

    scores: Mapping[str, float]
    """Of all captions together, by metric."""
    ciders: tuple[float, ...]
    """CIDEr-D of each picture, from which the interval comes."""
    captions: tuple[str, ...]


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
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        temporary.replace(file)

    @classmethod
    def load(cls, file: Path) -> "Result":
        """Read what `save` wrote."""
        table = json.loads(file.read_text(encoding="utf-8"))
        judgements = {
            name: Judgement(
                scores=entry["scores"], ciders=tuple(entry["ciders"]), captions=tuple(entry["captions"])
            )
            for name, entry in table.pop("judgements").items()
        }
        return cls(**table, judgements=judgements)
