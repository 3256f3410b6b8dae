"""Data sets are read as they are laid out officially, and what is wrong with one is said."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from training.config import SourceConfig
from training.data.datasets import Example, read_coco, read_corrections, read_flickr8k, read_source
from training.errors import DatasetError


def touch(folder: Path, *names: str) -> Path:
    """Empty files: a list of pictures is made without opening them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def coco_file(file: Path, names: Mapping[int, str], captions: Sequence[tuple[int, str]]) -> Path:
    """The official layout, with its other sections."""
    table = {
        "info": {"description": "COCO", "year": 2014},
        "licenses": [{"id": 1, "name": "Attribution"}],
        "images": [{"id": i, "file_name": name, "width": 640, "height": 480} for i, name in names.items()],
        "annotations": [{"id": n, "image_id": i, "caption": text} for n, (i, text) in enumerate(captions)],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(table), encoding="utf-8")
    return file


class Flickr8k:
    """Two pictures in the official layout, ready to be spoilt."""

    def __init__(self, root: Path) -> None:
        self.images = touch(root / "images", "1_a.jpg", "2_b.jpg", "3_c.jpg")
        self.tokens, self.split = root / "Flickr8k.token.txt", root / "Flickr_8k.devImages.txt"
        self.write_tokens(
            "1_a.jpg#0\tA dog runs .",
            "1_a.jpg#1\tThe dog # 5 is brown .",
            "2_b.jpg#0\tA cat .",
            "3_c.jpg#0\tA bus .",
        )
        self.write_split("2_b.jpg", "1_a.jpg")

    def write_tokens(self, *lines: str) -> None:
        self.tokens.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def write_split(self, *names: str) -> None:
        self.split.write_text("\n".join(names) + "\n", encoding="utf-8")

    def read(self) -> list[Example]:
        return read_flickr8k(self.tokens, self.split, self.images)


@pytest.fixture
def flickr8k(tmp_path: Path) -> Flickr8k:
    return Flickr8k(tmp_path)


def test_flickr8k_gives_the_splits_pictures_in_its_order(flickr8k: Flickr8k) -> None:
    assert flickr8k.read() == [
        Example(picture=flickr8k.images / "2_b.jpg", captions=("A cat .",)),
        Example(picture=flickr8k.images / "1_a.jpg", captions=("A dog runs .", "The dog # 5 is brown .")),
    ]


def test_flickr8k_files_saved_by_an_editor_of_windows_are_the_same(flickr8k: Flickr8k) -> None:
    expected = flickr8k.read()
    for file in (flickr8k.tokens, flickr8k.split):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert flickr8k.read() == expected


def test_a_caption_is_not_cut_at_a_rare_line_separator(flickr8k: Flickr8k) -> None:
    flickr8k.write_tokens("1_a.jpg#0\tA dog\u2028runs .")
    flickr8k.write_split("1_a.jpg")
    assert flickr8k.read()[0].captions == ("A dog runs .",)


@pytest.mark.parametrize(
    ("tokens", "problem"),
    [
        ("1_a.jpg#0 A dog runs .", "line 1: expected name#number, a tab and a caption"),
        ("1_a.jpg\tA dog runs .", "line 1: expected name#number, a tab and a caption"),
        ("1_a.jpg#0\tA dog .\n1_a.jpg#0\tA cat .", "line 2: 1_a.jpg#0 is there twice"),
        ("1_a.jpg#0\tA dog .\n1_a.jpg#1\t ", "has an empty caption for 1_a.jpg"),
        ("2_b.jpg#0\tA dog .", "has no caption for 1_a.jpg"),
        ("", "has no caption for 1_a.jpg"),
    ],
)
def test_flickr8k_captions_that_are_wrong(flickr8k: Flickr8k, tokens: str, problem: str) -> None:
    flickr8k.write_tokens(tokens)
    flickr8k.write_split("1_a.jpg")
    with pytest.raises(DatasetError, match=problem) as error:
        flickr8k.read()
    assert str(flickr8k.tokens) in str(error.value)


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["1_a.jpg", "2_b.jpg", "1_a.jpg"], "devImages.txt lists twice 1_a.jpg"),
        ([""], "devImages.txt lists no pictures"),
    ],
)
def test_flickr8k_lists_that_are_wrong(flickr8k: Flickr8k, names: list[str], problem: str) -> None:
    flickr8k.write_split(*names)
    with pytest.raises(DatasetError, match=problem):
        flickr8k.read()


def test_files_that_cannot_be_read(flickr8k: Flickr8k) -> None:
    flickr8k.tokens.write_bytes(b"1_a.jpg#0\tcaf\xe9\n")
    with pytest.raises(DatasetError, match=r"token\.txt is not text in UTF-8"):
        flickr8k.read()
    flickr8k.tokens.unlink()
    with pytest.raises(DatasetError, match=r"No such file.*Is the data root right"):
        flickr8k.read()


@pytest.mark.parametrize("split", ["train", "val"])
@pytest.mark.parametrize(("year", "name"), [(2014, "COCO_{}2014_{:012}.jpg"), (2017, "{1:012}.jpg")])
@pytest.mark.parametrize("inside", [True, False])
def test_coco_layouts(tmp_path: Path, split: str, year: int, name: str, inside: bool) -> None:
    # The challenge of 2015 has the training and validation files of 2014.
    folder = f"{split}{year}"
    names = {9: name.format(split, 9), 25: name.format(split, 25)}
    touch(tmp_path / folder, *names.values())
    captions = [(25, "A giraffe."), (9, "Food on a tray.\n"), (25, "Two\ngiraffes  eat.")]
    annotations = coco_file(tmp_path / "annotations" / f"captions_{folder}.json", names, captions)

    examples = read_coco(annotations, tmp_path if inside else tmp_path / folder)

    assert examples == [
        Example(picture=tmp_path / folder / names[9], captions=("Food on a tray.",)),
        Example(picture=tmp_path / folder / names[25], captions=("A giraffe.", "Two giraffes eat.")),
    ]


@pytest.mark.parametrize(
    ("names", "captions", "problem"),
    [
        ({1: "a.jpg", 2: "b.jpg"}, [(1, "A dog.")], "has no caption for b.jpg"),
        ({1: "a.jpg"}, [(1, "A dog."), (7, "A cat.")], "a caption for the picture 7, but no such picture"),
        ({1: "a.jpg"}, [(1, "A dog."), (1, " \n")], "has an empty caption for a.jpg"),
        ({1: "a.jpg", 2: "a.jpg"}, [(1, "A dog."), (2, "A cat.")], "lists twice a.jpg"),
        ({}, [], "lists no pictures"),
    ],
)
def test_coco_files_whose_content_is_wrong(
    tmp_path: Path, names: dict[int, str], captions: list[tuple[int, str]], problem: str
) -> None:
    images = touch(tmp_path / "images", "a.jpg", "b.jpg")
    with pytest.raises(DatasetError, match=problem):
        read_coco(coco_file(tmp_path / "captions.json", names, captions), images)


IMAGE = {"id": 1, "file_name": "a.jpg"}


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"images": [IMAGE, IMAGE], "annotations": []}, "gives the id 1 to more than one picture"),
        ({"images": [IMAGE]}, "should be a COCO Captions file, but has no 'annotations'"),
        ({"images": [IMAGE], "annotations": [{"image_id": 1, "bbox": []}]}, "has no 'caption'"),
        ({"images": [IMAGE], "annotations": [7]}, "is not laid out as one"),
        ([IMAGE], "is not laid out as one"),
    ],
)
def test_json_that_is_something_else(tmp_path: Path, table: Any, problem: str) -> None:
    file = tmp_path / "captions.json"
    file.write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(DatasetError, match=problem):
        read_coco(file, touch(tmp_path / "images", "a.jpg"))


def test_json_that_is_cut_off(tmp_path: Path) -> None:
    file = coco_file(tmp_path / "captions.json", {1: "a.jpg"}, [(1, "A dog.")])
    file.write_text(file.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    with pytest.raises(
        DatasetError, match=r"captions\.json is not valid JSON: .* Was its download cut short"
    ):
        read_coco(file, tmp_path)


def test_a_configured_source_is_read_by_its_format(tmp_path: Path, flickr8k: Flickr8k) -> None:
    coco_file(tmp_path / "captions.json", {1: "1_a.jpg"}, [(1, "A dog.")])
    coco = SourceConfig(name="coco", format="coco", images="images", captions="captions.json")
    flickr = SourceConfig(
        name="flickr",
        format="flickr8k",
        images="images",
        captions="Flickr8k.token.txt",
        split="Flickr_8k.devImages.txt",
    )
    assert read_source(coco, tmp_path) == [Example(picture=flickr8k.images / "1_a.jpg", captions=("A dog.",))]
    assert read_source(flickr, tmp_path) == flickr8k.read()


def test_only_flickr8k_has_a_split() -> None:
    flickr = SourceConfig(name="dev", format="flickr8k", images="images", captions="tokens.txt")
    with pytest.raises(DatasetError, match="dev: Flickr8k needs `split`"):
        read_source(flickr, Path())
    coco = SourceConfig(name="val", format="coco", images="i", captions="c.json", split="val.txt")
    with pytest.raises(DatasetError, match="val: COCO has no `split`"):
        read_source(coco, Path())
    mine = SourceConfig(name="mine", format="corrections", images="i", captions="c.jsonl", split="val.txt")
    with pytest.raises(DatasetError, match="mine: corrections have no `split`"):
        read_source(mine, Path())


def corrections_file(folder: Path, *lines: str) -> Path:
    file = folder / "captions.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_corrections_are_a_picture_and_a_caption_a_line(tmp_path: Path) -> None:
    images = touch(tmp_path / "images", "a.jpg", "b.jpg")
    file = corrections_file(
        tmp_path,
        '{"picture": "b.jpg", "caption": "my dog\u2028Rex"}',
        '{"picture": "a.jpg", "caption": "a cat"}',
        "",
        '{"picture": "b.jpg", "caption": "a dog", "by": "somebody else"}',
    )
    source = SourceConfig(name="mine", format="corrections", images="images", captions="captions.jsonl")
    assert read_source(source, tmp_path) == [
        Example(picture=images / "b.jpg", captions=("my dog Rex", "a dog")),
        Example(picture=images / "a.jpg", captions=("a cat",)),
    ]
    assert read_corrections(file, images) == read_source(source, tmp_path)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 2: expected a picture's name and a caption"),
        ("[]", "line 2: expected"),
        ('{"picture": "a.jpg"}', "line 2: expected"),
        ('{"picture": "a.jpg", "caption": 7}', "line 2: expected"),
        ('{"picture": "a.jpg", "caption": " "}', "an empty caption for a.jpg"),
    ],
)
def test_corrections_that_are_wrong_are_named(tmp_path: Path, line: str, problem: str) -> None:
    images = touch(tmp_path / "images", "a.jpg")
    file = corrections_file(tmp_path, '{"picture": "a.jpg", "caption": "a cat"}', line)
    with pytest.raises(DatasetError, match=problem):
        read_corrections(file, images)
