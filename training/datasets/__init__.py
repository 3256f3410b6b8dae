"""Data sets: lists of pictures with what people wrote about them."""

from training.datasets.coco import read_coco
from training.datasets.corrections import read_corrections
from training.datasets.example import Example
from training.datasets.flickr8k import read_flickr8k
from training.datasets.karpathy import read_karpathy
from training.datasets.source import list_source, read_source
from training.datasets.usable import usable_examples

__all__ = [
    "Example",
    "list_source",
    "read_coco",
    "read_corrections",
    "read_flickr8k",
    "read_karpathy",
    "read_source",
    "usable_examples",
]
