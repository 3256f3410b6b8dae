"""`python -m benchmarks.coco_layout FOLDER`: a data set laid out as COCO is, and as large, that is made up.

As many pictures and captions as in COCO Captions 2017 and in Karpathy's splits of it, in files of the same
names and with the same fields. Pictures are tiny, and only some are distinct: the others are hard links to
them. The words are made up too, as frequent as Zipf's law has it: of some 30,000, about 10,000 occur at least
five times, as in COCO.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np
from PIL import Image

TRAIN, VALIDATION = 118_287, 5_000
"""Pictures in COCO's official splits of 2017."""

CAPTIONS = {"train2017": 591_753, "val2017": 25_014}
"""Captions in them."""

KARPATHY = {"train": 82_783, "restval": 30_504, "val": 5_000, "test": 5_000}
"""Pictures in Karpathy's splits, which are the same pictures."""

DISTINCT = 64
"""Pictures that differ. A file may have 65,000 names on ext4."""

SIDE = 16

WORDS, EXPONENT, OFFSET = 30_000, 1.52, 2.7
"""The word of rank r, from 0, is as frequent as (r + 1 + OFFSET) to the power of -EXPONENT."""

SYLLABLES = [first + vowel for first in "bdfghklmnprstvwz" for vowel in "aeiou"]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture of the data set."""

    number: int
    folder: str
    captions: Sequence[str]

    @property
    def name(self) -> str:
        """The file's name in COCO of 2017."""
        return f"{self.number:012}.jpg"


def word_of(rank: int) -> str:
    """A word that can be pronounced, another one for each rank; frequent ones are short."""
    word = ""
    while True:
        rank, syllable = divmod(rank, len(SYLLABLES))
        word += SYLLABLES[syllable]
        if not rank:
            return word
        rank -= 1


def make_captions(count: int, random: np.random.Generator) -> Iterator[str]:
    """So many captions of 8 to 13 words."""
    frequency = (np.arange(WORDS) + 1 + OFFSET) ** -EXPONENT
    lengths = random.integers(8, 14, size=count)
    ranks = random.choice(WORDS, size=lengths.sum(), p=frequency / frequency.sum())
    words = [word_of(rank) for rank in range(WORDS)]
    start = 0
    for length in lengths:
        caption = " ".join(words[rank] for rank in ranks[start : start + length])
        yield caption.capitalize() + "."
        start += length


def make_pictures(share: float, random: np.random.Generator) -> list[Picture]:
    """The pictures with their captions, five or six each; of both splits only a share."""
    splits = {"train2017": round(TRAIN * share), "val2017": round(VALIDATION * share)}
    numbers = iter(random.permutation(4 * sum(splits.values())).tolist())
    pictures = []
    for folder, count in splits.items():
        captions = round(CAPTIONS[folder] * share)
        written = make_captions(captions, random)
        pictures += [
            Picture(
                number=number,
                folder=folder,
                captions=list(islice(written, 5 + (place < captions - 5 * count))),
            )
            for place, number in enumerate(islice(numbers, count))
        ]
    return pictures


def write_pictures(root: Path, pictures: Sequence[Picture], random: np.random.Generator) -> None:
    """Some JPEGs, and a hard link to one of them for each picture."""
    distinct = root / "distinct"
    distinct.mkdir(parents=True)
    for number in range(DISTINCT):
        pixels = random.integers(256, size=(4, 4, 3), dtype=np.uint8)
        Image.fromarray(pixels).resize((SIDE, SIDE)).save(distinct / f"{number}.jpg")
    for folder in CAPTIONS:
        (root / folder).mkdir()
    for place, picture in enumerate(pictures):
        os.link(distinct / f"{place % DISTINCT}.jpg", root / picture.folder / picture.name)


def official(pictures: Sequence[Picture]) -> dict[str, Any]:
    """What an annotation file of 2017 holds."""
    images = [
        {
            "license": 4,
            "file_name": picture.name,
            "coco_url": f"http://images.example/{picture.folder}/{picture.name}",
            "height": SIDE,
            "width": SIDE,
            "date_captured": "2013-11-14 17:02:52",
            "flickr_url": f"http://farm.example/{picture.number}_z.jpg",
            "id": picture.number,
        }
        for picture in pictures
    ]
    captions = [(picture.number, caption) for picture in pictures for caption in picture.captions]
    annotations = [
        {"image_id": number, "id": place, "caption": caption}
        for place, (number, caption) in enumerate(captions)
    ]
    return {"info": {"year": 2017}, "images": images, "licenses": [], "annotations": annotations}


def karpathy(pictures: Sequence[Picture], share: float) -> dict[str, Any]:
    """What `dataset_coco.json` holds: the names are those of 2014."""
    splits = [split for split, count in KARPATHY.items() for _ in range(round(count * share))]
    images = []
    for place, (picture, split) in enumerate(zip(pictures, splits, strict=False)):
        folder = "train2014" if split == "train" else "val2014"
        images.append(
            {
                "filepath": folder,
                "sentids": [8 * place + number for number in range(len(picture.captions))],
                "filename": f"COCO_{folder}_{picture.name}",
                "imgid": place,
                "split": split,
                "sentences": [
                    {
                        "tokens": caption.lower().rstrip(".").split(),
                        "raw": caption,
                        "imgid": place,
                        "sentid": 8 * place + number,
                    }
                    for number, caption in enumerate(picture.captions)
                ],
                "cocoid": picture.number,
            }
        )
    return {"images": images, "dataset": "coco"}


def write_layout(root: Path, share: float = 1.0) -> None:
    """Write the data set, or a share of it, into a folder that is not there yet."""
    random = np.random.default_rng(2017)
    pictures = make_pictures(share, random)
    write_pictures(root, pictures, random)
    (root / "annotations").mkdir()
    for folder in CAPTIONS:
        table = official([picture for picture in pictures if picture.folder == folder])
        (root / "annotations" / f"captions_{folder}.json").write_text(json.dumps(table), encoding="utf-8")
    mixed = [pictures[place] for place in random.permutation(len(pictures))]
    (root / "dataset_coco.json").write_text(json.dumps(karpathy(mixed, share)), encoding="utf-8")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--share", default=1.0, show_default=True, help="Of the pictures and captions of COCO.")
def main(folder: Path, share: float) -> None:
    """Write a made-up data set of COCO's layout and size into FOLDER."""
    write_layout(folder, share)


if __name__ == "__main__":
    main()
