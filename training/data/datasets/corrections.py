"""What people wrote about their own pictures."""

from collections import defaultdict
from pathlib import Path

from training.data.datasets.annotation_files import json_line, numbered_lines
from training.data.datasets.example import Example, make_examples
from training.errors import DatasetError


def read_corrections(captions: Path, images: Path) -> list[Example]:
    """What `narrator history --export-corrections` writes: `{"picture": NAME, "caption": WORDS}` a line."""
    written: dict[str, list[str]] = defaultdict(list)
    for number, line in numbered_lines(captions):
        match json_line(line):
            case {"picture": str(name), "caption": str(caption)}:
                written[name].append(caption)
            case _:
                raise DatasetError(f"{captions}, line {number}: expected a picture's name and a caption.")
    return make_examples(list(written), written, images, listed_in=captions, captioned_in=captions)
