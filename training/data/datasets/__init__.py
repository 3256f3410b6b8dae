"""Data sets: lists of pictures with what people wrote about them."""

from training.data.datasets.coco import read_coco
from training.data.datasets.corrections import read_corrections
from training.data.datasets.example import Example
from training.data.datasets.flickr8k import read_flickr8k
from training.data.datasets.karpathy import read_karpathy
from training.data.datasets.source import described_by_enough, list_source, read_source
from training.data.datasets.usable import usable_examples

__all__ = [
    "Example",
    "described_by_enough",
    "list_source",
    "read_coco",
    "read_corrections",
    "read_flickr8k",
    "read_karpathy",
    "read_source",
    "usable_examples",
]
