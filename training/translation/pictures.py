"""Pictures that people described in two languages, and what a captioner samples of them, kept in a file."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.captioning.captioner import Captioner
from narrator.description import Candidate
from training.data.datasets.flickr8k import read_split, read_tokens
from training.errors import DatasetError

SAMPLES = 10


@dataclass(frozen=True, kw_only=True)
class Described:
    """A picture of Flickr8k with the descriptions that people wrote in English and in another language."""

    picture: Path
    english: tuple[str, ...]
    other: tuple[str, ...]


def read_described(folder: Path, other: Path) -> list[Described]:
    """The development pictures of Flickr8k that the file `other` describes, in the order of their list.

    `folder` is laid out as Flickr8k is. Raises `DatasetError`.
    """
    english, foreign = read_tokens(folder / "Flickr8k.token.txt"), read_tokens(other)
    names = [name for name in read_split(folder / "Flickr_8k.devImages.txt") if name in foreign]
    if not names:
        raise DatasetError(f"{other} describes no development picture of {folder}; name another file.")
    return [
        Described(picture=folder / "images" / name, english=tuple(english[name]), other=tuple(foreign[name]))
        for name in names
    ]


def sampled(
    captioner: Captioner, pictures: Sequence[Path], kept: Path, *, say: Callable[[str], None] = lambda _: None
) -> list[tuple[Candidate, ...]]:
    """Ten samples of each picture, picture number i with the seed i, the one to be spoken first.

    They are kept in the file `kept`, one line of JSON a picture, so that another call asks no network. Raises
    `DatasetError` for a file of other pictures or of another captioner.
    """
    made_by = f"{captioner.name} {captioner.version}"
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.is_file() else []
    found = []
    for picture, line in zip(pictures, lines, strict=False):
        row = json.loads(line)
        if (row["picture"], row["captioner"]) != (picture.name, made_by):
            raise DatasetError(f"{kept} holds samples of other pictures or of {row['captioner']}; delete it.")
        found.append(tuple(Candidate(**candidate) for candidate in row["candidates"]))
    with kept.open("a", encoding="utf-8") as stream:
        for seed in range(len(found), len(pictures)):
            description = captioner.caption(pictures[seed], samples=SAMPLES, seed=seed)
            found.append(description.candidates)
            candidates = [vars(candidate) for candidate in description.candidates]
            row = {"picture": pictures[seed].name, "captioner": made_by, "candidates": candidates}
            stream.write(f"{json.dumps(row)}\n")
            if not (seed + 1) % 100:
                say(f"{seed + 1} of {len(pictures)} pictures captioned.")
    return found
