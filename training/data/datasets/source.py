"""A data set as a configuration names it."""

from pathlib import Path
from typing import TYPE_CHECKING

from training.data.datasets.coco import read_coco
from training.data.datasets.corrections import read_corrections
from training.data.datasets.example import Example
from training.data.datasets.flickr8k import read_flickr8k
from training.data.datasets.karpathy import read_karpathy
from training.data.datasets.skipped import leave_out, missing_pictures
from training.data.datasets.vizwiz import read_vizwiz
from training.errors import DatasetError

if TYPE_CHECKING:  # it knows torch, which takes seconds to import and which a download has no use for
    from training.config import SourceConfig

ENOUGH = 4
"""Captions of a picture, so that what none of them mentions is probably not there."""


def read_source(source: "SourceConfig", root: Path) -> list[Example]:
    """The examples of one configured data set, in the order of its list, without missing pictures.

    Which pictures are missing is said. Raises `DatasetError` when these are more than the share
    `source.skipped_share` of the list. `usable_examples` also finds out which pictures can be opened.
    """
    examples = list_source(source, root)
    return leave_out(examples, missing_pictures(examples), source)


def described_by_enough(source: "SourceConfig", root: Path) -> list[Example]:
    """The examples of a data set that are fit to judge by: of what few describe, most goes unmentioned.

    All of VizWiz's are, for somebody listed what is in them. Raises `DatasetError`.
    """
    examples = read_source(source, root)
    listed = source.format == "vizwiz"
    return [each for each in examples if listed or len(each.captions) >= ENOUGH]


def list_source(source: "SourceConfig", root: Path) -> list[Example]:
    """All examples that a configured data set lists, in its order, be their pictures there or not."""
    images, captions = root / source.images, root / source.captions
    match source.format:
        case "flickr8k":
            if not source.split:
                raise DatasetError(
                    f"{source.name}: Flickr8k needs `split`, the file that lists the pictures."
                )
            return read_flickr8k(captions, root / source.split, images)
        case "karpathy":
            if not source.split:
                raise DatasetError(
                    f"{source.name}: Karpathy's splits need `split`: train, train+restval, val or test."
                )
            return read_karpathy(captions, source.split, images)
        case "coco":
            if source.split:
                raise DatasetError(
                    f"{source.name}: COCO has no `split`; name the split's file in `captions`."
                )
            return read_coco(captions, images)
        case "corrections":
            if source.split:
                raise DatasetError(f"{source.name}: corrections have no `split`; all are read.")
            return read_corrections(captions, images)
        case "vizwiz":
            if source.split:
                raise DatasetError(f"{source.name}: VizWiz has no `split`; all of `captions` is read.")
            return read_vizwiz(captions, images)
