"""Karpathy's splits are read as they are published, with COCO's pictures of 2014 or of 2017."""

import json
from pathlib import Path
from typing import Any

import pytest

from training.config import SourceConfig
from training.data.datasets import Example, read_karpathy, read_source
from training.errors import DatasetError


def image(number: int, split: str, folder: str, *captions: str) -> dict[str, Any]:
    """An entry of `dataset_coco.json` with all that it has there."""
    return {
        "filepath": folder,
        "sentids": list(range(len(captions))),
        "filename": f"COCO_{folder}_{number:012}.jpg",
        "imgid": number,
        "split": split,
        "sentences": [
            {"tokens": text.lower().split(), "raw": text, "imgid": number, "sentid": n}
            for n, text in enumerate(captions)
        ],
        "cocoid": number,
    }


IMAGES = [
    image(5, "train", "train2014", "A dog.", "A brown  dog\n runs."),
    image(3, "restval", "val2014", "A cat."),
    image(9, "test", "val2014", "A bus."),
    image(7, "val", "val2014", "A tram."),
]


def splits_file(folder: Path, images: Any = IMAGES) -> Path:
    file = folder / "dataset_coco.json"
    file.write_text(json.dumps({"images": images, "dataset": "coco"}), encoding="utf-8")
    return file


@pytest.fixture
def layout_2014(tmp_path: Path) -> Path:
    for entry in IMAGES:
        picture = tmp_path / entry["filepath"] / entry["filename"]
        picture.parent.mkdir(exist_ok=True)
        picture.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("split", "numbers"),
    [("train", [5]), ("train+restval", [5, 3]), ("val", [7]), ("test", [9]), ("restval", [3])],
)
def test_a_split_has_its_pictures(layout_2014: Path, split: str, numbers: list[int]) -> None:
    examples = read_karpathy(splits_file(layout_2014), split, layout_2014)
    assert [int(example.picture.stem[-12:]) for example in examples] == numbers
    assert all(example.picture.is_file() for example in examples)


def test_captions_are_what_was_written(layout_2014: Path) -> None:
    assert read_karpathy(splits_file(layout_2014), "train", layout_2014) == [
        Example(
            picture=layout_2014 / "train2014" / "COCO_train2014_000000000005.jpg",
            captions=("A dog.", "A brown dog runs."),
        )
    ]


def test_the_pictures_of_2017_are_the_same_ones(tmp_path: Path) -> None:
    # Some of the validation pictures of 2014 are training pictures in 2017.
    places = {5: "train2017", 3: "train2017", 9: "val2017", 7: "train2017"}
    for number, folder in places.items():
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{number:012}.jpg").touch()
    examples = read_karpathy(splits_file(tmp_path), "train+restval", tmp_path)
    assert [example.picture for example in examples] == [
        tmp_path / "train2017" / "000000000005.jpg",
        tmp_path / "train2017" / "000000000003.jpg",
    ]
    (test,) = read_karpathy(splits_file(tmp_path), "test", tmp_path)
    assert test.picture == tmp_path / "val2017" / "000000000009.jpg"


def test_flickr8k_has_no_folders_and_no_numbers(tmp_path: Path) -> None:
    entry = image(1, "val", "", "A dog.")
    del entry["filepath"], entry["cocoid"]
    entry["filename"] = "1_a.jpg"
    file = splits_file(tmp_path, [entry])
    source = SourceConfig(
        name="flickr", format="karpathy", images=".", captions=file.name, split="val", skipped_share=0.0
    )
    with pytest.raises(DatasetError, match=r"1 of 1 pictures are missing or damaged \(1_a\.jpg\)"):
        read_source(source, tmp_path)
    (tmp_path / "1_a.jpg").touch()
    assert read_source(source, tmp_path) == [Example(picture=tmp_path / "1_a.jpg", captions=("A dog.",))]


@pytest.mark.parametrize(
    ("images", "split", "problem"),
    [
        (IMAGES, "dev", "There is no split 'dev' in .*: there are train, restval, val, test"),
        (IMAGES, "train+", "There is no split ''"),
        (IMAGES[:1], "val", "has no pictures of the split 'val'"),
        ([{**IMAGES[0], "sentences": []}], "train", "has no caption for train2014/COCO_train2014_0+5"),
        ([IMAGES[0], IMAGES[0]], "train", "lists twice"),
        (
            [{"split": "train", "filename": "a.jpg"}],
            "train",
            "one of Karpathy's splits, but has no 'sentences'",
        ),
        ([{"filename": "a.jpg"}], "train", "but has no 'split'"),
        ([{**IMAGES[0], "cocoid": "five"}], "train", "but is not laid out as one"),
        ([7], "train", "but is not laid out as one"),
    ],
)
def test_splits_that_are_wrong(tmp_path: Path, images: Any, split: str, problem: str) -> None:
    with pytest.raises(DatasetError, match=problem):
        read_karpathy(splits_file(tmp_path, images), split, tmp_path)


def test_karpathys_splits_need_a_split() -> None:
    source = SourceConfig(name="coco", format="karpathy", images="i", captions="dataset_coco.json")
    with pytest.raises(DatasetError, match="coco: Karpathy's splits need `split`"):
        read_source(source, Path())
