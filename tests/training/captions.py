"""Captions to measure with.

Those of 60 pictures were written for the tests. Where NARRATOR_DATA names a data root, Flickr8k's are
used too, which may not be copied here.
"""

import os
from collections import defaultdict
from pathlib import Path

Pictures = list[list[str]]
"""The captions of each picture."""


def _written() -> Pictures:
    blocks = Path(__file__).with_name("captions.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return [block.split("\n") for block in blocks]


def _flickr8k(root: Path) -> Pictures:
    captions = defaultdict(list)
    for line in (root / "data/flickr8k/Flickr8k.token.txt").read_text(encoding="utf-8").splitlines():
        label, _, caption = line.partition("\t")
        captions[label.partition("#")[0]].append(caption)
    return list(captions.values())


CAPTIONS = {"written": _written()}
if root := os.environ.get("NARRATOR_DATA"):
    CAPTIONS["Flickr8k"] = _flickr8k(Path(root))
