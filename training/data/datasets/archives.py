"""The official archives of the data sets, and what of them is needed.

COCO's and Karpathy's sizes and SHA-256 are those that TensorFlow Datasets publishes
(`tensorflow_datasets/url_checksums/coco_captions.txt`). Of Flickr8k only MD5 and no size was found, in
mlverse's torchvision for R (`R/dataset-flickr.R`): enough against damage, not against people who mean harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Archive:
    """One ZIP file on a server."""

    url: str
    checksum: str
    """The algorithm as hashlib names it, a colon, and the digest in hexadecimal digits."""
    size: int | None = None
    """Bytes, where they are published."""
    members: tuple[str, ...] = ("*",)
    """Which files in it are needed, as patterns of their names."""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.url.rpartition("/")[2]


_COCO = "http://images.cocodataset.org"  # not over https, for which the server has no certificate of its own
_FLICKR8K = "https://github.com/jbrownlee/Datasets/releases/download/Flickr8k"

DATASETS: Mapping[str, tuple[Archive, ...]] = {
    "coco2017": (
        Archive(
            url=f"{_COCO}/annotations/annotations_trainval2017.zip",
            size=252_907_541,
            checksum="sha256:113a836d90195ee1f884e704da6304dfaaecff1f023f49b6ca93c4aaae470268",
            members=("annotations/captions_*.json",),
        ),
        Archive(
            url=f"{_COCO}/zips/val2017.zip",
            size=815_585_330,
            checksum="sha256:4f7e2ccb2866ec5041993c9cf2a952bbed69647b115d0f74da7ce8f4bef82f05",
            members=("val2017/*.jpg",),
        ),
        Archive(
            url=f"{_COCO}/zips/train2017.zip",
            size=19_336_861_798,
            checksum="sha256:69a8bb58ea5f8f99d24875f21416de2e9ded3178e903f1f7603e283b9e06d929",
            members=("train2017/*.jpg",),
        ),
    ),
    "flickr8k": (
        Archive(
            url=f"{_FLICKR8K}/Flickr8k_text.zip",
            checksum="md5:bf6c1abcb8e4a833b7f922104de18627",
            members=("Flickr*.txt", "readme.txt"),
        ),
        Archive(
            url=f"{_FLICKR8K}/Flickr8k_Dataset.zip",
            checksum="md5:f18a1e2920de5bd84dae7cf08ec78978",
            # As it is spelt there.
            members=("Flicker8k_Dataset/*.jpg",),
        ),
    ),
    "karpathy": (
        Archive(
            url="https://cs.stanford.edu/people/karpathy/deepimagesent/caption_datasets.zip",
            size=36_745_453,
            checksum="sha256:4cfd70132527b80933105e5829dc9034eaab9573482e2e680abbab6130244817",
            members=("dataset_coco.json", "dataset_flickr8k.json"),
        ),
    ),
}
