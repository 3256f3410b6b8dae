"""Flickr8k: a file of captions and lists of pictures, in plain text."""

from collections import defaultdict
from pathlib import Path

from training.data.datasets.annotation_files import numbered_lines
from training.data.datasets.example import Example, make_examples
from training.errors import DatasetError


def read_flickr8k(tokens: Path, split: Path, images: Path) -> list[Example]:
    """Flickr8k (Hodosh et al. 2013): `name#i<TAB>caption` a line, and a list of the split's pictures."""
    captions = read_tokens(tokens)
    return make_examples(read_split(split), captions, images, listed_in=split, captioned_in=tokens)


def read_tokens(tokens: Path) -> dict[str, list[str]]:
    """The captions of each picture, by its name. Raises `DatasetError`."""
    captions: dict[str, list[str]] = defaultdict(list)
    seen = set()
    for number, line in numbered_lines(tokens):
        label, tab, caption = line.partition("\t")
        name, hash_sign, _ = label.rpartition("#")
        if not tab or not hash_sign:
            raise DatasetError(f"{tokens}, line {number}: expected name#number, a tab and a caption.")
        if label in seen:
            raise DatasetError(f"{tokens}, line {number}: {label} is there twice.")
        seen.add(label)
        captions[name].append(caption)
    return captions


def read_split(split: Path) -> list[str]:
    """The names of the pictures of a list. Raises `DatasetError`."""
    return [line.strip() for _, line in numbered_lines(split)]
